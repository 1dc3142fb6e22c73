// The reports on the service desk: pivot, focus, satisfaction, the month, awards.
import Testing

@Suite("Reports of the service desk")
struct ServiceReportTests {
  private let estate: Estate = {
    let estate = Estate(
      Estate.twoCommunities + [
        (
          "ticket",
          """
          number,kind,category,room,created_at,finished_at,valid,department,verified_at,verify_result
          TS-1,complaint,停车,1-1-0101,2026-10-05 10:00,2026-10-05 13:00,yes,客服部,,
          TS-2,complaint,停车,9-1-0101,2026-10-06 10:30,,,客服部,,
          TS-3,complaint,噪声,1-1-0101,2026-10-06 23:59,2026-10-07 00:29,no,,,
          TS-0,complaint,停车,1-1-0101,2025-10-31 10:00,2025-10-31 11:00,yes,客服部,,
          WX-1,repair,水电,9-1-0101,2026-10-11 09:00,2026-10-11 10:00,,工程部,2026-10-12 09:00,pass
          """
        ),
        (
          "sla",
          "kind,category,severity,respond_minutes,finish_minutes,callback_minutes\ncomplaint,,,30,60,120"
        ),
        (
          "callback",
          """
          ticket,called_at,reached,score
          TS-1,2026-10-08 10:00,yes,5
          TS-1,2026-10-09 10:00,yes,2
          WX-1,2026-10-12 10:00,no,
          TS-0,2025-11-01 10:00,yes,4
          """
        ),
      ])
    return estate
  }()

  private func report(_ words: String...) -> String {
    let ran = estate.run(["report"] + words + ["--as-of", "2026-11-20", "--format", "csv"])
    #expect(ran.status == 0, "\(ran.messages)")
    return ran.output
  }

