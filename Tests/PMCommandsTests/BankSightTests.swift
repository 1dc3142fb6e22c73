// Batches for a bank hold the accounts of everybody in them: who sees all of them, and nobody else.
import Testing

@testable import PMCommands

@Suite struct BankSightTests {
  private static let layout =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Samples/bank/plain.json"

  @Test("a company's batch is no part of the world of somebody who sees less than all of its bills")
  func batches() throws {
    let estate = FenceTests().group()
    for (customer, account) in [("KA1", "6222029876543210987"), ("KA2", "6222029876543210988")] {
      estate.run(
        as: "boss", ["customer", "set", customer, "bank_name=b", "bank_account=\(account)", "mandate=\(customer)"])
    }
    func batch(_ scope: String) -> Ran {
      estate.run(as: "boss", ["bank", "batch", "--layout", Self.layout, "--scope", scope, "--as-of", "2026-11-05"])
    }
    let all = batch("A")
    #expect(all.output.contains("0987") && all.output.contains("0988"), "\(all.messages)")
    let back = estate.file("back.csv", "1,6222029876543210987,200.00,done,2026-11-06\ntotal,1,200.00\n")
    let before = try estate.digest()
    for noun in ["bank-batch", "bank-line", "bank-item"] {
      let (seen, there) = (estate.run(as: "li", [noun, "list"]), estate.run(as: "zhao", [noun, "list"]))
      #expect(seen.output.split(separator: "\n").count == 1, "\(seen.output)")
      // A whole company is in view of one who is kept to it.
      #expect(there.output.split(separator: "\n").count > 1, "\(there.output)")
    }
    for words in [
      ["batch", "--again", "N0000001"], ["cancel", "N0000001", "--reason", "x"],
      ["return", back, "--batch", "N0000001"],
    ] {
      let ran = estate.run(as: "li", ["bank"] + words)
      #expect(ran.status == 66 && ran.output == "", "\(words): \(ran.output)\(ran.messages)")
      #expect(ran.messages.contains("there is no bank-batch \"N0000001\""), "\(ran.messages)")
    }
    let found = estate.run(as: "li", ["bank", "return", back, "--layout", Self.layout])
    #expect(found.status != 0 && found.output == "", "\(found.messages)")
    #expect(try estate.digest() == before)
    // His own part, put together by himself or somebody else, is his to work with.
    #expect(
      estate.run(as: "boss", ["bank", "cancel", "N0000001", "--reason", "x", "--as-of", "2026-11-05"]).status == 0)
    #expect(batch("A1").output.contains("0987"))
    let again = estate.run(as: "li", ["bank", "batch", "--again", "N0000002"])
    #expect(again.status == 0 && again.output.contains("6222029876543210987"), "\(again.messages)")
    let ran = estate.run(as: "li", ["bank", "cancel", "N0000002", "--reason", "x", "--as-of", "2026-11-05"])
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(estate.run(as: "li", ["bank", "batch", "--layout", Self.layout, "--as-of", "2026-11-05"]).status == 0)
  }
}
