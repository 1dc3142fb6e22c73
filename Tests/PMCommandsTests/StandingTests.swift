// What stands is told where it cannot be shown or written down, so that nobody does it twice.
import Glibc
import PMFormat
import Testing

@testable import PMCommands

@Suite("What stands though it cannot be shown")
struct StandingTests {
  @Test("refused rows are told though their file cannot be written", arguments: [true, false])
  func rejects(keepsGoing: Bool) {
    let estate = Estate([("org", "code,kind,name\nHY,community,x\n")])
    let path = estate.file("c.csv", "code,name,email\nY1,甲,\n,乙,\nY3,,\n")
    let words = ["customer", "import", path, "--rejects", "/dev/full"] + (keepsGoing ? ["--keep-going"] : [])
    let ran = estate.run(words)
    #expect(ran.status == 74)
    #expect(ran.messages.contains("c.csv:3:1: code: ") && ran.messages.contains("c.csv:4:2: name: "), "\(ran.messages)")
    #expect(ran.messages.contains("/dev/full: "))
    #expect(
      ran.messages.contains("import: 1 created, 0 updated, 0 unchanged, 2 rejected") == keepsGoing, "\(ran.messages)")
    let told =
      "the good rows are imported; import the same file again to have the refused ones written: what is kept already changes nothing"
    #expect(ran.messages.contains(told) == keepsGoing)
    #expect(estate.run("customer", "list").output.contains("Y1") == keepsGoing)
    let request = "[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    // In a stream as well.
    estate.file("c.csv", "code,name,email\nY2,甲,\n,乙,\nY3,,\n")
    let answer = estate.batch([request]).output
    #expect(answer.contains(#""status":74"#) && answer.contains(told) == keepsGoing, "\(answer)")
  }

  @Test("a payment whose receipt cannot be shown is told with its number")
  func payment() {
    let estate = Estate(billed: ["2026-01"])
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let messages = MemoryDestination()
    let status = runCommandLine(
      ["payment", "add", "customer=K1", "method=cash", "amount=10.00", "--as-of", "2026-02-01"],
      environment: Environment(["PM_DB": estate.database, "USER": "tester"]), input: .none,
      output: .descriptor(full), messages: .memory(messages))
    #expect(status == 74)
    #expect(
      messages.text.contains(
        "the payment is booked as P0000001: do not take it again; pm payment receipt prints the receipt"),
      "\(messages.text)")
    #expect(messages.text.contains("payment add: 1 created"), "\(messages.text)")
    #expect(estate.run("payment", "list").output.contains("P0000001"))
  }

  @Test("a stream whose answers cannot be written says that what was committed stands", arguments: [true, false])
  func answers(writes: Bool) {
    let estate = Estate([("org", "code,kind,name\nHY,community,x\n")])
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let messages = MemoryDestination()
    let words = writes ? #"["org","set","HY","name=y"]"# : #"["org","list"]"#
    let status = runCommandLine(
      ["batch"], environment: Environment(["PM_DB": estate.database, "USER": "tester"]),
      input: .sent(Array(words.utf8)), output: .descriptor(full), messages: .memory(messages))
    #expect(status == 74)
    let told =
      "what was committed stands, answered or not: pm audit list shows it; a request sent again under its key is not done twice"
    #expect(messages.text.contains(told) == writes, "\(messages.text)")
    #expect(estate.run("org", "list", "--columns", "name").output == "name\n\(writes ? "y" : "x")\n")
  }
}
