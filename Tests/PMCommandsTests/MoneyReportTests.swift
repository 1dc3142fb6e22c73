// The money reports agree with each other and with what was booked.
import PMCommands
import Testing

@Suite("money reports")
struct MoneyReportTests {
  /// Two communities, three months, payments early, late, partial and in advance.
  static func estate() -> Estate {
    let estate = Estate(billed: [])
    estate.take("org", "code,kind,name,parent\nHZ,community,Lake,CO\n")
    estate.take(
      "room",
      """
      code,community,building,kind,floor_area,status,owner_code,owner_name
      B-1,HZ,10,residence,80,occupied,K2,Two
      B-2,HZ,9,shop,40,vacant,K4,Four
      B-3,HZ,9,residence,60,unsold,,

      """)
    estate.take(
      "charge",
      """
      room,fee,tariff,from,payer,timing,due_day
      B-1,WYF,T1,2026-01-01,owner,advance,15
      B-2,TCF,T2,2026-01-01,owner,advance,

      """)
    for period in ["2026-01", "2026-02", "2026-03"] {
      estate.run("bill", "run", "--period", period, "--quiet")
    }
    estate.pay("120.50", by: "K1", on: "2026-01-25")
    estate.pay("500", for: "B-1", on: "2026-02-10")
    estate.pay("77.77", by: "K4", on: "2026-02-28")
    estate.pay("900", by: "K1", on: "2026-03-05")
    estate.pay("2000", by: "K3", on: "2026-03-20")
    estate.pay("30", by: "K2", for: "A-3", on: "2026-03-31", fee: "WYF")
    estate.run("payment", "offset", "--as-of", "2026-04-02", "--quiet")
    estate.run("bill", "late", "--as-of", "2026-04-10", "--quiet")
    estate.run("bill", "run", "--period", "2026-04", "--as-of", "2026-04-10", "--quiet")
    return estate
  }

  private static let days = [
    "2026-01-01", "2026-01-31", "2026-02-15", "2026-03-01", "2026-04-10", "2026-04-20",
    "2026-05-01", "2027-06-30",
  ]

  @Test("what is overdue by age is the arrears, whatever it is added up by", arguments: days)
  func aging(day: String) throws {
    let estate = Self.estate()
    for scope in [[], ["--scope", "HZ"]] {
      let arrears = estate.table(["report", "arrears", "--as-of", day] + scope)
      let owed = arrears.sum("principal") + arrears.sum("late_fee")
      for by in ["", "company", "centre", "community", "building", "fee", "room", "customer"] {
        let aging = estate.table(
          ["report", "aging", "--as-of", day] + scope + (by.isEmpty ? [] : ["--by", by]))
        #expect(aging.sum("overdue") == owed, "\(by)")
        let ages = ["days_0_30", "days_31_90", "days_91_365", "days_over_365"]
        #expect(ages.map { aging.sum($0) }.reduce(0, +) == owed, "\(by)")
        #expect(aging.sum("open") == owed + aging.sum("not_due"), "\(by)")
      }
    }
  }

  @Test("an age begins the day after the last one ends")
  func ages() {
    let estate = Estate(billed: ["2026-01"])
    // TCF of A-1 is due on the 20th, 100.00.
    for (day, column) in [
      ("2026-01-19", "not_due"), ("2026-01-20", "days_0_30"), ("2026-02-19", "days_0_30"),
      ("2026-02-20", "days_31_90"), ("2026-04-20", "days_31_90"), ("2026-04-21", "days_91_365"),
      ("2027-01-20", "days_91_365"), ("2027-01-21", "days_over_365"),
    ] {
      let aging = estate.table(["report", "aging", "--as-of", day, "--by", "fee"])
      #expect(aging.value(column, where: "group", is: "TCF") == "200.00", "\(day)")
    }
  }

