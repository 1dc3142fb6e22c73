// `pm report kpi` from files to figures: times to the minute, zones, groups, formats, refusals.
import PMCore
import Testing

@Suite("The KPI report")
struct KpiTests {
  private static let orgs = """
    code,kind,name,parent
    C,company,示例公司,
    T,centre,示例中心,C
    HY,community,花园,T
    GC,community,广场,C
    """
  private static let rooms = """
    code,community,building,unit,number,kind,floor_area,delivered_on,status,household_size
    1-1-0101,HY,1,1,0101,residence,80,2024-05-01,occupied,3
    1-1-0102,HY,1,1,0102,residence,80,,let,2
    1-1-0103,HY,1,1,0103,residence,80,2027-01-01,occupied,9
    1-1-0104,HY,1,1,0104,residence,80,,sold,9
    9-1-0101,GC,9,1,0101,residence,80,,vacant,0
    S-1,GC,S,,1,shop,80,2024-05-01,occupied,5
    """
  private static let header =
    "number,kind,category,room,severity,created_at,accepted_at,finished_at,verified_at,verify_result,valid,assignee\n"

  private func estate(
    _ tickets: String, callbacks: String = "", sla: String = "complaint,,,30,60,120\nrepair,,,30,60,"
  ) -> Estate {
    let estate = Estate([("org", Self.orgs), ("room", Self.rooms)])
    estate.take("ticket", Self.header + tickets)
    if !callbacks.isEmpty {
      estate.take("callback", "ticket,called_at,reached,score\n" + callbacks)
    }
    estate.take(
      "sla", "kind,category,severity,respond_minutes,finish_minutes,callback_minutes\n" + sla)
    return estate
  }

