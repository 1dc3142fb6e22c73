// The totals of money reports, and prepayment by company and place.
import PMCommands
import Testing

@Suite("money totals")
struct MoneyTotalTests {
  /// The reports that end with a total, and their columns that do not add up.
  static let totals: [(words: [String], rates: Set<String>)] = [
    (["arrears", "--as-of", "2026-04-30"], ["Days overdue"]),
    (["aging", "--as-of", "2026-04-30"], []),
    (["aging", "--as-of", "2026-04-30", "--by", "fee"], []),
    (["collection", "--period", "2026-02", "--as-of", "2026-04-30"], ["Rate", "Recovery rate"]),
    (["rollforward", "--period", "2026-03"], []),
    (["rollforward", "--period", "2026-03", "--by", "community"], []),
    (["cash", "--period", "2026-02"], []),
    (["revenue", "--period", "2026-02"], ["Tax rate"]),
    (["revenue", "--period", "2026-02", "--by", "building"], []),
    (["prepayment", "--as-of", "2026-03-31"], []),
    (["prepayment", "--as-of", "2026-03-31", "--by", "company"], []),
    (["deposits", "--as-of", "2026-04-30"], []),
    (["deposits", "--as-of", "2026-04-30", "--by", "room"], []),
  ]

  @Test("people read a total under the amounts, programs do not", arguments: totals.indices)
  func totalRows(_ index: Int) throws {
    let (words, rates) = Self.totals[index]
    let estate = MoneyReportTests.estate()
    estate.take("fee", "code,name,class,tax_method\nYJ,Deposit,deposit,untaxed\n")
    for (room, amount) in [("A-1", "500.00"), ("A-3", "70.50")] {
      estate.run([
        "deposit", "take", "--room", room, "--fee", "YJ", "--amount", amount, "--method", "card",
        "--reference", "D\(room)", "--as-of", "2026-04-02",
      ])
    }
    let rows = estate.run(["report"] + words + ["--format", "md"]).output.split(separator: "\n")
      .filter { $0.hasPrefix("|") }
      .map { line in
        line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
          .map { $0.filter { $0 != " " } }
      }
    let names = try #require(rows.first)
    let total = try #require(rows.last)
    // Heading, rule, rows, total.
    #expect(total[0] == "Total" && rows.count > 3, "\(rows)")
    var summed = 0
    for (place, name) in names.enumerated() where place > 0 {
      let cells = rows.dropFirst(2).dropLast().map { $0[place] }
      // No code, date or name.
      let isAmount = cells.allSatisfy { $0.split(separator: "-").count == 1 && $0.last?.isNumber == true }
      if !isAmount || rates.contains(where: { $0.filter { $0 != " " } == name }) { continue }
      let fen = { (text: String) in Int(text.filter { $0 != "." }) ?? .min }
      if total[place].isEmpty { continue }
      #expect(fen(total[place]) == cells.map(fen).reduce(0, +), "\(words): \(name): \(rows)")
      summed += 1
    }
    #expect(summed > 0, "\(rows)")
    for format in ["csv", "json"] {
      #expect(!estate.run(["report"] + words + ["--format", format]).output.contains("Total"))
    }
  }

  @Test("the rate of the total is that of the sums")
  func totalRate() {
    let lines = MoneyReportTests.estate().run([
      "report", "collection", "--by", "building", "--period", "2026-02", "--as-of", "2026-04-30",
      "--format", "table",
    ]).output.split(separator: "\n")
    let kpi = MoneyReportTests.estate().table([
      "report", "kpi", "--from", "2026-02-01", "--to", "2026-02-28", "--as-of", "2026-04-30",
    ])
    let rate = kpi.value("value", where: "id", is: "collection_rate") ?? "none"
    #expect(lines.last?.hasPrefix("Total") == true && lines.last?.contains(" \(rate) ") == true, "\(lines)")
  }

  @Test("prepayment is told apart by company, community and room, and its parts add up")
  func prepaymentParts() {
    let estate = MoneyReportTests.estate()
    estate.take("org", "code,kind,name,parent\nCP,company,Partner,\nHP,community,Park,CP\n")
    estate.take(
      "room", "code,community,status,owner_code,owner_name\nP-1,HP,occupied,K1,One\nP-2,HP,occupied,K8,Eight\n")
    estate.take("customer", "code,name\nK9,Nine\n")
    estate.take(
      "payment",
      """
      customer,room,company,paid_on,method,amount,reference
      K1,,CP,2026-04-20,bank,7.00,Q1
      K1,P-1,,2026-04-20,bank,11.00,Q2
      K8,,,2026-04-20,bank,13.00,Q3
      K9,,CO,2026-04-20,bank,17.00,Q4

      """)
    let command = ["report", "prepayment", "--as-of", "2026-04-30"]
    let whole = estate.table(command)
    let balance = { (rows: ReportedTable, company: String) in
      ReportedTable(rows: rows.rows.filter { $0["company"] == company }).sum("balance")
    }
    #expect(balance(whole, "CP") == 3_100)
    for by in ["company", "centre", "community", "building", "room", "customer", "fee"] {
      #expect(estate.table(command + ["--by", by]).sum("balance") == whole.sum("balance"), "\(by)")
    }
    let companies = estate.table(command + ["--by", "company"])
    #expect(companies.value("balance", where: "group", is: "CP") == "31.00")
    let communities = estate.table(command + ["--by", "community"])
    // K1 has no other home of that company, K9 has none at all.
    #expect(communities.value("balance", where: "group", is: "HP") == "31.00")
    #expect(communities.value("balance", where: "group", is: "") != nil)
    for scope in ["CP", "CO"] {
      #expect(estate.table(command + ["--scope", scope]).sum("balance") == balance(whole, scope))
    }
    // Below a company: by room or home, and what is held for somebody without any.
    let part = estate.table(command + ["--scope", "HP"])
    #expect(part.rows.map { $0["customer"] } == ["K1", "K8"])
    #expect(estate.table(command + ["--scope", "HZ"]).value("balance", where: "customer", is: "K9") == "17.00")
  }
}