  @Test("parts add up to the whole: arrears and roll-forward of communities")
  func scopes() {
    let estate = Self.estate()
    for day in Self.days {
      let command = ["report", "arrears", "--as-of", day]
      let whole = estate.table(command)
      let parts = ["HY", "HZ"].map { estate.table(command + ["--scope", $0]) }
      for column in ["principal", "late_fee"] {
        #expect(whole.sum(column) == parts.map { $0.sum(column) }.reduce(0, +))
      }
      #expect(whole.rows.count == parts.map(\.rows.count).reduce(0, +))
    }
    for period in ["2026-01", "2026-02", "2026-03", "2026-04"] {
      let command = ["report", "rollforward", "--period", period]
      let whole = estate.table(command)
      let parts = ["HY", "HZ"].map { estate.table(command + ["--scope", $0]) }
      for column in ["opening", "charged", "late", "received", "closing"] {
        #expect(whole.sum(column) == parts.map { $0.sum(column) }.reduce(0, +), "\(period) \(column)")
      }
      #expect(estate.table(command + ["--scope", "CO"]).rows == whole.rows)
    }
    #expect(estate.run("report", "arrears", "--scope", "HX").status == 66)
  }

  @Test("receipts of the collection report are those of the roll-forward, fee by fee")
  func collection() {
    let estate = Self.estate()
    for period in ["2026-01", "2026-02", "2026-03", "2026-04"] {
      for scope in [[], ["--scope", "HY"]] {
        let flow = estate.table(["report", "rollforward", "--period", period] + scope)
        let collection = estate.table(
          ["report", "collection", "--period", period, "--as-of", "2026-04-30"] + scope)
        for fee in ["WYF", "TCF"] {
          #expect(
            collection.value("posted", where: "group", is: fee)
              == flow.value("received", where: "fee", is: fee), "\(period) \(fee)")
          #expect(
            collection.value("billed", where: "group", is: fee)
              == flow.value("charged", where: "fee", is: fee), "\(period) \(fee)")
        }
        for by in ["company", "centre", "community", "building", "customer"] {
          let other = estate.table(
            ["report", "collection", "--period", period, "--as-of", "2026-04-30", "--by", by] + scope)
          for column in ["billed", "received", "opening", "recovered", "posted"] {
            #expect(other.sum(column) == collection.sum(column), "\(by) \(column)")
          }
        }
      }
    }
  }

  @Test("the collection rate is the key figure's, and earlier arrears are counted on their own")
  func collectionRate() {
    let estate = Self.estate()
    let command = ["--from", "2026-02-01", "--to", "2026-02-28", "--as-of", "2026-03-31"]
    let kpi = estate.table(["report", "kpi"] + command)
    let whole = estate.table(["report", "collection", "--by", "company"] + command)
    #expect(whole.rows.count == 1)
    #expect(
      whole.value("rate", where: "group", is: "CO")
        == kpi.value("value", where: "id", is: "collection_rate"))
    // Of January 1500.00 were billed and 120.50 paid in time; the rest was open on 1 February.
    #expect(whole.value("opening", where: "group", is: "CO") == "1379.50")
  }

  @Test("late fees are in no column of the collection report but what was posted")
  func collectionWithoutLate() {
    let estate = Estate(billed: ["2026-01"])
    estate.run("bill", "late", "--as-of", "2026-03-10")
    // A-3 owes 300.00 and a late fee; what is over becomes prepayment.
    estate.pay("400", by: "K2", on: "2026-04-10")
    let range = ["--from", "2026-04-01", "--to", "2026-04-30", "--as-of", "2026-04-30"]
    let whole = estate.table(["report", "collection", "--by", "company"] + range)
    // Three times 300.00 and twice 100.00.
    #expect(whole.value("opening", where: "group", is: "CO") == "1100.00")
    #expect(whole.value("recovered", where: "group", is: "CO") == "300.00")
    #expect(whole.sum("posted") > 30_000)
    let kpi = estate.table(["report", "kpi"] + range)
    #expect(kpi.value("numerator", where: "id", is: "arrears_recovery") == "300.00")
    #expect(kpi.value("denominator", where: "id", is: "arrears_recovery") == "1100.00")
  }

  @Test("the cash of all days is what was paid")
  func cash() throws {
    let estate = Self.estate()
    let cash = estate.table(["report", "cash", "--from", "2026-01-01", "--to", "2026-12-31"])
    #expect(try estate.rows("SELECT sum(amount_minor) FROM payment") == ["\(cash.sum("received"))"])
    #expect(cash.rows.count == 6)
    let march = estate.table(["report", "cash", "--period", "2026-03"])
    #expect(march.sum("net") == 293_000)
    // What goes back counts on its own day.
    estate.run("payment", "reverse", "P0000003", "--reason", "bounced", "--as-of", "2026-04-15")
    estate.run([
      "payment", "refund", "--customer", "K3", "--amount", "10", "--method", "cash", "--reference", "T1",
      "--approver", "boss", "--as-of", "2026-04-15",
    ])
    let april = estate.table(["report", "cash", "--period", "2026-04"])
    #expect(april.sum("received") == 0)
    #expect(april.sum("paid_back") == 7777 + 1000)
    #expect(estate.table(["report", "cash", "--period", "2026-02"]).sum("received") == 57_777)
    try estate.expectReportsAgree(asOf: "2026-04-30")
  }

  @Test("revenue is what was charged, tax and net add up to it")
  func revenue() {
    let estate = Self.estate()
    for period in ["2026-01", "2026-03", "2026-04"] {
      let flow = estate.table(["report", "rollforward", "--period", period])
      let revenue = estate.table(["report", "revenue", "--period", period])
      #expect(revenue.sum("amount") == flow.sum("charged") + flow.sum("late"))
      #expect(revenue.sum("amount") == revenue.sum("tax") + revenue.sum("net"))
      for by in ["community", "building", "fee"] {
        let other = estate.table(["report", "revenue", "--period", period, "--by", by])
        #expect(other.sum("amount") == revenue.sum("amount"))
        #expect(other.sum("tax") == revenue.sum("tax"))
      }
    }
  }

  @Test("deposits and what is collected for others are no revenue")
  func noRevenue() {
    let estate = Estate([
      ("org", "code,kind,name,parent\nHY,community,Garden,\n"),
      (
        "fee",
        "code,name,class,tax_method\nYJ,Deposit,deposit,untaxed\nDS,Cable,recurring,agency\nWYF,Service,recurring,taxed\n"
      ),
      (
        "tariff",
        "code,fee,valid_from,method,price\nA,YJ,2020-01-01,fixed,500\nB,DS,2020-01-01,fixed,20\nC,WYF,2020-01-01,fixed,300\n"
      ),
      ("room", "code,community,status,owner_code,owner_name\nA-1,HY,occupied,K1,One\n"),
      ("charge", "room,fee,tariff,from\nA-1,YJ,A,2026-01-01\nA-1,DS,B,2026-01-01\nA-1,WYF,C,2026-01-01\n"),
    ])
    estate.run("bill", "run", "--period", "2026-01", "--quiet")
    let revenue = estate.table(["report", "revenue", "--period", "2026-01"])
    #expect(revenue.rows.map { $0["group"] } == ["WYF"])
    let collection = estate.table(["report", "collection", "--period", "2026-01", "--as-of", "2026-01-31"])
    #expect(collection.rows.map { $0["group"] } == ["DS", "WYF"])
  }

  @Test("prepayment is what is left, and what was left before it was used")
  func prepayment() throws {
    let estate = Self.estate()
    let left = try estate.rows("SELECT sum(left_minor) FROM prepayment")
    let now = estate.table(["report", "prepayment", "--as-of", "2026-04-30"])
    #expect(left == ["\(now.sum("balance"))"])
    let before = estate.table(["report", "prepayment", "--as-of", "2026-03-31"])
    // K3 paid 2000.00 for three months of 300.00.
    #expect(before.value("balance", where: "customer", is: "K3") == "1100.00")
    #expect(estate.table(["report", "prepayment", "--as-of", "2026-01-01"]).rows.isEmpty)
  }

  @Test("waivers, write-offs and reversals leave the reports agreeing")
  func corrections() throws {
    let estate = Self.estate()
    let open = try estate.rows(
      "SELECT printf('B%07d', id) FROM bill WHERE amount_minor - paid_minor > 2000 ORDER BY id LIMIT 2")
    estate.run([
      "bill", "waive", open[0], "--amount", "12.34", "--reason", "x", "--approver", "boss",
      "--as-of", "2026-04-12",
    ])
    estate.run([
      "bill", "write-off", open[1], "--reason", "x", "--approver", "boss", "--as-of", "2026-04-12",
    ])
    estate.run("payment", "reverse", "P0000002", "--reason", "bounced", "--as-of", "2026-04-15")
    #expect(try estate.rows("SELECT count(*) FROM adjustment") == ["2"])
    for day in ["2026-03-01", "2026-04-11", "2026-04-30"] { try estate.expectReportsAgree(asOf: day) }
  }

  @Test("rooms are counted by kind and status, and unsold ones are not handed over")
  func occupancy() {
    let estate = Self.estate()
    let rooms = estate.table(["report", "occupancy", "--as-of", "2026-04-30"])
    #expect(rooms.rows.map { $0["group"] } == ["HY", "HZ", "HZ"])
    #expect(rooms.rows.map { $0["kind"] } == ["residence", "residence", "shop"])
    #expect(rooms.rows.map { $0["rooms"] } == ["3", "2", "1"])
    #expect(rooms.rows.map { $0["handed_over"] } == ["3", "1", "1"])
    #expect(rooms.rows.map { $0["occupied_rate"] } == ["1.0000", "1.0000", "0.0000"])
    let buildings = estate.table(["report", "occupancy", "--by", "building", "--scope", "HZ"])
    #expect(buildings.rows.map { $0["group"] } == ["HZ/9", "HZ/9", "HZ/10"])
    // A status from a day on leaves what was before.
    estate.run("room", "set", "B-2", "status=let", "--effective", "2026-04-01", "--quiet")
    for (day, count) in [("2026-03-31", "0"), ("2026-04-01", "1")] {
      let rooms = estate.table(["report", "occupancy", "--as-of", day, "--scope", "HZ"])
      #expect(rooms.value("let", where: "kind", is: "shop") == count)
    }
  }

  @Test("each report comes in every format, and the same bytes twice")
  func formats() {
    let estate = Self.estate()
    for command in [
      ["aging", "--as-of", "2026-04-30"], ["aging", "--as-of", "2026-04-30", "--by", "building"],
      ["collection", "--period", "2026-02", "--as-of", "2026-04-30"],
      ["cash", "--period", "2026-02"], ["revenue", "--period", "2026-02"],
      ["prepayment", "--as-of", "2026-03-31"], ["occupancy", "--as-of", "2026-04-30"],
    ] {
      for format in ["table", "csv", "tsv", "json", "jsonl", "md", "html"] {
        let words = ["report"] + command + ["--format", format]
        let first = estate.run(words)
        #expect(first.status == 0 && !first.output.isEmpty, "\(words)")
        #expect(first.output == estate.run(words + ["--lang", "en"]).output)
        if format == "html" { #expect(first.output.contains("<svg"), "\(words)") }
      }
    }
  }
}

