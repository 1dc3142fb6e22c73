// Deposits in the books: what is refused, taken over, left out of reports, booked as a liability.
import Glibc
import PMCommands
import PMCore
import PMStore
import Testing

@Suite("deposits in the books")
struct DepositBooksTests {
  private let by = ["--reason", "x", "--approver", "wang"]

  private func demand(_ estate: Estate, _ reference: String = "S-1", room: String = "A-1", day: String = "2026-01-10") {
    estate.run(
      "deposit", "take", "--room", room, "--fee", "YJ", "--amount", "2000", "--demand", "--reference",
      reference, "--as-of", day)
  }

  @Test("a demand is voided or waived, never adjusted or written off")
  func corrections() throws {
    let estate = Estate.withDeposits()
    demand(estate)
    for verb in [["bill", "adjust", "B0000001", "--reason", "x"], ["bill", "write-off", "B0000001"] + by] {
      let ran = estate.run(verb + ["--as-of", "2026-01-12"])
      #expect(ran.status == 65 && ran.messages.contains("B0000001 asks for a deposit"), "\(ran.messages)")
    }
    #expect(estate.run(["bill", "waive", "B0000001", "--amount", "500"] + by + ["--as-of", "2026-01-12"]).status == 0)
    estate.pay("1500", by: "K1", on: "2026-01-13")
    #expect(estate.held("2026-01-13") == ["DP0000001,YJ,A-1,K1,One,2026-01-10,1500.00,1500.00,0.00,0.00,1500.00"])
    #expect(estate.run("deposit", "list", "--columns", "state").output == "state\nheld\n")
    demand(estate, "S-2", room: "A-3")
    #expect(estate.run("bill", "void", "B0000002", "--reason", "x", "--as-of", "2026-01-12").status == 0)
    #expect(estate.run("deposit", "show", "DP0000002").output.contains("void"))
    #expect(estate.held("2026-01-13").count == 1)
    // A void one is no deposit any more: its slip is not used again.
    let again = estate.run(
      "deposit", "take", "--room", "A-3", "--fee", "YJ", "--amount", "2000", "--demand", "--reference",
      "S-2", "--as-of", "2026-01-12")
    #expect(again.status == 65 && again.messages.contains("another deposit already: DP0000002"))
    estate.expectSound()
  }

