// Laws of the books over random years of bills, payments and corrections.
import Glibc
import PMCommands
import PMStore
import Testing

/// Random numbers that are the same for the same seed.
private struct Dice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(sides, 1)))
  }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }
}

/// Months of business that one seed makes, command by command, on the estate of `MoneyEstate`.
private struct RandomBooks {
  let estate = Estate(billed: [])
  private var dice: Dice
  private var month = 1
  private var day = 1
  private var payments = 0
  private(set) var done: [String: Int] = [:]

  init(_ seed: UInt64) { dice = Dice(seed) }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
  static func period(_ month: Int) -> String { "2026-" + two(month) }
  private var today: String { Self.period(month) + "-" + Self.two(day) }
  private var amount: String {
    mutating get { "\(1 + dice.roll(700)).\(Self.two(dice.roll(100)))" }
  }
  private var part: String { mutating get { "\(dice.roll(90)).\(Self.two(1 + dice.roll(99)))" } }
  private var why: [String] { ["--reason", "law", "--approver", "wang", "--as-of", today] }

  private func count(_ table: String) throws -> Int {
    Int(try estate.rows("SELECT count(*) FROM \(table)").first ?? "") ?? 0
  }

  /// Plays `months` months; `look` sees the estate after each command that ended well.
  mutating func play(_ months: Int, _ look: (Estate, [String], String) throws -> Void) throws {
    while month <= months {
      try run(["bill", "run", "--period", Self.period(month)], look)
      for _ in 0..<9 {
        day = min(28, day + dice.roll(4))
        try step(look)
      }
      try run(["payment", "offset", "--as-of", today], look)
      try run(["bill", "late", "--as-of", today], look)
      if month > 1, dice.roll(3) > 0 {
        for period in 1..<month {
          try run(["bill", "close", "--period", Self.period(period), "--as-of", today], look)
        }
      }
      month += 1
      day = 1
    }
  }

  private mutating func step(_ look: (Estate, [String], String) throws -> Void) throws {
    // Half of the time a bill of which something is open, else any.
    let open = try estate.rows(
      "SELECT id FROM bill WHERE ended IS NULL AND paid_minor + waived_minor + written_off_minor < amount_minor"
    )
    let bill =
      dice.roll(2) == 0 && !open.isEmpty
      ? "B" + dice.pick(open) : "B\(1 + dice.roll(try count("bill")))"
    switch dice.roll(14) {
    case 0...3:
      payments += 1
      let paid =
        dice.roll(3) == 0 && month > 1 ? Self.period(month - 1) + "-2\(dice.roll(9))" : today
      let ran = estate.pay(
        amount, by: dice.pick(["K1", "K2", "K3"]), on: paid,
        fee: dice.pick(["", "", "WYF", "TCF"]),
        reference: "L\(payments)")
      #expect(ran.status == 0, "\(ran.messages)")
      done["pay", default: 0] += 1
      try look(estate, [], today)
    case 4: try run(["bill", "waive", bill, "--amount", part] + why, look)
    case 5: try run(["bill", "waive", bill, "--all"] + why, look)
    case 6: try run(["bill", "write-off", bill] + why, look)
    case 7: try run(["bill", "void", bill, "--reason", "law", "--as-of", today], look)
    case 8:
      let how = dice.pick([
        [], ["--reissue"], ["--reissue", "--debtor", "K1"], ["--amount", part],
      ])
      try run(["bill", "adjust", bill, "--reason", "law", "--as-of", today] + how, look)
    case 9...10:
      let payment = "P\(1 + dice.roll(try count("payment")))"
      try run(["payment", "reverse", payment, "--reason", "law", "--as-of", today], look)
    case 11:
      let balance = try estate.rows(
        """
        SELECT customer.code, max(1, sum(left_minor) / 2) FROM prepayment
          JOIN customer ON customer.id = customer_id WHERE left_minor > 0 GROUP BY 1 ORDER BY 1 LIMIT 1
        """)
      guard let parts = balance.first?.split(separator: ","), parts.count == 2,
        let half = Int(parts[1])
      else { return }
      let sum = "\(half / 100).\(Self.two(half % 100))"
      try run(
        [
          "payment", "refund", "--customer", String(parts[0]), "--amount", sum, "--method", "cash",
          "--reference", "R\(today)-\(dice.roll(1000))", "--approver", "wang", "--as-of", today,
        ], look)
    case 12: try run(["payment", "offset", "--as-of", today], look)
    default: try run(["bill", "late", "--as-of", today], look)
    }
  }

