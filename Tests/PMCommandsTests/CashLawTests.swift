// Random days of a counter and its statements: what must hold whatever was taken, matched, claimed.
import Glibc
import PMCommands
import TestSupport
import Testing

@Suite("random days at the counter")
struct CashLawTests {
  /// One random day after another, all on one estate.
  private struct Days {
    let estate: Estate
    var random: SplitMix
    var day = 10
    var serial = 0
    private var period = 2

    init(_ seed: UInt64) {
      estate = Estate(billed: ["2026-01", "2026-02"])
      estate.take(
        "customer",
        """
        code,name,phone,bank_account
        K1,One,13900000001,6222020200000001
        K2,Two,13900000002,6222020200000002
        K3,Three,13900000003,6222020200000002

        """)
      random = SplitMix(state: seed)
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
      values[Int(random.next() % UInt64(values.count))]
    }

    /// The present day: from 2026-01-10 on.
    var today: String {
      let month = (day - 1) / 28 + 1
      let date = (day - 1) % 28 + 1
      return "2026-0\(month)-\(date < 10 ? "0" : "")\(date)"
    }

    mutating func play() throws {
      day += Int(random.next() % 3)
      serial += 1
      let bills = try estate.rows("SELECT printf('B%07d', id) FROM bill WHERE amount_minor > 0")
      let amount = "\(random.next() % 500 + 1).\(random.next() % 90 + 10)"
      switch random.next() % 9 {
      case 0...2:
        var fields = ["amount=\(amount)", "method=\(pick(["cash", "card"]))", "reference=C\(serial)"]
        let about = pick([
          ["customer=K1"], ["room=A-3"], ["customer=K2", "room=A-3"], ["bill=\(pick(bills))"],
        ])
        fields += about + pick([[], [], ["fee=WYF"], ["period=2026-02"]])
        fields += pick([[], [], ["for_from=2026-02"], ["for_from=2026-02", "for_to=2026-03"]])
        // A bill outside the window or fee, or void, is refused: that is a day too.
        let ran = estate.run(["payment", "add"] + fields + ["--as-of", today, "--actor", "li"])
        #expect(ran.status == 0 || ran.status == 65 && about[0].hasPrefix("bill"), "\(ran.messages)")
      case 3, 4:
        let note = pick(["A-1", "A-3 物业费", "A-1 A-3", "谢谢", "缴\(pick(bills))", "13900000003"])
        let account = pick(["", "", "6222020200000001", "6222020200000002"])
        let row = "\(today),\(amount),S\(serial),\(note),\(account),,"
        #expect(estate.statement(row).status == 0)
        #expect(estate.statement(row).messages.contains("0 created, 0 updated, 1 unchanged"))
      case 5:
        let waiting = try estate.rows(
          "SELECT printf('P%07d', id) FROM payment WHERE payer_id IS NULL AND reversed_on IS NULL")
        guard !waiting.isEmpty else { return }
        let ran = estate.run(
          ["payment", "claim", pick(waiting), "--as-of", today] + pick([["--room", "A-3"], ["--customer", "K1"]]))
        #expect(ran.status == 0, "\(ran.messages)")
      case 6:
        estate.run("payment", "offset", "--as-of", today)
        estate.run("bill", "late", "--as-of", today)
      case 7:
        let standing = try estate.rows(
          "SELECT printf('P%07d', id) FROM payment WHERE reversed_on IS NULL")
        guard !standing.isEmpty else { return }
        estate.run("payment", "reverse", pick(standing), "--reason", "bounced", "--as-of", today)
      default:
        if random.next() % 2 == 0, period < 5 {
          period += 1
          estate.run("bill", "run", "--period", "2026-0\(period)")
        } else {
          estate.run(
            "bill", "write-off", pick(bills), "--reason", "gone", "--approver", "wang", "--as-of",
            today)
        }
      }
    }
  }

  @Test(
    "every identity holds after each of them, and the books agree",
    arguments: 1...(isThorough ? 4 : 2) as ClosedRange<UInt64>)
  func law(seed: UInt64) throws {
    var days = Days(seed)
    for step in 0..<36 {
      try days.play()
      if step % 4 == 3 { days.estate.expectSound() }
    }
    let estate = days.estate
    estate.expectSound()
    let taken = try estate.rows(
      "SELECT count(*) > 5, sum(payer_id IS NULL) > 0, sum(matched_by IS NOT NULL) > 0 FROM payment")
    #expect(taken == ["1,1,1"])
    // What waits stands in the suspense of the books, and what is left in their prepayment.
    let left = try estate.rows(
      "SELECT COALESCE(sum(amount_minor), 0) FROM payment WHERE payer_id IS NULL AND reversed_on IS NULL")
    if hasProgram("hledger") {
      let journal = estate.file(
        "books.journal", estate.run("export", "ledger", "--for", "hledger").output)
      #expect(system("hledger -f \(journal) check --strict ordereddates") == 0)
      #expect(balances(journal, "suspense", try #require(Int(left[0]))))
      let prepaid = try estate.rows("SELECT COALESCE(sum(left_minor), 0) FROM prepayment")
      #expect(balances(journal, "liabilities:prepayment", try #require(Int(prepaid[0]))))
    }
  }

  /// Whether hledger has this credit in the accounts.
  private func balances(_ journal: String, _ account: String, _ cents: Int) -> Bool {
    let query = "hledger -f \(journal) bal \(account) --invert -N --depth 2"
    if cents == 0 { return system("test -z \"$(\(query))\"") == 0 }
    let text = "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100) CNY"
    return system("\(query) | grep -qF -- '\(text)'") == 0
  }
}