  @Test("a pivot shows each measure, its totals from the cases")
  func pivots() {
    #expect(
      report("pivot", "--rows", "category", "--cols", "community", "--period", "2026-10") == """
        category,GC,HY,total
        停车,1,1,2
        噪声,0,1,1
        水电,1,0,1
        total,2,2,4

        """)
    // Complaints not judged, and those that are not valid, are in neither side of this rate.
    #expect(
      report(
        "pivot", "--rows", "category", "--cols", "kind", "--period", "2026-10", "--measure",
        "handling_rate", "--kind", "complaint") == """
          category,complaint,total
          停车,1.0000,1.0000
          噪声,,
          total,1.0000,1.0000

          """)
    #expect(
      report("pivot", "--rows", "department", "--period", "2026-10", "--measure", "mean_hours")
        == "department,total\n客服部,3.00\n工程部,1.00\n,0.50\ntotal,1.50\n")
    #expect(
      report("pivot", "--rows", "department", "--period", "2026-10", "--measure", "satisfaction")
        == "department,total\n客服部,0.5000\n工程部,\ntotal,0.5000\n")
  }

  @Test("weekday by hour is drawn as a heat map")
  func heats() {
    let page = estate.run(
      "report", "pivot", "--rows", "weekday", "--cols", "hour", "--period", "2026-10", "--as-of",
      "2026-11-20", "--format", "html", "--lang", "zh")
    #expect(page.status == 0)
    #expect(page.output.contains("<svg"))
    let lines = report("pivot", "--rows", "weekday", "--cols", "hour", "--period", "2026-10")
      .split(separator: "\n")
    #expect(lines.count == 9)
    #expect(lines[2].hasSuffix(",1,2"))  // 23:59 of a Tuesday, in the zone of the database
  }

  @Test("focus ranks from the greatest, with the running share")
  func focuses() {
    // 噪声 was judged not valid.
    #expect(
      report("focus", "--period", "2026-10") == """
        rank,category,count,share,cumulative
        1,停车,2,0.6667,0.6667
        2,水电,1,0.3333,1.0000

        """)
    #expect(
      report("focus", "--period", "2026-10", "--by", "department", "--kind", "complaint", "--top", "1")
        == "rank,department,count,share,cumulative\n1,客服部,2,1.0000,1.0000\n")
  }

  @Test("people read days and kinds in words and a total of scores, machines what is stored")
  func words() {
    func table(_ words: String...) -> String {
      estate.run(
        ["report"] + words
          + ["--period", "2026-10", "--as-of", "2026-11-20", "--format", "table", "--lang", "zh"]
      ).output
    }
    let pivot = table("pivot", "--rows", "weekday", "--cols", "kind")
    #expect(pivot.contains("周一") && pivot.contains("投诉") && pivot.contains("报修"), "\(pivot)")
    #expect(!pivot.contains("complaint"))
    #expect(
      report("pivot", "--rows", "weekday", "--cols", "kind", "--period", "2026-10")
        .hasPrefix("weekday,complaint,repair,total\n1,1,0,1\n"))
    // 5 and 2 of two scored: half are content.
    let scores = table("satisfaction").split(separator: "\n").last.map(String.init) ?? ""
    #expect(
      scores.split(separator: " ").map(String.init)
        == ["合计", "3", "2", "2", "3.50", "0.5000", "0.5000", "0", "1", "0", "0", "1"])
    #expect(table("kpi").contains("全部  effective_complaint_rate"))
    // Awards name what has nothing to count instead of showing it.
    let awards = estate.run(
      "report", "awards", "--year", "2026", "--as-of", "2026-11-20", "--format", "table", "--lang",
      "zh"
    ).output.split(separator: "\n").map(String.init)
    #expect(awards.contains { $0.hasPrefix("无数据：") && $0.contains("销售抱怨度") })
    #expect(awards.contains { $0.hasPrefix("名次") && $0.contains("投诉处理率") && !$0.contains("销售抱怨度") })
  }

  @Test("what nobody filled in is a row of its own, last and without a rank; the shares make the whole")
  func blanks() {
    estate.run("ticket", "set", "TS-3", "valid=")
    // 2 + 1 + 1 of four: ½, ¼, ¼.
    #expect(
      report("focus", "--period", "2026-10", "--by", "department") == """
        rank,department,count,share,cumulative
        1,客服部,2,0.5000,0.5000
        2,工程部,1,0.2500,0.7500
        ,,1,0.2500,1.0000

        """)
    let words = ["report", "focus", "--period", "2026-10", "--as-of", "2026-11-20", "--by"]
    let table = estate.run(words + ["department", "--format", "table", "--lang", "zh"]).output
    #expect(table.contains("（未填写）"), "\(table)")
    // No cause at all is no Pareto of causes, but still the whole.
    #expect(
      estate.run(words + ["cause", "--format", "csv"]).output
        == "rank,cause,count,share,cumulative\n,,4,1.0000,1.0000\n")
    // 噪声 has no department, either in the pivot.
    let pivot = estate.run(
      "report", "pivot", "--rows", "department", "--cols", "department", "--period", "2026-10",
      "--as-of", "2026-11-20", "--format", "table")
    #expect(pivot.output.split(separator: "(not filled in)").count == 3, "\(pivot.output)")
    estate.run("ticket", "set", "WX-1", "cause=漏水")
    let page = estate.run(
      "report", "dashboard", "--period", "2026-10", "--as-of", "2026-11-20", "--format", "html")
    #expect(page.output.contains(">漏水 1; (not filled in) 3</desc>"))
    estate.run("ticket", "set", "WX-1", "cause=")
  }

  @Test("satisfaction counts scores by the day of the call")
  func satisfies() {
    #expect(
      report("satisfaction", "--period", "2026-10") == """
        department,calls,reached,scored,mean,satisfied,dissatisfied,score_1,score_2,score_3,score_4,score_5
        客服部,2,2,2,3.50,0.5000,0.5000,0,1,0,0,1
        工程部,1,0,0,,,,0,0,0,0,0

        """)
  }

  @Test("the month of the desk stands beside the year before")
  func months() {
    #expect(
      report("tickets", "--period", "2026-10", "--kind", "complaint") == """
        category,received,valid,invalid,unjudged,cancelled,handled,open,overdue,mean_hours,year_before
        停车,2,1,0,1,0,1,1,1,3.00,1
        噪声,1,0,1,0,0,1,0,0,0.50,0
        total,3,1,1,1,0,2,1,1,1.75,1

        """)
    #expect(
      report("tickets", "--by", "month", "--from", "2026-10-01", "--to", "2026-11-30").contains(
        "2026-10,4,1,1,2,0,3,1,1,1.50,1\n"))
  }

  @Test("awards rank communities by the targets they reached")
  func awards() {
    estate.take(
      "target",
      "org,year,kpi,value\nC,2026,complaint_handling_rate,1\nGC,2026,repair_pass_rate,0.9")
    #expect(
      report(
        "awards", "--year", "2026", "--kpi", "complaint_handling_rate", "--kpi", "repair_pass_rate")
          == """
          rank,community,met,missed,award,complaint_handling_rate,repair_pass_rate
          1,GC,1,0,no,,1.0000
          1,HY,1,0,no,1.0000,

          """)
    #expect(
      report("awards", "--year", "2026", "--kpi", "repair_pass_rate").contains("1,GC,1,0,yes,1.0000\n"))
  }

  @Test(
    "what cannot be asked is told",
    arguments: [
      (["pivot", "--period", "2026-10"], "--rows"),
      (["pivot", "--rows", "categry", "--period", "2026-10"], "category"),
      (["pivot", "--rows", "kind", "--measure", "median", "--period", "2026-10"], "mean_hours"),
      (["focus"], "--from"), (["awards"], "--year"),
      (["awards", "--year", "2026", "--kpi", "callback_rat"], "callback_rate"),
      (["satisfaction", "--period", "2026-13"], "2026-13"),
      (["tickets", "--period", "2026-10", "--kind", "complain"], "complaint"),
    ])
  func refusals(row: ([String], String)) {
    let ran = estate.run(["report"] + row.0)
    #expect(ran.status == 64)
    #expect(ran.messages.contains(row.1), "\(ran.messages)")
    #expect(ran.output == "")
  }
}
