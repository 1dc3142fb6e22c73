// A correction is booked on its own day: that day all reports and books tell the same.
import PMCommands
import Testing

extension Estate {
  private func fen(_ text: some StringProtocol) -> Int {
    Int(String(text.filter { $0 != "." && $0 != "," })) ?? -999_999_999
  }

  /// What is posted on the accounts that begin with `account` through a day, in fen.
  fileprivate func posted(_ account: String, through day: String) -> Int {
    run("export", "ledger", "--for", "csv", "--to", day).output.split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .reduce(0) { $0 + ($1[3].hasPrefix(account) ? fen($1[4]) : 0) }
  }

  /// Of K1 to K3 together: the books and the statements agree on a day; so do the arrears and the
  /// roll-forward on the last one of a month, when everything is due.
  fileprivate func expectAgreed(
    _ day: String, isLast: Bool = true, _ location: SourceLocation = #_sourceLocation
  ) {
    let owed = posted("assets:receivable", through: day)
    let held = -posted("liabilities:prepayment", through: day)
    let balances = ["K1", "K2", "K3"].map { code in
      let lines = run("customer", "statement", code, "--from", "2026-01-01", "--to", day).output
        .split(separator: "\n")
      return fen(
        lines.first { $0.contains("Closing balance") }?.split(separator: " ").last ?? "")
    }
    #expect(balances.reduce(0, +) == owed - held, "\(balances)", sourceLocation: location)
    if isLast {
      let arrears = table(["report", "arrears", "--as-of", day]).rows.reduce(0) {
        $0 + fen($1["principal"] ?? "") + fen($1["late_fee"] ?? "")
      }
      #expect(arrears == owed, sourceLocation: location)
      let closing = table(["report", "rollforward", "--period", String(day.dropLast(3))]).rows
        .reduce(0) { $0 + fen($1["closing"] ?? "") }
      #expect(closing == owed, sourceLocation: location)
    }
    expectSound(location)
  }

  /// A-3's service in advance, of so many months at 300.00, and the first bill of it.
  fileprivate func billAhead(_ months: Int) -> String {
    take(
      "charge",
      "room,fee,tariff,from,payer,timing,cycle\nA-3,WYF,T1,2026-01-01,owner,advance,\(months)\n")
    run("bill", "run", "--period", "2026-01", "--as-of", "2026-01-01", "--quiet")
    return bill("A-3", "WYF", "2026-01")
  }
}

@Suite("the day of a correction")
struct CorrectionDayTests {
  private func adjust(_ estate: Estate, _ number: String, _ day: String, _ more: String...) {
    let ran = estate.run(["bill", "adjust", number, "--reason", "x", "--as-of", day] + more)
    #expect(ran.status == 0, "\(ran.messages)")
  }

  @Test("a credit is the customer's on its day, however far ahead its bill goes", arguments: [1, 3, 12])
  func credit(months: Int) throws {
    let estate = Estate(billed: [])
    let number = estate.billAhead(months)
    estate.pay("\(300 * months)", by: "K2", on: "2026-01-10")
    adjust(estate, number, "2026-01-20", "--amount", "100")
    #expect(
      try estate.rows(
        "SELECT posted_on - (SELECT posted_on FROM bill WHERE amount_minor < 0), left_minor FROM prepayment")
        == ["0,10000"])
    estate.expectAgreed("2026-01-20", isLast: false)
    let refund = estate.run(
      "payment", "refund", "--customer", "K2", "--amount", "100", "--method", "cash", "--reference",
      "v1", "--approver", "q", "--as-of", "2026-01-25")
    #expect(refund.status == 0, "\(refund.messages)")
    for day in ["2026-01-25", "2026-01-31", "2026-02-28"] {
      #expect(estate.posted("liabilities:prepayment", through: day) == 0)
      estate.expectAgreed(day, isLast: !day.hasSuffix("25"))
    }
  }

  @Test("what is sold is billed anew and settled on one day", arguments: [1, 3, 12])
  func reissued(months: Int) {
    let estate = Estate(billed: [])
    let number = estate.billAhead(months)
    estate.pay("\(300 * months)", by: "K2", on: "2026-01-10")
    adjust(estate, number, "2026-01-20", "--reissue", "--debtor", "K1")
    #expect(estate.posted("liabilities:prepayment", through: "2026-01-20") == -30000 * months)
    for day in ["2026-01-20", "2026-01-31"] { estate.expectAgreed(day, isLast: day != "2026-01-20") }
  }

  @Test("a waiver that goes over is in the books once", arguments: [1, 12])
  func waiver(months: Int) {
    let estate = Estate(billed: [])
    let number = estate.billAhead(months)
    estate.run(
      "bill", "waive", number, "--amount", "100", "--reason", "z", "--approver", "q", "--as-of",
      "2026-01-02")
    adjust(estate, number, "2026-01-20", "--reissue")
    for day in ["2026-01-02", "2026-01-20", "2026-01-31"] {
      #expect(estate.posted("expenses:waived", through: day) == 10000)
    }
    estate.expectAgreed("2026-01-20", isLast: false)
    estate.expectAgreed("2026-01-31")
  }

  @Test("no statement of a closed month changes: what is taken back stands on the day of that")
  func closed() {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.run(
      "bill", "waive", number, "--amount", "60", "--reason", "z", "--approver", "q", "--as-of",
      "2026-01-02")
    let close = estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-08")
    #expect(close.status == 0, "\(close.messages)")
    func statement(_ last: String) -> String {
      estate.run("customer", "statement", "K2", "--from", "2026-01-01", "--to", last).output
    }
    let printed = statement("2026-01-31")
    adjust(estate, number, "2026-02-10", "--reissue")
    #expect(printed.contains("240.00") && statement("2026-01-31") == printed)
    let taken = statement("2026-02-28").split(separator: "\n").filter { $0.contains("Waiver taken back") }
    #expect(taken.count == 1 && taken.allSatisfy { $0.contains("2026-02-10") }, "\(taken)")
    estate.expectAgreed("2026-01-31", isLast: false)
    estate.expectAgreed("2026-02-28")
  }
}
