// What holds of any year of business, asked of the reports, of plain SQL and of other programs.
import Glibc
import PMCore
import Testing

extension RandomYear {
  private var name: Comment { "seed \(seed), \(size.rooms) rooms" }

  /// The months that were played and the one after.
  var months: [Period] { (0...size.months).map { world.first.period.adding($0) } }

  private static let columns = [
    "opening", "charged", "late", "received", "waived", "written_off", "closing",
  ]

  /// A roll-forward in fen, in the order of the columns, by fee, or by `GROUP FEE`.
  func rollforward(_ period: Period, _ options: [String] = []) -> [String: [Int]] {
    let table = estate.table(["report", "rollforward", "--period", "\(period)"] + options)
    return Dictionary(
      table.rows.map { row in
        (
          (row["group"].map { $0 + " " } ?? "") + (row["fee"] ?? ""),
          Self.columns.map { Int((row[$0] ?? "").filter { $0 != "." }) ?? .min }
        )
      }, uniquingKeysWith: { $1 })
  }

  /// One column of a roll-forward, where it is not zero.
  private func figures(_ flow: [String: [Int]], _ column: Int) -> [String: Int] {
    flow.mapValues { $0[column] }.filter { $0.value != 0 }
  }

  /// Each month closes with what it opened with and what came and went, and so the next one opens,
  /// fee by fee, of the whole and of each company, centre and building, which add up to it.
  func expectChained() {
    let parts = [[]] + ["company", "centre", "community", "building"].map { ["--by", $0] }
    var before: [[String: [Int]]] = []
    for month in months {
      let flows = parts.map { rollforward(month, $0) }
      for (place, flow) in flows.enumerated() {
        for (key, row) in flow {
          #expect(
            row[6] == row[0] + row[1] + row[2] - row[3] - row[4] - row[5],
            "\(name): \(month) \(key)")
        }
        if place < before.count {
          #expect(
            figures(before[place], 6) == figures(flow, 0), "\(name): \(month) \(parts[place])")
        }
        var sums: [String: [Int]] = [:]
        for (key, row) in flow {
          let fee = String(key.split(separator: " ").last ?? "")
          sums[fee] = zip(sums[fee] ?? row.map { _ in 0 }, row).map { $0 + $1 }
        }
        #expect(
          sums.filter { $0.value.contains { $0 != 0 } } == flows[0],
          "\(name): \(month) \(parts[place])")
      }
      for centre in ["CA", "CB", "CC"] {
        let own = flows[2].filter { $0.key.hasPrefix(centre + " ") }
        #expect(
          Dictionary(uniqueKeysWithValues: own.map { (String($0.key.dropFirst(3)), $0.value) })
            == rollforward(month, ["--scope", centre]), "\(name): \(month) \(centre)")
      }
      before = flows
    }
  }

  /// Arrears of a day by fee, principal and late fee together, in fen.
  func arrears(_ day: Day, _ scope: [String] = []) -> [String: Int] {
    estate.table(["report", "arrears", "--as-of", "\(day)"] + scope).rows.reduce(into: [:]) {
      sums, row in
      for column in ["principal", "late_fee"] {
        sums[row["fee"] ?? "", default: 0] += Int((row[column] ?? "").filter { $0 != "." }) ?? .min
      }
    }.filter { $0.value != 0 }
  }

  /// When everything is due, the arrears are the closing, of the whole and of each centre.
  func expectArrearsClose() {
    for scope in [[]] + ["CA", "CB", "CC"].map({ ["--scope", $0] }) {
      let closing = closing(Period(index: 2027 * 12 + 11), scope)
      #expect(arrears(.init(number: 30_000), scope) == closing, "\(name): \(scope)")
    }
  }

  /// Nothing is allocated beyond a bill or a payment; nobody pays twice for a day.
  func expectWithin() throws {
    let faults = try estate.rows(
      """
      SELECT 'bill ' || bill.id FROM bill
       WHERE amount_minor >= 0 AND (SELECT sum(amount_minor) FROM allocation WHERE bill_id = bill.id)
             > amount_minor
      UNION ALL
      SELECT 'payment ' || payment.id
        FROM (SELECT coalesce(allocation.payment_id, prepayment.payment_id) AS payment_id,
                     sum(allocation.amount_minor) AS used
                FROM allocation LEFT JOIN prepayment ON prepayment.id = allocation.prepayment_id
               GROUP BY 1) AS part
        JOIN payment ON payment.id = part.payment_id
       WHERE used > payment.amount_minor
      UNION ALL
      SELECT 'twice ' || one.id || ' ' || other.id
        FROM bill AS one JOIN bill AS other ON other.room_id = one.room_id AND other.fee_id = one.fee_id
       WHERE one.id < other.id AND one.class IN ('recurring', 'metered')
         AND one.principal_id IS NULL AND other.principal_id IS NULL
         AND one.ended IS NULL AND other.ended IS NULL
         AND (one.corrects_id IS NULL OR one.amount_minor > 0)
         AND (other.corrects_id IS NULL OR other.amount_minor > 0)
         AND one.meter_id IS other.meter_id
         AND one."from" <= other."to" AND other."from" <= one."to"
         -- What was carried over is the open part of a line whose paid part stays.
         AND NOT (other.corrects_id IS NOT NULL AND other.run IN (SELECT run FROM move))
         AND NOT (one.corrects_id IS NOT NULL AND one.run IN (SELECT run FROM move))
      """)
    #expect(faults == [], "\(name)")
  }

  /// What was apportioned of a shared meter adds up to usage × price, rounded once, or to the sum
  /// that was given.
  func expectSharesWhole() throws {
    let rows = try estate.rows(
      """
      SELECT share.period, meter.code, sum(share.amount_minor), max(share.price), count(*),
             (SELECT sum(usage) FROM reading
               WHERE reading.meter_id = meter.id
                 AND read_on BETWEEN min(share."from") AND max(share."to"))
        FROM share JOIN meter ON meter.id = share.meter_id
       WHERE share.price IS NOT NULL
       GROUP BY 1, 2
      """)
    for row in rows {
      let cells = row.split(separator: ",").compactMap { Int($0) ?? ($0.hasPrefix("G-") ? 0 : nil) }
      guard cells.count == 6 else {
        Issue.record("\(name): \(row)")
        continue
      }
      // price has 8 decimals, usage 4, fen 2.
      let exact = cells[3] * cells[5]
      let fen = (abs(exact) * 2 + 10_000_000_000) / 20_000_000_000 * exact.signum()
      #expect(cells[2] == fen, "\(name): \(row)")
    }
    #expect(rows.count >= size.months * 2, "\(name)")
    let sums = try estate.rows(
      "SELECT sum(amount_minor) FROM share WHERE price IS NULL GROUP BY period, meter_id")
    #expect(sums.count >= size.months / 3 && Set(sums) == ["12345"], "\(name): \(sums)")
  }

  /// What the late lines of each WYF principal must add up to, summed day by day, and do not.
  func lateFaults() throws -> [String] {
    // 0.0005 a day is 5 in 10 000; rounded half up to the fen; at most once the principal.
    try estate.rows(
      """
      WITH RECURSIVE day(n) AS (
        SELECT \(world.first.number) UNION ALL SELECT n + 1 FROM day WHERE n < \(today.number)),
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

  // MARK: Other programs

  /// hledger accepts the books and comes to the same receivables, month by month, to the arrears of
  /// today, and to the prepayment that is left.
  func expectHledgerAgrees() throws {
    let journal = estate.file("books.journal", "")
    #expect(estate.run("export", "ledger", "--for", "hledger", "--output", journal).status == 0)
    #expect(output("hledger -f \(journal) check --strict ordereddates 2>&1") == "", "\(name)")
    let end = months[size.months].adding(1).first
    let table = balances(
      "hledger -f \(journal) bal assets:receivable -MH -e \(end) -N -O csv --layout bare")
    let titles = table.first ?? []
    for month in months {
      guard let column = titles.firstIndex(of: "\(month)") else {
        Issue.record("\(name): hledger has no \(month)")
        continue
      }
      let booked = Dictionary(
        uniqueKeysWithValues: table.dropFirst().map {
          (String($0[0].dropFirst("assets:receivable:".count)), minor($0[column]))
        }
      ).filter { $0.value != 0 }
      #expect(booked == closing(month), "\(name): \(month)")
    }
    for fee in ["WYF", "SF", "DF"] {
      let pivot = balances(
        "hledger -f \(journal) bal 'assets:receivable:\(fee)$' --pivot due -N -O csv --layout bare")
      let due = pivot.dropFirst().filter { $0[0] <= "\(today)" }.reduce(0) { $0 + minor($1[2]) }
      #expect(due == arrears(today)[fee, default: 0], "\(name): \(fee)")
    }
    let left = try estate.rows("SELECT coalesce(sum(left_minor), 0) FROM prepayment").first
    let held = balance("hledger -f \(journal) bal liabilities:prepayment --invert -N --depth 2 -O csv --layout bare")
    #expect(held == Int(left ?? "0"), "\(name)")
    try expectCompaniesAgree(journal)
    let deposits = balance("hledger -f \(journal) bal ^liabilities:deposit: --invert -N --depth 2 -O csv --layout bare")
    #expect(deposits == depositsHeld(), "\(name)")
    #expect(balances("hledger -f \(journal) bal suspense -N -O csv --layout bare").count == 1)
  }

  /// Each company's prepayment is what `report prepayment` says, by account, by tag and in books of
  /// its own, where its receivables are those of its roll-forward.
  private func expectCompaniesAgree(_ journal: String) throws {
    let end = "\(months[size.months].adding(1).first)"
    let report = estate.table(["report", "prepayment", "--as-of", end, "--by", "company"])
    let listed = estate.table(["report", "prepayment", "--as-of", end])
    let left = try estate.rows("SELECT coalesce(sum(left_minor), 0) FROM prepayment")
    #expect(["\(report.sum("balance"))"] == left, "\(name)")
    let show = "--invert -N --depth 3 -O csv --layout bare"
    let held = balances("hledger -f \(journal) bal liabilities:prepayment \(show)", under: "liabilities:prepayment:")
    let told = Dictionary(
      report.rows.map { ($0["group"] ?? "", minor($0["balance"] ?? "")) }, uniquingKeysWith: +)
    #expect(held == told.filter { $0.value != 0 }, "\(name)")
    for company in ["CO", "CP"] {
      let its = told[company, default: 0]
      let rows = ReportedTable(rows: listed.rows.filter { $0["company"] == company })
      #expect(rows.sum("balance") == its, "\(name): \(company)")
      let tagged = balance(
        "hledger -f \(journal) bal liabilities:prepayment tag:company=\(company) --invert -N --depth 2 -O csv --layout bare"
      )
      #expect(tagged == its, "\(name): \(company)")
      let own = estate.file("\(company).journal", "")
      #expect(
        estate.run("export", "ledger", "--company", company, "--output", own).status == 0)
      #expect(output("hledger -f \(own) check --strict ordereddates 2>&1") == "", "\(name)")
      let prepaid = balance("hledger -f \(own) bal liabilities:prepayment --invert -N --depth 2 -O csv --layout bare")
      #expect(prepaid == its, "\(name): \(company)")
      let open = balances(
        "hledger -f \(own) bal assets:receivable -N -O csv --layout bare", under: "assets:receivable:")
      #expect(open == closing(Period(index: 2027 * 12 + 11), ["--scope", company]), "\(name): \(company)")
    }
  }

  /// What is open of each fee at the end of a month, deposits that were asked for with them.
  private func closing(_ month: Period, _ scope: [String] = []) -> [String: Int] {
    figures(rollforward(month, scope), 6).merging(
      figures(rollforward(month, scope + ["--section", "deposits"]), 6), uniquingKeysWith: +)
  }

  /// What is held of all deposits in the end.
  private func depositsHeld() -> Int {
    estate.table(["report", "deposits", "--as-of", "\(months[size.months].adding(1).first)"])
      .sum("balance")
  }

  /// bean-check accepts the books with the closing of each month and fee asserted in them.
  func expectBeancountAgrees() throws {
    let journal = estate.file("books.beancount", "")
    #expect(estate.run("export", "ledger", "--for", "beancount", "--output", journal).status == 0)
    var assertions = ""
    for month in months {
      let closing = closing(month)
      for fee in ["WYF", "TCF", "SF", "PWF", "DF", "GT", "LJ", "DT", "DS", "YJ"] {
        assertions +=
          "\(month.adding(1).first) balance Assets:Receivable:\(fee)  "
          + "\(decimal(closing[fee, default: 0])) CNY\n"
      }
    }
    assertions +=
      "\(months[size.months].adding(2).first) balance Liabilities:Deposit:YJ  "
      + "\(decimal(-depositsHeld())) CNY\n"
    let extra = estate.file("closing.beancount", "include \"books.beancount\"\n" + assertions)
    #expect(output("bean-check \(extra) 2>&1") == "", "\(name)")
  }

  private func minor(_ cell: String) -> Int { Int(cell.filter { $0 != "." && $0 != "," }) ?? .min }

  /// The one balance that a program writes as CSV; 0 where it writes none.
  private func balance(_ command: String) -> Int {
    balances(command).dropFirst().first.map { minor($0[2]) } ?? 0
  }

  /// The balances that are not 0, by the rest of their account's name.
  private func balances(_ command: String, under prefix: String) -> [String: Int] {
    var found: [String: Int] = [:]
    for cells in balances(command).dropFirst() {
      found[String(cells[0].dropFirst(prefix.count)), default: 0] += minor(cells[2])
    }
    return found.filter { $0.value != 0 }
  }

  /// The cells of the CSV that a program writes.
  private func balances(_ command: String) -> [[String]] {
    output(command).split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        let cell = $0.filter { $0 != "\"" }
        return cell.hasSuffix(".00") && cell.count < 4 ? "0" : cell
      }
    }
  }
}

/// What a program writes.
func output(_ command: String) -> String {
  guard let pipe = popen(command, "r") else { return "" }
  defer { pclose(pipe) }
  var bytes: [UInt8] = []
  while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
  return String(decoding: bytes, as: UTF8.self)
}

/// Whether a program is there.
func hasProgram(_ name: String) -> Bool { system("command -v \(name) >/dev/null") == 0 }
