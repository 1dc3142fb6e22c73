// `pm bank cancel`, and the rules that batches keep.
import PMCommands
import PMStore
import Testing

@Suite("batches that never come back")
struct BankCancelTests {
  @discardableResult
  private func cancel(_ estate: Estate, _ number: String = "N0000001", on day: String = "2026-02-20")
    -> Ran
  {
    estate.run("bank", "cancel", number, "--reason", "the bank lost it", "--as-of", day)
  }

  private static let back =
    "1,6222021001116245702,300.00,done,2026-02-09\n2,6228480402564890018,300.00,done,2026-02-09\n"
    + "3,6222021001116245702,300.00,failed,2026-02-09\ntotal,3,900.00\n"

  private func sent() -> Estate {
    let estate = Estate.withMandates()
    let made = estate.batch("plain", "--fee", "WYF").ran
    #expect(made.messages.contains("N0000001: 3 lines, 900.00"), "\(made.messages)")
    return estate
  }

  @Test("its bills may be batched again, and a second time changes nothing")
  func cancels() throws {
    let estate = sent()
    #expect(estate.batch("plain", "--fee", "WYF").ran.messages.contains("bank batch: 0 batches"))
    let ran = cancel(estate)
    #expect(ran.status == 0)
    #expect(ran.messages == "bank cancel: 1 cancelled, 0 unchanged\n")
    #expect(
      estate.run("bank-batch", "list", "--columns", "number,state,cancelled_on,reason").output
        == "number,state,cancelled_on,reason\nN0000001,cancelled,2026-02-20,the bank lost it\n")
    #expect(
      estate.run("bank-line", "list", "--columns", "result").output
        == "result\ncancelled\ncancelled\ncancelled\n")
    let digest = try estate.digest()
    #expect(cancel(estate, on: "2026-02-21").messages == "bank cancel: 0 cancelled, 1 unchanged\n")
    #expect(try estate.digest() == digest)
    estate.expectSound()
    #expect(estate.batch("plain", "--fee", "WYF").ran.messages.contains("N0000002: 3 lines, 900.00"))
    estate.expectSound()
  }

  @Test("a return that comes all the same is refused, with what to do")
  func late() throws {
    let estate = sent()
    cancel(estate)
    let digest = try estate.digest()
    let ran = estate.bring(Array(Self.back.utf8))
    #expect(ran.status == 65)
    #expect(
      ran.messages
        == "pm: N0000001 was given up on 2026-02-20\n  what the bank collected all the same comes in by pm payment import, method collection\n"
    )
    #expect(try estate.digest() == digest)
  }

  @Test("a batch that has come back is not given up, nor one of later or of no batch at all")
  func refusals() throws {
    let estate = sent()
    #expect(cancel(estate, on: "2026-02-01").messages.contains("N0000001 was made on 2026-02-05"))
    #expect(cancel(estate, "N0000009").status == 66)
    #expect(estate.bring(Array(Self.back.utf8)).status == 0)
    let digest = try estate.digest()
    let ran = cancel(estate)
    #expect(ran.status == 65)
    #expect(
      ran.messages == "pm: N0000001 has come back\n  take back what it paid: pm payment reverse NUMBER\n")
    #expect(try estate.digest() == digest)
  }

  @Test("what is out holds up the close of its month, what was given up does not")
  func close() throws {
    let estate = sent()
    estate.run("bill", "run", "--period", "2026-02", "--quiet")
    func close(_ period: String) -> Ran {
      estate.run("bill", "close", "--period", period, "--as-of", "2026-03-01")
    }
    #expect(close("2026-01").status == 0)
    #expect(close("2026-02").messages.contains("1 unreturned batches: pm bank return"))
    cancel(estate)
    #expect(close("2026-02").status == 0)
  }

  // MARK: db check

  /// What is done to a returned batch, and the rule that must speak of it.
  static let damages: [(sql: String, rule: String, name: String)] = [
    ("UPDATE bank_batch SET count = 4", "bank-batch-whole", "N0000001"),
    ("UPDATE bank_batch SET sum_minor = sum_minor + 1", "bank-batch-whole", "N0000001"),
    ("UPDATE bank_line SET serial = 9 WHERE id = 3", "bank-batch-whole", "N0000001"),
    ("UPDATE bank_line SET amount_minor = 1 WHERE id = 2", "bank-line-whole", "L0000002"),
    ("DELETE FROM bank_item WHERE line_id = 3", "bank-line-whole", "L0000003"),
    ("UPDATE bank_line SET result = 'sent' WHERE id = 3", "bank-line-answered", "L0000003"),
    ("UPDATE bank_line SET result = 'cancelled' WHERE id = 3", "bank-line-answered", "L0000003"),
    ("UPDATE bank_batch SET returned_on = made_on - 1", "bank-batch-dated", "N0000001"),
    ("UPDATE bank_batch SET returned_on = NULL", "bank-batch-dated", "N0000001"),
    ("UPDATE bank_batch SET cancelled_on = returned_on", "bank-batch-dated", "N0000001"),
    ("UPDATE bank_batch SET collected_minor = 1", "bank-collected", "N0000001"),
    ("UPDATE bank_line SET result = 'failed' WHERE id = 1", "bank-collected", "N0000001"),
    ("UPDATE payment SET reference = 'N0000002/1' WHERE id = 1", "bank-collected", "N0000001"),
    (
      "UPDATE bank_line SET result = 'sent'; UPDATE bank_item SET bill_id = (SELECT bill_id FROM bank_item WHERE id = 1) WHERE id = 2",
      "bank-bill-once", "B000000"
    ),
  ]

  @Test("each rule finds what it is there for", arguments: damages.indices)
  func finds(index: Int) throws {
    let damage = Self.damages[index]
    let estate = sent()
    #expect(estate.bring(Array(Self.back.utf8)).status == 0)
    estate.expectSound()
    let database = try Database.open(estate.database, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
    try database.execute(damage.sql)
    let ran = estate.run("db", "check")
    #expect(ran.status == 1)
    #expect(
      ran.output.split(separator: "\n").contains { $0.hasPrefix(damage.rule + ",") && !$0.hasSuffix(",0") },
      "\(ran.output)")
    #expect(ran.messages.contains(damage.name), "\(ran.messages)")
  }
}