  @Test("a payment that a used deposit came from is not taken back")
  func reversal() throws {
    let estate = Estate.withDeposits()
    estate.takeDeposit()
    estate.run(
      ["deposit", "deduct", "DP0000001", "--fee", "PCF", "--amount", "350", "--reference", "D"] + by + [
        "--as-of", "2026-01-20",
      ])
    let digest = try estate.digest()
    let ran = estate.run("payment", "reverse", "P0000001", "--reason", "x", "--as-of", "2026-01-21")
    #expect(
      ran.status == 65 && ran.messages.contains("P0000001 paid a deposit that was deducted from or refunded: DP0000001")
    )
    #expect(try estate.digest() == digest)
    // One that was not used goes back whole.
    let other = Estate.withDeposits()
    other.takeDeposit()
    #expect(other.run("payment", "reverse", "P0000001", "--reason", "x", "--as-of", "2026-01-21").status == 0)
    #expect(other.held("2026-01-21") == ["DP0000001,YJ,A-1,K1,One,2026-01-10,2000.00,0.00,0.00,0.00,0.00"])
    #expect(other.held("2026-01-20").map { $0.hasSuffix(",2000.00") } == [true])
    other.expectSound()
  }

  @Test("a line that no charge makes is explained by what brought it")
  func explained() {
    let estate = Estate.withDeposits()
    estate.takeDeposit()
    estate.run(
      ["deposit", "deduct", "DP0000001", "--fee", "PCF", "--amount", "350", "--reference", "D"] + by + [
        "--as-of", "2026-01-20",
      ])
    estate.take(
      "bill open",
      "room,customer,fee,period,amount,tax,due_on,late_posted,reference\nA-1,K1,WYF,2025-12,300,16.98,2025-12-31,1.50,OLD-1\n"
    )
    for (number, step) in [
      (1, "source,source,the demand of a deposit"), (2, "source,source,a deduction from deposit DP0000001"),
      (3, "source,source,taken over from another system"), (4, "source,source,taken over from another system"),
    ] {
      let ran = estate.run("bill", "explain", "B000000\(number)")
      #expect(ran.output.contains(step) && ran.messages == "", "\(ran.output) \(ran.messages)")
    }
  }

  /// What is asked of `deposit take`, `deduct` and `refund`, and what they say.
  static let refusals: [(words: [String], status: Int32, message: String)] = [
    (
      ["take", "--room", "A-1", "--fee", "WYF", "--amount", "5", "--demand", "--reference", "X"], 65,
      "fee WYF is not of class deposit"
    ),
    (["take", "--fee", "YJ", "--amount", "5", "--demand", "--reference", "X"], 64, "name --customer, --room or both"),
    (
      ["take", "--room", "A-1", "--fee", "YJ", "--amount", "5", "--reference", "X"], 64,
      "say either --demand or --method"
    ),
    (
      [
        "take", "--room", "A-1", "--fee", "YJ", "--amount", "5", "--reference", "X", "--method", "cash", "--due-on",
        "2026-02-01",
      ], 64, "--due-on is for --demand"
    ),
    (
      [
        "take", "--room", "A-1", "--fee", "YJ", "--amount", "5", "--reference", "X", "--demand", "--due-on",
        "2025-02-01",
      ], 64, "--due-on 2025-02-01 is before 2026-02-02"
    ),
    (["take", "--room", "A-1", "--fee", "YJ", "--amount", "0", "--demand", "--reference", "X"], 64, "--amount"),
    (
      ["take", "--room", "A-9", "--fee", "YJ", "--amount", "5", "--demand", "--reference", "X"], 66,
      "there is no room \"A-9\""
    ),
    (
      ["deduct", "DP0000009", "--fee", "PCF", "--amount", "5", "--reference", "X"], 66,
      "there is no deposit \"DP0000009\""
    ),
    (["deduct", "DP0000001", "--amount", "5", "--reference", "X"], 64, "say either --fee or --bill"),
    (["deduct", "DP0000001", "--fee", "YJ", "--amount", "5", "--reference", "X"], 65, "fee YJ is a deposit itself"),
    (
      ["deduct", "DP0000001", "--fee", "PCF", "--amount", "2000.01", "--reference", "X"], 65,
      "DP0000001: only 2000.00 is held on 2026-02-02"
    ),
    (
      ["deduct", "DP0000001", "--fee", "PCF", "--amount", "5", "--reference", "X", "--approver", "tester"], 65,
      "the approver must be somebody else"
    ),
    (
      ["refund", "DP0000001", "--method", "bank", "--payee-account", "12", "--reference", "X"], 64,
      "--payee-account is not a bank account"
    ),
    (["refund", "DP0000001", "--method", "bank", "--reference", "X"], 64, "--payee-account"),
  ]

  @Test("what cannot be done to a deposit is refused with the reason", arguments: refusals.indices)
  func refused(_ index: Int) throws {
    let (words, status, message) = Self.refusals[index]
    let estate = Estate.withDeposits()
    estate.takeDeposit()
    let digest = try estate.digest()
    var line = ["deposit"] + words + ["--as-of", "2026-02-02"]
    if words[0] != "take", !words.contains("--approver") { line += ["--approver", "wang"] }
    if words[0] == "deduct" { line += ["--reason", "x"] }
    let ran = estate.run(line)
    #expect(ran.status == status && ran.messages.contains(message), "\(ran.status) \(ran.messages)")
    #expect(try estate.digest() == digest)
  }

  @Test("a room without a payer needs a customer, and one day asks once")
  func payers() {
    let estate = Estate.withDeposits()
    estate.take("room", "code,community,kind,status\nA-4,HY,shop,unsold\n")
    let words = [
      "deposit", "take", "--room", "A-4", "--fee", "YJ", "--amount", "9", "--demand", "--as-of", "2026-01-10",
      "--reference",
    ]
    #expect(estate.run(words + ["1"]).messages.contains("room A-4 has no paying occupant on 2026-01-10"))
    #expect(estate.run(words + ["1", "--customer", "K2"]).status == 0)
    #expect(
      estate.run(words + ["2", "--customer", "K2"]).messages.contains(
        "room A-4 has a demand for YJ of 2026-01-10 already"))
    // Several companies: the room says in whose books it stands.
    estate.take("org", "code,kind,name,parent\nCP,company,Other,\n")
    let ran = estate.run(
      "deposit", "take", "--customer", "K2", "--fee", "YJ", "--amount", "9", "--demand", "--reference", "3", "--as-of",
      "2026-01-10")
    #expect(ran.status == 64 && ran.messages.contains("--room is required"))
  }

  @Test("nothing is taken, deducted or refunded in a closed period")
  func closed() throws {
    let estate = Estate.withDeposits(billed: ["2026-01"])
    estate.takeDeposit()
    // The cash of the counter is looked at before a close.
    #expect(estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-03").status == 65)
    estate.run(
      "payment", "review", "--on", "2026-01-10", "--cashier", "li", "--count", "1", "--sum", "2000", "--as-of",
      "2026-02-03")
    #expect(estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-03").status == 0)
    let deduct = ["deposit", "deduct", "DP0000001", "--fee", "PCF", "--amount", "5", "--reference", "X"] + by
    for words in [
      ["deposit", "take", "--room", "A-3", "--fee", "YJ", "--amount", "5", "--demand", "--reference", "Y"], deduct,
      [
        "deposit", "refund", "DP0000001", "--method", "cash", "--reference", "V", "--receipt", "R0000001", "--approver",
        "wang",
      ],
    ] {
      let ran = estate.run(words + ["--as-of", "2026-01-31"])
      #expect(ran.status == 65 && ran.messages.contains("2026-01"), "\(ran.messages)")
    }
    #expect(estate.run(deduct + ["--as-of", "2026-02-03"]).status == 0)
    estate.expectSound()
    // What was closed is kept: a deposit changed behind its back is found.
    let database = try Database.open(estate.database, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("UPDATE deposit SET reference = 'S-9'")
    #expect(estate.run("db", "check").messages.contains("2026-01"))
  }

  @Test("deposits are taken over before the first close, against the opening balances")
  func opening() throws {
    let estate = Estate.withDeposits(billed: ["2026-01"])
    let file =
      "customer,room,fee,paid_on,amount,reference\nK1,A-1,YJ,2024-03-01,1800.00,OLD-7\nK2,,YJ,2025-05-01,100,OLD-8\n"
    #expect(estate.take("deposit open", file).messages == "open: 2 created, 0 updated, 0 unchanged, 0 rejected\n")
    #expect(estate.take("deposit open", file).messages == "open: 0 created, 0 updated, 2 unchanged, 0 rejected\n")
    #expect(
      estate.take("deposit open", "customer,room,fee,paid_on,amount,reference\nK1,A-1,YJ,2024-03-01,1800.01,OLD-7\n")
        .status == 65)
    let wrong = estate.take("deposit open", "customer,fee,paid_on,amount,reference\nK1,WYF,2024-03-01,1,OLD-9\n")
    #expect(wrong.status == 65 && wrong.messages.contains("is not a fee of class deposit"), "\(wrong.messages)")
    #expect(
      estate.held("2026-01-31", "--by", "customer") == [
        "K1,One,1800.00,1800.00,0.00,0.00,1800.00", "K2,Two,100.00,100.00,0.00,0.00,100.00",
      ])
    // No demand, no receivable: only what is held.
    #expect(
      estate.run("report", "rollforward", "--period", "2026-01", "--section", "deposits").output.split(separator: "\n")
        .count == 1)
    let refund = [
      "deposit", "refund", "DP0000001", "--method", "cash", "--reference", "V", "--approver", "wang", "--as-of",
      "2026-01-20",
    ]
    #expect(estate.run(refund).messages.contains("its receipts: OLD-7"))
    #expect(estate.run(refund + ["--receipt", "OLD-7"]).status == 0)
    estate.expectSound()
    estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-03")
    #expect(
      estate.take("deposit open", "customer,fee,paid_on,amount,reference\nK1,YJ,2024-03-01,1,OLD-9\n").messages
        .contains("before the first close"))
  }

  @Test("an unpaid demand is taken over without tax and late fee, and who leaves is told what is held")
  func takenOver() throws {
    let estate = Estate.withDeposits()
    let header = "room,customer,fee,period,amount,tax,due_on,late_posted\n"
    for row in ["A-1,K1,YJ,2025-12,500,1,2025-12-31,", "A-1,K1,YJ,2025-12,500,0,2025-12-31,3"] {
      let ran = estate.take("bill open", header + row + "\n")
      #expect(ran.status == 65 && ran.messages.contains("a deposit bears neither tax nor late fee"), "\(ran.messages)")
    }
    #expect(estate.take("bill open", header + "A-1,K1,YJ,2025-12,500,0,2025-12-31,\n").status == 0)
    estate.pay("500", by: "K1", on: "2026-01-05")
    #expect(estate.held("2026-01-05", "--by", "room") == ["A-1,,500.00,500.00,0.00,0.00,500.00"])
    #expect(estate.run("customer", "show", "K1", "--format", "table").output.contains("deposits held"))
    let moved = estate.run(
      "room", "transfer", "A-1", "--from", "K1", "--to", "K2", "--on", "2026-02-01", "--no-reading", "--reason", "x")
    #expect(
      moved.messages.contains("deposits of 500.00 are held for K1 on room A-1: pm deposit list --room A-1"),
      "\(moved.messages)")
    estate.run(
      "deposit", "deduct", "DP0000001", "--fee", "PCF", "--amount", "9", "--reference", "D", "--reason", "x",
      "--approver", "w", "--as-of", "2026-02-02")
    let shown = estate.run("deposit", "show", "DP0000001", "--format", "table").output
    #expect(shown.contains("Deducted") && shown.contains("DK0000001"), "\(shown)")
    estate.expectSound()
  }

  @Test("deposits are in a section of their own, and in no collection, revenue or key figure")
  func reports() throws {
    func play(_ estate: Estate) {
      estate.pay("300", by: "K2", on: "2026-01-20")
      estate.run(["bill", "waive", "B0000001", "--amount", "1"] + by + ["--as-of", "2026-01-25"])
    }
    let plain = Estate.withDeposits(billed: ["2026-01"])
    play(plain)
    let estate = Estate.withDeposits(billed: ["2026-01"])
    demand(estate)
    demand(estate, "S-2", room: "A-3", day: "2026-01-11")
    estate.pay("2000", by: "K2", on: "2026-01-12", fee: "YJ")
    play(estate)
    for words in [
      ["report", "rollforward", "--period", "2026-01"],
      ["report", "collection", "--period", "2026-01", "--as-of", "2026-01-31"],
      ["report", "revenue", "--period", "2026-01"],
      ["report", "kpi", "--from", "2026-01-01", "--to", "2026-01-31", "--as-of", "2026-01-31"],
    ] {
      #expect(
        estate.run(words + ["--format", "csv"]).output == plain.run(words + ["--format", "csv"]).output, "\(words)")
    }
    let section = ["report", "rollforward", "--section", "deposits", "--period"]
    #expect(
      estate.run(section + ["2026-01"]).output
        == "fee,opening,charged,late,received,waived,written_off,closing\nYJ,0.00,4000.00,0.00,2000.00,0.00,0.00,2000.00\n"
    )
    #expect(estate.run(section + ["2026-02"]).output.contains("YJ,2000.00,0.00,0.00,0.00,0.00,0.00,2000.00"))
    // People see both sections in one table or page.
    let table = estate.run("report", "rollforward", "--period", "2026-01", "--format", "table").output
    #expect(table.contains("Roll-forward of receivables") && table.contains("Roll-forward of deposits asked for"))
  }

  /// What is done to sound deposits, the rule that must speak, and what it must name.
  static let damages: [Damage] = [
    Damage(
      "deposit-of-demand", "UPDATE deposit SET customer_id = 2 WHERE id = 1", names: "B0000001",
      besides: ["deduction-paid"]),
    Damage(
      "deposit-of-demand", "UPDATE deposit SET room_id = CASE WHEN room_id IS NULL THEN 1 END WHERE bill_id = 3",
      names: "B0000003"),
    Damage("deposit-balance", "UPDATE deposit SET deducted_minor = 1 WHERE id = 1", names: "DP0000001"),
    Damage("deposit-balance", "UPDATE refund SET amount_minor = 99999", names: "DP0000001"),
    Damage(
      "deposit-balance",
      "UPDATE deposit SET deducted_minor = 300000 WHERE id = 1; UPDATE deduction SET amount_minor = 300000",
      names: "DP0000001", besides: ["deduction-paid"]),
    Damage(
      "deduction-paid", "UPDATE deduction SET amount_minor = 34999", names: "DK0000001", besides: ["deposit-balance"]),
    Damage("deduction-paid", "UPDATE allocation SET deduction_id = NULL", names: "A0000002"),
    Damage(
      "deposit-untaxed", "UPDATE bill SET tax_minor = 1, tax_rate = 6000000, tax_method = 'taxed' WHERE id = 1",
      names: "B0000001"),
    Damage(
      "deposit-untaxed", "UPDATE bill SET written_off_minor = 1 WHERE id = 3", names: "B0000003",
      besides: ["bill-adjusted"]),
    Damage("opening-deposit-made", "UPDATE deposit SET amount_minor = 1 WHERE bill_id IS NULL", names: "K2"),
    Damage("opening-deposit-made", "UPDATE opening_deposit SET deposit_id = NULL", names: "DP0000003"),
    Damage("refund-parts", "UPDATE refund SET deposit_id = NULL", names: "RF0000001", besides: ["deposit-balance"]),
  ]

  @Test("each rule of deposits finds what it is there for", arguments: damages)
  func checks(_ damage: Damage) throws {
    let estate = Estate.withDeposits()
    estate.takeDeposit()
    estate.run(
      ["deposit", "deduct", "DP0000001", "--fee", "PCF", "--amount", "350", "--reference", "D"] + by + [
        "--as-of", "2026-01-20",
      ])
    estate.run(
      "deposit", "refund", "DP0000001", "--amount", "1000", "--method", "cash", "--reference", "V", "--receipt",
      "R0000001", "--approver", "wang", "--as-of", "2026-01-21")
    demand(estate, "S-2", room: "A-3")
    estate.take("deposit open", "customer,room,fee,paid_on,amount,reference\nK2,,YJ,2025-05-01,100,OLD-8\n")
    try estate.expectFound(damage)
  }

  // MARK: Ledger

  /// A year of deposits by every way in and out.
  private func year() -> Estate {
    let estate = Estate.withDeposits(billed: ["2026-01", "2026-02"])
    estate.take("fee", "code,name,class,tax_method,account\nZX,Card,deposit,untaxed,liabilities:own:cards\n")
    estate.take(
      "deposit open",
      "customer,room,fee,paid_on,amount,reference\nK2,A-3,YJ,2025-05-01,1800,OLD-8\nK3,,ZX,2025-06-01,50,OLD-9\n")
    estate.takeDeposit()
    // 600.00 for two months, 1900.00 ahead, which an offset turns into a deposit.
    estate.pay("2500", by: "K2", on: "2026-01-05")
    demand(estate, "S-2", room: "A-3", day: "2026-01-15")
    demand(estate, "S-3", room: "A-2", day: "2026-01-16")
    demand(estate, "S-4", room: "A-1", day: "2026-01-17")
    // A payment pays a demand in part and is taken back.
    estate.run("payment", "offset", "--fee", "YJ", "--as-of", "2026-01-31")
    estate.pay("900", by: "K3", on: "2026-02-02", fee: "YJ", reference: "BACK")
    estate.run("payment", "reverse", "P0000003", "--reason", "x", "--as-of", "2026-02-10")
    estate.run(["bill", "waive", "B0000013", "--amount", "250"] + by + ["--as-of", "2026-02-11"])
    estate.run(
      ["deposit", "deduct", "DP0000003", "--fee", "PCF", "--amount", "350", "--reference", "D"] + by + [
        "--as-of", "2026-02-12",
      ])
    estate.run(
      "deposit", "refund", "DP0000001", "--amount", "800", "--method", "cash", "--reference", "V", "--receipt", "OLD-8",
      "--approver", "wang", "--as-of", "2026-03-01")
    estate.run(
      "deposit", "refund", "DP0000002", "--amount", "50", "--method", "wechat", "--payee-account", "WX-12345",
      "--reference", "W", "--receipt", "OLD-9", "--approver", "wang", "--as-of", "2026-03-02")
    return estate
  }

  private static func hasProgram(_ name: String) -> Bool {
    system("command -v \(name) >/dev/null") == 0
  }

  /// What a program writes.
  private func output(_ command: String) -> String {
    guard let pipe = popen(command, "r") else { return "" }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Minor units by name, zeros left out: the first and the last cell of each row.
  private func balances(_ csv: String, cut: String = "") -> [String: Int] {
    var sums: [String: Int] = [:]
    for line in csv.split(separator: "\n") {
      let cells = line.split(separator: ",").map { $0.filter { $0 != "\"" } }
      guard let first = cells.first, let last = cells.last else { continue }
      let name = first.hasPrefix(cut) ? String(first.dropFirst(cut.count)) : String(first)
      let amount = Int(last.prefix { $0 != " " }.filter { $0 != "." }) ?? .min
      if amount != 0 { sums[name] = amount }
    }
    return sums
  }

  @Test(
    "hledger's liabilities are the deposits held, on every day of the year",
    .enabled(if: hasProgram("hledger")))
  func hledger() {
    let estate = year()
    estate.expectSound()
    let journal = estate.file("books.journal", "")
    #expect(estate.run("export", "ledger", "--output", journal).status == 0)
    #expect(output("hledger -f \(journal) check --strict ordereddates 2>&1") == "")
    let accounts = "'^liabilities:(deposit|own)'"
    for (day, next) in [
      ("2025-12-31", "2026-01-01"), ("2026-01-10", "2026-01-11"), ("2026-01-31", "2026-02-01"),
      ("2026-02-05", "2026-02-06"), ("2026-02-12", "2026-02-13"), ("2026-03-31", "2026-04-01"),
    ] {
      let booked = output(
        "hledger -f \(journal) bal \(accounts) --invert --pivot deposit -e \(next) -N -O csv | tail -n +2 | grep DP")
      let report = estate.held(day).joined(separator: "\n")
      #expect(balances(booked) == balances(report), "\(day)")
      // What is asked for and did not come in: the receivable and what faces it.
      let due = output("hledger -f \(journal) bal 'liabilities:deposit-due' -e \(next) --invert -N -O csv | tail -n +2")
      let owed = output("hledger -f \(journal) bal 'receivable:(YJ|ZX)$' -e \(next) -N -O csv | tail -n +2")
      #expect(balances(due, cut: "liabilities:deposit-due:") == balances(owed, cut: "assets:receivable:"), "\(day)")
    }
    // By fee, at the end of the month: the closing of the section of deposits.
    let closing = estate.run("report", "rollforward", "--period", "2026-02", "--section", "deposits").output
    let owed = output("hledger -f \(journal) bal 'receivable:(YJ|ZX)$' -e 2026-03-01 -N -O csv | tail -n +2")
    #expect(balances(String(closing.drop { $0 != "\n" })) == balances(owed, cut: "assets:receivable:"))
    #expect(
      estate.held("2026-03-31", "--by", "fee") == [
        "YJ,Fit-out deposit,9550.00,5700.00,350.00,800.00,4550.00", "ZX,Card,50.00,50.00,0.00,50.00,0.00",
      ])
  }

  @Test("beancount accepts the books of deposits", .enabled(if: hasProgram("bean-check")))
  func beancount() {
    let estate = year()
    let journal = estate.file("books.beancount", "")
    #expect(estate.run("export", "ledger", "--for", "beancount", "--output", journal).status == 0)
    #expect(output("bean-check \(journal) 2>&1") == "")
  }

  @Test("where CI runs, the programs that check the books are there")
  func witnesses() {
    guard getenv("CI").map({ String(cString: $0) }) == "true" else { return }
    #expect(Self.hasProgram("hledger") && Self.hasProgram("bean-check"))
  }
}
