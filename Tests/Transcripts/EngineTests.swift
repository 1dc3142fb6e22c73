// The composed statements of the key figures on three engines: SQLite over the database, PostgreSQL
// and Spark over the exported dataset, all against `report kpi`.
import Glibc
import Testing

@Suite("Key figures on other engines")
struct EngineTests {
  /// A Python that has pyspark, which is too large to be installed unasked.
  private static let python = getenv("PM_SPARK_PYTHON").map { String(cString: $0) } ?? "python3"

  private static let hasPostgreSQL = finds(
    "command -v sqlite3 && command -v python3 && ls /usr/lib/postgresql/*/bin/initdb")
  private static let hasSpark = finds(
    "command -v sqlite3 && command -v java && \(python) -c 'import pyspark'")

  private static func finds(_ wanted: String) -> Bool {
    guard let workplace = try? Workplace() else { return false }
    defer { workplace.remove() }
    return (try? workplace.sh(wanted))?.status == 0
  }

  /// Two months of the samples, and what else the figures count: handovers, open days, sales,
  /// visits, measures, activities, a live ticket, a working calendar.
  private static let commands = """
    set -e; export PM_DB=$PWD/pm.db
    pm init --mode group
    pm org import Samples/orgs.csv
    pm org add code=CT2 kind=centre name=二中心 parent=CO1
    # What its department has is none of YG's, where no room tells, which a dataset does not say.
    pm org add code=KF2 kind=department name=客服部 parent=CT2
    for pair in late-policy:late-policies fee:fees tariff:tariffs room:rooms-1 room:rooms-2 \\
      customer:customers charge:charges meter:meters sla:sla ticket:tickets callback:callbacks \\
      survey:surveys answer:answers; do
      pm ${pair%:*} import Samples/${pair#*:}.csv
    done
    pm org set YG developer=D001
    for period in 2026-08 2026-09; do
      pm meter read Samples/readings-$period.csv
      pm meter apportion --period $period
      pm bill run --period $period || [ $? = 1 ]
    done
    pm payment import Samples/payments-2026-09.csv
    pm payment import Samples/payments-2026-11.csv
    printf 'code,product,delivered_on,finish\\n1-1-0101,高层,2026-09-10,shell\\n1-1-0102,高层,2026-08-16,furnished\\n1-1-0201,洋房,2026-04-10,shell\\n' > homes.csv
    pm room import homes.csv
    cat > more.csv <<'END'
    number,kind,category,channel,room,summary,severity,created_at,accepted_at,finished_at,valid,department,assignee,occasion
    JF-1,repair,门窗,staff,1-1-0101,窗缝,normal,2026-09-10 09:00,2026-09-10 10:00,2026-11-01 10:00,,工程部,员工甲,handover
    JF-2,repair,墙面,staff,1-1-0102,空鼓,normal,2026-08-16 09:00,2026-08-16 10:00,2026-08-20 10:00,,工程部,员工乙,handover
    BN-1,repair,水电,phone,1-1-0201,漏电,high,2026-05-02 09:00,2026-05-02 10:00,2026-05-03 10:00,,工程部,员工乙,
    KF-1,suggestion,绿化,visit,,多种树,normal,2026-09-20 09:00,2026-09-21 09:00,,,客服部,员工甲,open-day
    KF-2,suggestion,道路,visit,,减速带,normal,2026-09-20 09:30,,,,客服部,员工甲,open-day
    KF-3,repair,道路,visit,1-1-0102,井盖,normal,2026-09-20 10:00,2026-09-20 11:00,2026-09-25 09:00,,工程部,员工乙,open-day
    TZ-1,repair,图纸,staff,1-1-0102,与图不符,normal,2026-09-22 10:00,,,,工程部,员工乙,drawing
    XS-1,service,销售,phone,1-1-0101,签约服务,normal,2026-09-05 10:00,2026-09-05 10:05,2026-09-05 18:00,,销售部,员工丙,sales
    XS-2,service,销售,phone,1-1-0102,签约服务,normal,2026-09-06 10:00,2026-09-06 10:05,2026-09-06 18:00,,销售部,员工丙,sales
    WK-1,complaint,噪音,phone,1-1-0101,装修噪音,normal,2026-09-12 16:50,2026-09-14 09:10,2026-09-15 09:00,yes,客服部,员工甲,
    WK-2,complaint,噪音,phone,1-1-0102,装修噪音,normal,2026-09-12 16:50,2026-09-14 08:50,,yes,客服部,员工甲,
    END
    pm ticket import more.csv
    printf 'ticket,called_at,reached,score\\nXS-1,2026-09-07 10:00,yes,5\\nXS-2,2026-09-08 10:00,yes,2\\n' > calls.csv
    pm callback import calls.csv
    printf 'code,monday,tuesday,wednesday,thursday,friday\\nBG,08:30-12:00 13:30-17:30,08:30-12:00 13:30-17:30,08:30-12:00 13:30-17:30,08:30-12:00 13:30-17:30,08:30-12:00 13:30-17:30\\n' > calendar.csv
    pm calendar import calendar.csv
    pm sla add kind=complaint category=噪音 respond_minutes=60 finish_minutes=480 callback_minutes=240 calendar=BG
    pm ticket add kind=complaint category=噪音 channel=phone room=1-1-0201 summary=夜间施工 --at '2026-09-18 17:00'
    pm ticket add kind=complaint category=噪音 channel=phone room=1-1-0202 summary=犬吠 --at '2026-09-19 17:00'
    pm ticket add kind=repair category=水电 channel=phone room=1-1-0202 summary=跳闸 --at '2026-09-19 18:00'
    for ticket in TS-202609-0010 WX-202609-0007; do
      pm ticket dispatch $ticket --assignee 员工甲 --at '2026-09-19 18:10'
      pm ticket accept $ticket --at '2026-09-19 18:20'
      pm ticket finish $ticket --at '2026-09-19 19:20'
    done
    pm ticket verify TS-202609-0010 --result pass --valid yes --at '2026-10-19 19:20'
    # After the day of the questions, which leaves the complaint judged and the repair done.
    pm ticket invalidate TS-202609-0010 --at '2026-11-21 10:00'
    pm ticket verify WX-202609-0007 --result fail --at '2026-11-21 10:00'
    printf 'assistant,visited_at,room,purpose,score,due_on,carried_out_on\\n助理甲,2026-09-02 10:00,1-1-0101,handover,5,,\\n助理甲,2026-09-03 10:00,1-1-0101,courtesy,,,\\n助理乙,2026-09-04 10:00,1-1-0102,complaint,3,2026-09-20,2026-09-18\\n助理乙,2026-09-05 10:00,1-1-0201,complaint,,2026-09-21,\\n' > visits.csv
    pm visit import visits.csv
    pm nonconformity add found_on=2026-09-16 ticket=WK-1 description=未先告知 owner=员工甲 due_on=2026-09-25 --as-of 2026-09-16
    printf 'code,name,org,held_on,participants\\nHD-1,中秋游园,CT1,2026-09-20,120\\nHD-2,义诊,YG,2026-08-08,40\\nHD-3,讲座,CT2,,\\n' > activities.csv
    pm activity import activities.csv
    printf 'survey,room,dimension,score\\nMYD-2026,1-1-0101,repurchase,5\\nMYD-2026,1-1-0101,recommend,4\\n' > answers.csv
    pm answer import answers.csv
    pm export dataset dataset
    """