  /// Runs a command that may be refused, never fail, and which run again changes nothing.
  private mutating func run(
    _ words: [String], _ look: (Estate, [String], String) throws -> Void
  ) throws {
    let ran = estate.run(words)
    let line = words.joined(separator: " ")
    // 66: the payment to reverse, when there is none yet.
    #expect([0, 65, 66].contains(ran.status), "\(line): \(ran.messages)")
    guard ran.status == 0 else { return }
    done[words[1], default: 0] += 1
    if !words.contains("--amount") || words[1] == "refund" {
      let digest = try estate.digest()
      let again = estate.run(words)
      #expect(again.status == 0 || again.status == 65, "\(line): \(again.messages)")
      #expect(try estate.digest() == digest, "\(line) again")
    }
    try look(estate, words, today)
  }
}

@Suite("laws of corrections")
struct CorrectionLawTests {
  /// Closing or opening by fee, in fen.
  private func figures(_ estate: Estate, _ period: String, _ column: Int) -> [String: Int] {
    var sums: [String: Int] = [:]
    for line in estate.run("report", "rollforward", "--period", period).output.split(
      separator: "\n"
    ).dropFirst() {
      let cells = line.split(separator: ",")
      let minor = Int(cells[column].filter { $0 != "." }) ?? .min
      if minor != 0 { sums[String(cells[0])] = minor }
    }
    return sums
  }

  /// What the late lines of each principal must add up to, day by day, and what they do.
  private func lateFaults(_ estate: Estate, _ asOf: String) throws -> [String] {
    // 0.0005 a day is 5 in 10 000; rounded half up to the fen; at most once the principal.
    try estate.rows(
      """
      WITH RECURSIVE day(n) AS (
        SELECT 20454 UNION ALL SELECT n + 1 FROM day WHERE n < unixepoch('\(asOf)') / 86400),
      reduction AS (
        SELECT bill_id, value_on, amount_minor FROM allocation
        UNION ALL
        SELECT bill_id, value_on, amount_minor FROM adjustment
         WHERE kind IN ('waive', 'reverse-waive', 'write-off', 'recover')),
      owing AS (
        SELECT bill.id, min(amount_minor, (sum(max(0, amount_minor - (
                 SELECT coalesce(sum(amount_minor), 0) FROM reduction
                  WHERE bill_id = bill.id AND value_on < day.n))) * 5 + 5000) / 10000) AS f
          FROM bill JOIN day ON day.n > bill.due_on
         WHERE principal_id IS NULL AND amount_minor > 0 AND ended IS NOT 'void'
           AND fee_id = (SELECT id FROM fee WHERE code = 'WYF')
         GROUP BY bill.id)
      SELECT owing.id, f, (SELECT sum(amount_minor) FROM bill AS late
                          WHERE late.principal_id = owing.id AND ended IS NOT 'void') AS posted
        FROM owing
       WHERE f <> coalesce(posted, 0)
      """)
  }

  /// The arrears of a day by fee, principal and late fee together, in fen.
  private func owed(_ estate: Estate, _ day: String) -> [String: Int] {
    var owed: [String: Int] = [:]
    for line in estate.run("report", "arrears", "--as-of", day).output.split(
      separator: "\n"
    ).dropFirst() {
      let cells = line.split(separator: ",")
      for column in 3...4 {
        owed[String(cells[2]), default: 0] += Int(cells[column].filter { $0 != "." }) ?? .min
      }
    }
    return owed
  }

  @Test("books stay sound through a random half year", arguments: [1, 2, 3] as [UInt64])
  func sound(seed: UInt64) throws {
    var books = RandomBooks(seed)
    try books.play(6) { estate, words, today in
      estate.expectSound()
      if words.starts(with: ["bill", "late"]) {
        let faults = try lateFaults(estate, today)
        #expect(faults == [], "\(words)")
      }
    }
    for command in ["pay", "waive", "adjust", "reverse", "late", "offset", "run"] {
      #expect(books.done[command, default: 0] > 0, "seed \(seed) never came to \(command)")
    }
    for month in 1...7 {
      let closing = figures(books.estate, RandomBooks.period(month), 7)
      #expect(closing == figures(books.estate, RandomBooks.period(month + 1), 1), "month \(month)")
    }
    // In the end everything is due: the arrears are the closing.
    let arrears = owed(books.estate, "2027-12-31").filter { $0.value != 0 }
    #expect(arrears == figures(books.estate, "2027-12", 7))
  }