  /// `numerator/denominator value` of a figure.
  private func figure(_ estate: Estate, _ id: String, _ options: String...) -> String {
    let ran = estate.run(["report", "kpi", "--format", "csv"] + options)
    #expect(ran.status == 0, "\(ran.messages)")
    let row = ran.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }.first { $0.count > 5 && $0[1] == id }
    guard let row else { return "no row" }
    return "\(row[3])/\(row[4]) \(row[5])"
  }

  @Test(
    "within is to the minute, and past is before the end of as-of",
    arguments: [
      // accepted_at; as-of; within its 30 minutes ÷ answered or past
      ("2026-10-05 10:30", "2026-10-31", "1/1 1.0000"),
      ("2026-10-05 10:30:59", "2026-10-31", "1/1 1.0000"),
      ("2026-10-05 10:31", "2026-10-31", "0/1 0.0000"),
      ("", "2026-10-31", "0/1 0.0000"),
      ("2026-10-06 09:00", "2026-10-05", "0/1 0.0000"),
    ])
  func minutes(row: (String, String, String)) {
    let estate = estate("TS-1,complaint,,,,2026-10-05 10:00,\(row.0),,,,,")
    #expect(
      figure(estate, "complaint_reply_timeliness", "--period", "2026-10", "--as-of", row.1)
        == row.2)
  }

  @Test("a case inside its time at the end of as-of is in neither side")
  func open() {
    // 23:30 and thirty minutes end with the day; 23:29 and thirty end before it.
    let estate = estate(
      """
      TS-1,complaint,,,,2026-10-05 23:30,,,,,,
      TS-2,complaint,,,,2026-10-05 23:29,,,,,,
      """)
    #expect(
      figure(estate, "complaint_reply_timeliness", "--period", "2026-10", "--as-of", "2026-10-05")
        == "0/1 0.0000")
    #expect(
      figure(estate, "complaint_reply_timeliness", "--period", "2026-10", "--as-of", "2026-10-06")
        == "0/2 0.0000")
  }

  @Test("a day is one of the database's zone")
  func zone() {
    let estate = estate("TS-1,complaint,,,,2026-09-30T16:00Z,,,,,yes,")
    #expect(
      figure(estate, "complaint_handling_rate", "--period", "2026-10", "--as-of", "2026-10-31")
        == "0/1 0.0000")
    #expect(
      figure(estate, "complaint_handling_rate", "--period", "2026-09", "--as-of", "2026-10-31")
        == "0/0 ")
  }

  @Test("households are residences delivered by the end of the range; people live in occupied ones")
  func households() {
    let estate = estate("TS-1,complaint,,,,2026-10-05 10:00,,,,,yes,")
    let id = "effective_complaint_rate"
    #expect(figure(estate, id, "--period", "2026-10", "--as-of", "2026-10-31") == "1/3 0.3333")
    #expect(
      figure(estate, id, "--period", "2026-10", "--as-of", "2026-10-31", "--base", "population")
        == "1/5 0.2000")
    #expect(
      figure(estate, "leak_rate", "--from", "2026-10-01", "--to", "2026-11-15", "--as-of", "2026-11-15")
        == "0/3 0.0000")
  }

  @Test("callbacks count by their own day, and only where they reached the customer")
  func callbacks() {
    let estate = estate(
      """
      WX-1,repair,,1-1-0101,,2026-09-20 10:00,,2026-09-20 11:00,2026-10-02 10:00,pass,,
      WX-2,repair,,9-1-0101,,2026-10-20 10:00,,2026-10-20 11:00,2026-10-21 10:00,fail,no,
      """,
      callbacks: """
        WX-1,2026-10-01 09:00,yes,5
        WX-1,2026-10-02 09:00,no,
        WX-2,2026-10-21 09:00,yes,2
        WX-2,2026-10-22 09:00,yes,
        """)
    let ran = estate.run(
      "report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31", "--by", "community", "--format", "csv")
    #expect(ran.output.contains("HY,repair_callback_satisfaction,维修回访满意度,1,1,1.0000,0.88,yes,\n"))
    #expect(ran.output.contains("GC,repair_grievance,维修抱怨度,1,1,1.0000,0.03,no,\n"))
    #expect(ran.output.contains("GC,repair_pass_rate,维修合格率,0,1,0.0000,,,\n"))
    #expect(ran.output.contains("GC,callback_rate,回访率,1,1,1.0000,1,yes,\n"))
    // GC stands before HY, in each the order of the catalogue.
    let told = Metric.catalogue.filter { $0.has(.community) }
    #expect(ran.output.split(separator: "\n").count == 1 + 2 * told.count)
    #expect(ran.output.split(separator: "\n")[1].hasPrefix("GC,effective_complaint_rate,"))
    let scoped = estate.run(
      "report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31", "--scope", "T", "--by", "company")
    #expect(scoped.output.contains("C,callback_rate,回访率,0,0,,1,,\n"))
    #expect(!scoped.output.contains("\nGC"))
  }

  @Test("--explain lists what stands above and below the line")
  func explains() {
    let estate = estate(
      """
      TS-2,complaint,,1-1-0101,,2026-10-05 10:00,,2026-10-05 11:00,,,yes,
      TS-10,complaint,,,,2026-10-06 10:00,,,,,yes,
      TS-3,complaint,,,,2026-10-07 10:00,,,,,,
      """)
    let words = ["report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31", "--explain"]
    #expect(
      estate.run(words + ["complaint_handling_rate"]).output == """
        group,id,part,fact,key,room,at,amount
        all,complaint_handling_rate,numerator,ticket,TS-2,1-1-0101,2026-10-05 10:00,1
        all,complaint_handling_rate,denominator,ticket,TS-2,1-1-0101,2026-10-05 10:00,1
        all,complaint_handling_rate,denominator,ticket,TS-10,,2026-10-06 10:00,1
        all,complaint_handling_rate,undecided,ticket,TS-3,,2026-10-07 10:00,1

        """)
    #expect(estate.run(words + ["callback_rat"]).messages.contains("callback_rate"))
    #expect(estate.run(words + ["collection_rate", "--by", "assignee"]).status == 64)
    let households = estate.run(words + ["effective_complaint_rate", "--by", "community"])
    #expect(
      households.output.contains("GC,effective_complaint_rate,denominator,household,9-1-0101,9-1-0101,,1\n"))
  }

  @Test("a target holds for its organisation, all below it, and its year")
  func targets() {
    let estate = estate("TS-1,complaint,,1-1-0101,,2026-10-05 10:00,,,,,yes,")
    estate.take(
      "target",
      """
      org,year,kpi,value
      C,2026,repair_timeliness,0.7
      T,2026,repair_timeliness,0.8
      HY,2027,repair_timeliness,0.9
      """)
    func target(_ options: String...) -> [String] {
      let ran = estate.run(["report", "kpi", "--as-of", "2027-10-31", "--format", "csv"] + options)
      return ran.output.split(separator: "\n").filter { $0.contains(",repair_timeliness,") }.map {
        let cells = $0.split(separator: ",", omittingEmptySubsequences: false)
        return "\(cells[0]) \(cells[6])"
      }
    }
    #expect(target("--period", "2026-10") == ["all 0.7"])
    #expect(target("--period", "2026-10", "--scope", "HY") == ["all 0.8"])
    #expect(target("--period", "2026-10", "--by", "community") == ["GC 0.7", "HY 0.8"])
    #expect(
      target("--from", "2026-10-01", "--to", "2027-03-31", "--scope", "HY", "--by", "quarter")
        == ["2026-Q4 0.8", "2027-Q1 0.9"])
    #expect(estate.take("target", "org,year,kpi,value\nC,2026,repair_timelines,1").status == 65)
  }

  @Test("a figure that cannot be told apart so is left out")
  func leavesOut() {
    let estate = estate("TS-1,complaint,停车,,,2026-10-05 10:00,,,,,yes,员工甲")
    let ran = estate.run("report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31", "--by", "assignee")
    #expect(ran.output.contains("员工甲,effective_complaint_rate,有效投诉率,1,3,0.3333,,,\n"))
    #expect(!ran.output.contains("collection_rate"))
  }

  @Test("every format shows it, people in their language")
  func formats() {
    let estate = estate("TS-1,complaint,,,,2026-10-05 10:00,,,,,,")
    func run(_ format: String, _ language: String) -> String {
      estate.run(
        "report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31", "--format", format,
        "--lang", language
      ).output
    }
    #expect(run("json", "en").contains(#""id":"complaint_handling_rate""#))
    #expect(run("json", "en").contains(#""undecided":1"#))
    #expect(run("json", "en") == run("json", "zh"))
    #expect(run("csv", "en").hasPrefix("group,id,name,numerator,denominator,value,target,met,undecided\n"))
    #expect(run("table", "en").contains("Complaints handled"))
    #expect(run("md", "zh").contains("# 指标报表"))
    let page = run("html", "zh")
    #expect(page.contains("<svg") && page.contains("渗漏率 (≤ 3%)"))
  }

  @Test("--sql prints the statements and asks nothing of the figures")
  func statements() {
    let ran = estate("").run("report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31", "--sql", "sqlite")
    #expect(ran.status == 0)
    #expect(ran.output.split(separator: ";").count == 15)  // fourteen statements and the last line's end
    #expect(ran.output.contains("AS callback_rate_denominator"))
  }

  @Test(
    "what cannot be asked is told",
    arguments: [
      (["--from", "2026-10-02", "--to", "2026-10-01"], 64, "--to 2026-10-01 is before --from"),
      (["--period", "2026-10", "--to", "2026-10-01"], 64, "give --period, or --from and --to"),
      (["--from", "2026-10-01"], 64, "--to DATE is required"),
      (["--period", "2026-10", "--by", "comunity"], 64, "community"),
      (["--from", "0001-01-01", "--to", "9999-12-31", "--by", "month"], 64, "1200 months"),
      (["--period", "2026-10", "--scope", "TT"], 66, "TT"),
      (["--period", "2026-10", "--sql", "oracle"], 64, "sqlite"),
    ])
  func refusals(row: ([String], Int32, String)) {
    let ran = estate("").run(["report", "kpi", "--as-of", "2026-10-31"] + row.0)
    #expect(ran.status == row.1)
    #expect(ran.messages.contains(row.2), "\(ran.messages)")
    #expect(ran.output == "")
  }

  @Test("an import refuses times before the ticket, scores that there are none of, unknown tickets")
  func imports() {
    let estate = estate("TS-1,complaint,,,,2026-10-05 10:00,,,,,,")
    let ticket = estate.take(
      "ticket", Self.header + "TS-2,complaint,,,,2026-10-05 10:00,,2026-10-05 09:59,,,,")
    #expect(ticket.status == 65)
    #expect(ticket.messages.contains("finished_at is before created_at"))
    let header = "ticket,called_at,reached,score\n"
    let early = estate.take("callback", header + "TS-1,2026-10-05 09:59,yes,5")
    #expect(early.status == 65)
    #expect(early.messages.contains("the call is earlier than its ticket"))
    #expect(estate.take("callback", header + "TS-1,2026-10-06 09:00,yes,6").status == 65)
    let unknown = estate.take("callback", header + "TS-I,2026-10-06 09:00,yes,5")
    #expect(unknown.status == 65)
    #expect(unknown.messages.contains("TS-1"))
  }
}