/// The rows of a CSV without quotes, by column.
struct ReportedTable {
  let rows: [[String: String]]

  /// The sum of a column of amounts, in fen.
  func sum(_ column: String) -> Int {
    rows.reduce(0) { $0 + (Int((($1[column] ?? "")).filter { $0 != "." }) ?? 0) }
  }

  func value(_ column: String, where key: String, is value: String) -> String? {
    rows.first { $0[key] == value }?[column]
  }
}

extension Estate {
  /// What a command prints as CSV.
  func table(_ words: [String]) -> ReportedTable {
    let lines = run(words + ["--format", "csv"]).output.split(separator: "\n")
    let names = lines.first.map(cells) ?? []
    return ReportedTable(
      rows: lines.dropFirst().map { line in
        Dictionary(zip(names, cells(line)), uniquingKeysWith: { first, _ in first })
      })
  }

  /// Aging is the arrears, the notices are the arrears, and prepayment is what is left.
  func expectReportsAgree(
    asOf day: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let arrears = table(["report", "arrears", "--as-of", day])
    let aging = table(["report", "aging", "--as-of", day])
    #expect(
      aging.sum("overdue") == arrears.sum("principal") + arrears.sum("late_fee"),
      sourceLocation: location)
    let left = try rows("SELECT COALESCE(sum(left_minor), 0) FROM prepayment")
    let now = table(["report", "prepayment", "--as-of", "2027-12-31"])
    #expect(left == ["\(now.sum("balance"))"], sourceLocation: location)
  }

  private func cells(_ line: Substring) -> [String] {
    guard line.contains("\"") else {
      return line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    // Every second part stands in quotes.
    var cells = [""]
    for (place, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      if place % 2 == 1 {
        cells[cells.count - 1] += part
        continue
      }
      let parts = part.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      cells[cells.count - 1] += parts.first ?? ""
      cells += parts.dropFirst()
    }
    return cells
  }
}