  @Test(
    "beancount accepts the books, whatever people call their fees",
    .enabled(if: hasProgram("bean-check")), arguments: [6] as [UInt64])
  func beancount(seed: UInt64) throws {
    var books = RandomBooks(seed)
    try books.play(4) { _, _, _ in }
    let estate = books.estate
    estate.take(
      "fee", "code,name,class,account\n停车-费 a,Odd,recurring,6001:物业:收入\nwyf,Low,recurring,\n")
    estate.take(
      "tariff",
      "code,fee,valid_from,method,price\nO,停车-费 a,2020-01-01,fixed,9\nL,wyf,2020-01-01,fixed,8\n")
    estate.take(
      "charge",
      "room,fee,tariff,from,payer\nA-1,停车-费 a,O,2026-05-01,owner\nA-1,wyf,L,2026-05-01,owner\n")
    #expect(estate.run("bill", "run", "--period", "2026-05").messages.contains("7 created"))
    let journal = estate.file("books.beancount", "")
    #expect(estate.run("export", "ledger", "--for", "beancount", "--output", journal).status == 0)
    #expect(output("bean-check \(journal) 2>&1") == "")
    // The rows of --for csv are the same postings: they add up to nothing, account by account.
    let rows = estate.run("export", "ledger", "--for", "csv").output.split(separator: "\n")
      .dropFirst()
    let sum = rows.reduce(0) {
      $0
        + (Int($1.split(separator: ",", omittingEmptySubsequences: false)[4].filter { $0 != "." })
          ?? .min)
    }
    #expect(sum == 0 && rows.count > 100)
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

  @Test(
    "hledger accepts the books and comes to the same receivables, month by month",
    .enabled(if: hasProgram("hledger")), arguments: [4, 5] as [UInt64])
  func hledger(seed: UInt64) throws {
    var books = RandomBooks(seed)
    try books.play(5) { _, _, _ in }
    let estate = books.estate
    let journal = estate.file("books.journal", "")
    #expect(estate.run("export", "ledger", "--for", "hledger", "--output", journal).status == 0)
    #expect(system("hledger -f \(journal) check --strict ordereddates") == 0)
    for month in 1...6 {
      let end = RandomBooks.period(month + 1) + "-01"
      var booked: [String: Int] = [:]
      for line in output("hledger -f \(journal) bal assets:receivable -e \(end) -N -O csv").split(
        separator: "\n"
      ).dropFirst() {
        let cells = line.split(separator: ",").map { $0.filter { $0 != "\"" } }
        let minor = Int(cells[1].prefix { $0 != " " }.filter { $0 != "." }) ?? 0
        if minor != 0 { booked[String(cells[0].dropFirst("assets:receivable:".count))] = minor }
      }
      #expect(booked == figures(estate, RandomBooks.period(month), 7), "month \(month)")
    }
    // What is due by the last day, by the tags of the postings, is the arrears of that day.
    for fee in ["WYF", "TCF"] {
      let pivot = output(
        "hledger -f \(journal) bal 'assets:receivable:\(fee)$' --pivot due -N -O csv")
      var due = 0
      for line in pivot.split(separator: "\n").dropFirst() {
        let cells = line.split(separator: ",").map { $0.filter { $0 != "\"" } }
        if cells[0] <= "2026-05-28" {
          due += Int(cells[1].prefix { $0 != " " }.filter { $0 != "." }) ?? 0
        }
      }
      #expect(due == owed(estate, "2026-05-28")[fee, default: 0], "\(fee)")
    }
    let left = try estate.rows("SELECT sum(left_minor) FROM prepayment").first
    let held = output(
      "hledger -f \(journal) bal liabilities:prepayment --invert -N --depth 2 -O csv")
    let sum = held.split(separator: "\n").dropFirst().first?.split(separator: ",").last
      .map { $0.filter { $0.isNumber || $0 == "-" } }
    #expect(Int(sum ?? "0") == Int(left ?? "0"))
    #expect(
      output("hledger -f \(journal) bal suspense -N -O csv").split(separator: "\n").count == 1)
  }
}
