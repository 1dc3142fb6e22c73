// `db check` holds documents against the journal by all of a name, and by all of what was closed.
import Testing

@testable import PMCommands

@Suite("Documents against the journal")
struct DbCheckJournalTests {
  /// Waivers by people whose names have blanks, and words in front of them that are masked.
  private static func corrected() -> Estate {
    let estate = Estate(billed: ["2026-01"])
    for words in [
      ["bill", "waive", "--approver=Li Wei", "B0000001", "--amount", "1.00", "--reason", "x"],
      ["bill", "waive", "B0000002", "--approver", "13900010002", "--amount", "1.00", "--reason", "x"],
      ["payment", "add", "customer=K1", "method=cash", "amount=2000.00", "--as-of", "2026-02-01"],
      [
        "payment", "refund", "--customer", "K1", "--amount", "1.00", "--method", "bank", "--account",
        "6222029876543210987", "--approver", "wang",
        "--reference=--approver 13900010001",
      ],
    ] {
      let ran = estate.run(words + ["--as-of", "2026-02-02"].filter { _ in !words.contains("--as-of") })
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    return estate
  }

  @Test(
    "an approver is held to all of his name, whatever else was typed",
    arguments: [
      ("UPDATE adjustment SET approver = 'Li' WHERE id = 1", "J0000001"),
      ("UPDATE adjustment SET approver = 'Wei' WHERE id = 1", "J0000001"),
      ("UPDATE adjustment SET approver = '13900010009' WHERE id = 1", "J0000001"),
      ("UPDATE adjustment SET approver = 'zhao' WHERE id = 2", "J0000002"),
      ("UPDATE refund SET approver = 'zhao'", "RF0000001"),
    ])
  func approvers(sql: String, name: String) throws {
    try Self.corrected().expectFound(Damage("approvers-kept", sql, names: name))
  }

  @Test(
    "a close is held to the organisation that was closed",
    arguments: [
      "UPDATE closing SET org_id = NULL", "UPDATE closing SET org_id = (SELECT id FROM org WHERE code = 'CO')",
    ])
  func closings(sql: String) throws {
    let estate = Estate(billed: ["2026-01"])
    let close = ["bill", "close", "--period", "2026-01", "--org", "HY", "--as-of", "2026-02-03"]
    let ran = estate.run(close)
    #expect(ran.status == 0, "\(ran.messages)")
    try estate.expectFound(Damage("closings-kept", sql, names: "2026-01"))
  }

  @Test("a close that shows its books whole is one close, and the look beside it is none")
  func revealed() {
    let estate = Estate(billed: ["2026-01"])
    let close = ["bill", "close", "--period", "2026-01", "--as-of", "2026-02-03", "--reveal"]
    // The second closes nothing, and shows the same.
    for _ in 0..<2 {
      let ran = estate.run(close)
      #expect(ran.status == 0, "\(ran.messages)")
    }
    #expect(estate.run("audit", "list", "--newest").output.contains("bill close"))
    let check = estate.run("db", "check")
    #expect(check.status == 0, "\(check.messages)")
  }
}