  /// What is asked: a name, and the options.
  private static let questions: [(name: String, options: String)] =
    [("all", "")]
    + [
      "group", "company", "centre", "community", "building", "product", "finish", "department",
      "person", "category", "channel", "month", "quarter", "year",
    ].map { ($0, "--by \($0)") } + [
      ("noise", "--by community --category 噪音"), ("garden", "--by month --scope YG"),
      ("people", "--base population"),
    ]

  private static let range = "--from 2026-09-01 --to 2026-10-31 --as-of 2026-11-20"

  /// What a statement says of each group: `group column` to the tally.
  private func tallies(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    var columns: [Substring] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.hasPrefix("\"") ? $0.dropFirst().dropLast() : $0 }
      if cells[0] == "grp" {
        columns = cells
      } else {
        for (column, cell) in zip(columns, cells).dropFirst() {
          found["\(cells[0]) \(column)"] = String(cell)
        }
      }
    }
    return found
  }

  /// The tally as `report kpi` prints it.
  private func printed(_ tally: Int, _ id: Substring, _ part: String, months: Int) -> String {
    if id == "collection_rate" || id == "arrears_recovery" {
      let cents = "\(abs(tally % 100))"
      return (tally < 0 ? "-" : "") + "\(abs(tally) / 100)."
        + (cents.count == 1 ? "0" + cents : cents)
    }
    guard part == "denominator" else { return "\(tally)" }
    switch id {
    case "leak_rate", "visits_per_assistant": return "\(tally * months)"
    case "activities_per_quarter":
      // Thirds to four decimals.
      let units = (tally * months * 20_000 / 3 + 1) / 2
      if units % 10_000 == 0 { return "\(units / 10_000)" }
      return "\(units / 10_000)." + String("\(10_000 + units % 10_000)".dropFirst())
    default: return "\(tally)"
    }
  }

  @Test(
    "SQLite and PostgreSQL count what report kpi counts, in every figure and group",
    .enabled(
      if: hasPostgreSQL || getenv("PM_POSTGRESQL") != nil,
      "sqlite3, python3 or PostgreSQL is not there"))
  func postgresql() throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    try prepare(workplace, Self.questions, "postgresql")
    let asked = Self.questions.map {
      "psql --csv --set ON_ERROR_STOP=1 -q -f \($0.name).sql > \($0.name).csv"
    }
    try write(
      """
      set -e
      \(Workplace.root)/Scripts/load-postgresql dataset | psql --set ON_ERROR_STOP=1 -q
      \(asked.joined(separator: "\n"))
      """, to: workplace.path + "/run.sh")
    let ran = try workplace.sh("\(Workplace.root)/Scripts/with-postgresql sh run.sh")
    try #require(ran.status == 0, "\(ran.messages)")
    try compare(workplace, Self.questions)
  }

  // Spark takes a second or two for each statement: it is asked what differs most.
  @Test(
    "SQLite and Spark count what report kpi counts",
    .enabled(if: hasSpark, "sqlite3, java or a python3 with pyspark is not there (PM_SPARK_PYTHON)"))
  func spark() throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    let questions = Self.questions.filter {
      ["all", "building", "product", "person", "month", "noise", "people"].contains($0.name)
    }
    try prepare(workplace, questions, "spark")
    let files = questions.map { $0.name + ".sql" }.joined(separator: " ")
    let ran = try workplace.sh("\(Self.python) \(Workplace.root)/Scripts/query-spark dataset \(files)")
    try #require(ran.status == 0, "\(ran.messages.suffix(2000))")
    try compare(workplace, questions)
  }

  /// The history, what `report kpi` and SQLite say of each question, and its statements.
  private func prepare(
    _ workplace: Workplace, _ questions: [(name: String, options: String)], _ dialect: String
  ) throws {
    let asked = questions.map { name, options in
      """
      pm report kpi \(Self.range) \(options) > kpi-\(name).csv
      pm report kpi \(Self.range) \(options) --sql sqlite > lite.sql
      sqlite3 -csv -header pm.db < lite.sql > lite-\(name).csv
      pm report kpi \(Self.range) \(options) --sql \(dialect) > \(name).sql
      """
    }
    let made = try workplace.sh(Self.commands + "\n" + asked.joined(separator: "\n"))
    try #require(made.status == 0, "\(made.messages)")
  }

  /// What the engine wrote into `name.csv` is what SQLite says, and what the report prints.
  private func compare(
    _ workplace: Workplace, _ questions: [(name: String, options: String)]
  ) throws {
    var nonEmpty: Set<Substring> = []
    for (name, _) in questions {
      let lite = tallies(try readFile("\(workplace.path)/lite-\(name).csv"))
      let found = tallies(try readFile("\(workplace.path)/\(name).csv"))
      #expect(found.count > 20, "\(name)")
      for (key, value) in lite.sorted(by: { $0.key < $1.key }) {
        #expect(found[key] == value, "\(name): \(key)")
      }
      #expect(lite.count == found.count, "\(name)")
      let report = try readFile("\(workplace.path)/kpi-\(name).csv")
      for line in report.split(separator: "\n").dropFirst() {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        let months = ["month", "quarter", "garden"].contains(name) ? 1 : 2
        for (part, cell) in [("numerator", cells[3]), ("denominator", cells[4])] {
          let column = "\(cells[1])_\(part)"
          let tally = found["\(cells[0]) \(column)"] ?? found["all \(column)"] ?? "0"
          let expected = printed(Int(tally) ?? .min, cells[1], part, months: months)
          #expect(cell == expected, "\(name): \(cells[0]) \(column)")
          if cell != "0", cell != "0.00" { nonEmpty.insert("\(cells[1]) \(part)"[...]) }
        }
      }
      if name == "all" {
        // The history has something above and below the line of each figure.
        let ids = report.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
        #expect(Set(ids).count == ids.count && ids.contains("churn_rate"), "\(ids)")
        let hollow = ids.filter { !nonEmpty.contains("\($0) denominator"[...]) }
        #expect(hollow.isEmpty, "\(hollow)")
      }
    }
  }
}
