// What is not yet at --as-of: judgements, calls and answers; and surveys compared like with like.
import Testing

@Suite("Figures of the desk at a day")
struct ServiceMomentTests {
  private static let rooms = Estate.twoCommunities

  /// The line of a report that begins so.
  private func line(_ estate: Estate, _ words: [String], _ start: String) -> String {
    let ran = estate.run(["report"] + words + ["--format", "csv"])
    #expect(ran.status == 0, "\(ran.messages)")
    return ran.output.split(separator: "\n").map(String.init).first { $0.hasPrefix(start) } ?? ""
  }

  @Test("a complaint is judged at a day as its moves up to then had judged it")
  func judgements() {
    let estate = Estate(Self.rooms)
    let ticket = "TS-202610-0001"
    estate.run("ticket", "add", "kind=complaint", "room=1-1-0101", "--at", "2026-10-05 09:00")
    for (verb, at, options) in [
      ("dispatch", "2026-10-05 09:10", ["--assignee", "甲"]), ("accept", "2026-10-05 09:20", []),
      ("finish", "2026-10-06 09:00", []),
      ("verify", "2026-10-20 09:00", ["--result", "pass", "--valid", "yes"]),
      ("invalidate", "2026-11-02 09:00", []),
    ] {
      let ran = estate.run(["ticket", verb, ticket, "--at", at] + options)
      #expect(ran.status == 0, "\(ran.messages)")
    }
    func handled(_ day: String) -> String {
      line(
        estate, ["kpi", "--period", "2026-10", "--as-of", day], "all,complaint_handling_rate,")
    }
    let name = "all,complaint_handling_rate,投诉处理率,"
    #expect(handled("2026-10-10") == name + "0,0,,1,,1")
    #expect(handled("2026-10-31") == name + "1,1,1.0000,1,yes,0")
    #expect(handled("2026-11-05") == name + "0,0,,1,,0")
    func month(_ day: String) -> String {
      line(estate, ["tickets", "--period", "2026-10", "--as-of", day], "total,")
    }
    // received, valid, invalid, unjudged, cancelled, handled, open
    #expect(month("2026-10-05").hasPrefix("total,1,0,0,1,0,0,1,"))
    #expect(month("2026-10-31").hasPrefix("total,1,1,0,0,0,1,0,"))
    #expect(month("2026-11-05").hasPrefix("total,1,0,1,0,0,1,0,"))
    let rows = estate.run(
      "report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31", "--explain",
      "complaint_handling_rate", "--format", "csv")
    #expect(rows.output.contains(",numerator,ticket,\(ticket),"), "\(rows.output)")
    // What was typed has no moment, and holds at all times.
    estate.run("ticket", "add", "kind=complaint", "room=9-1-0101", "--at", "2026-10-07 09:00")
    estate.run("ticket", "set", "TS-202610-0002", "valid=yes")
    #expect(handled("2026-10-10") == name + "0,1,0.0000,1,no,1")
  }

  @Test("work that a later inspection sent back was done at a day before it")
  func sentBack() {
    let estate = Estate(Self.rooms)
    let ticket = "WX-202610-0001"
    estate.run("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-05 09:00")
    for (verb, at, options) in [
      ("dispatch", "2026-10-05 09:10", ["--assignee", "甲"]), ("accept", "2026-10-05 09:20", []),
      ("finish", "2026-10-05 11:00", []), ("verify", "2026-11-02 09:00", ["--result", "fail"]),
    ] { estate.run(["ticket", verb, ticket, "--at", at] + options) }
    func month(_ day: String) -> String {
      line(estate, ["tickets", "--period", "2026-10", "--as-of", day], "total,")
    }
    // handled, open, overdue, mean hours: two from nine to eleven.
    #expect(month("2026-10-31") == "total,1,0,0,1,0,1,0,0,2.00,0")
    #expect(month("2026-11-02") == "total,1,0,0,1,0,0,1,0,,0")
  }

  @Test("figures, callbacks, survey and dashboard leave out what was said after the day")
  func answers() {
    let estate = Estate(
      Self.rooms + [
        (
          "ticket",
          """
          number,kind,room,created_at,finished_at,department
          WX-1,repair,1-1-0101,2026-10-01 09:00,2026-10-01 10:00,工程部
          WX-2,repair,9-1-0101,2026-10-01 09:00,2026-10-01 10:00,工程部
          """
        ),
        ("callback", "ticket,called_at,reached,score\nWX-1,2026-10-05 10:00,yes,5\nWX-2,2026-10-12 10:00,yes,2\n"),
        ("survey", "code,name,from,to\nMYD,年度调查,2026-10-01,2026-10-20"),
        (
          "answer",
          """
          survey,room,dimension,score,answered_on
          MYD,1-1-0101,overall,5,2026-10-05
          MYD,1-1-0101,repurchase,5,2026-10-05
          MYD,1-1-0101,recommend,5,2026-10-12
          MYD,9-1-0101,overall,2,2026-10-12
          MYD,9-1-0101,repurchase,2,
          MYD,9-1-0101,recommend,2,2026-10-12
          """
        ),
      ])
    // Overall, loyal and called back: above and below the line at each day.
    for (day, overall, loyal, calls, answers) in [
      ("2026-10-04", "0,0,", "0,0,", "", "0,0,,"), ("2026-10-08", "1,1,1.0000", "0,0,", "1", "2,2,1.0000"),
      ("2026-10-12", "1,2,0.5000", "1,1,1.0000", "2", "5,3,0.6000"),
      // The undated answer came in on the last day of the survey.
      ("2026-10-20", "1,2,0.5000", "1,2,0.5000", "2", "6,3,0.5000"),
    ] {
      let kpi = ["kpi", "--period", "2026-10", "--as-of", day]
      let satisfied = line(estate, kpi, "all,customer_satisfaction,")
      #expect(satisfied.contains("客户满意率,\(overall)"), "\(day): \(satisfied)")
      let loyalty = line(estate, kpi, "all,customer_loyalty,")
      #expect(loyalty.contains("忠诚度,\(loyal)"), "\(day): \(loyalty)")
      let scored = line(
        estate, ["satisfaction", "--period", "2026-10", "--as-of", day], "工程部,")
      #expect(scored.hasPrefix(calls.isEmpty ? "" : "工程部,\(calls),\(calls),\(calls),"), "\(day)")
      #expect(scored.isEmpty == calls.isEmpty, "\(day)")
      let all = line(estate, ["survey", "MYD", "--as-of", day], "all,")
      #expect(all.contains(",\(answers)"), "\(day): \(all)")
      let board = estate.run(
        "report", "dashboard", "--period", "2026-10", "--as-of", day, "--format", "table"
      ).output.split(separator: "\n").map(String.init)
      func sides(_ figure: String) -> String? {
        board.first { $0.contains(figure) && $0.contains(" ÷ ") }
      }
      func printed(_ sides: String) -> String {
        let cells = sides.split(separator: ",", omittingEmptySubsequences: false)
        return "\(cells[0]) ÷ \(cells[1])"
      }
      for (figure, sidesOfDay) in [("Customer satisfaction", overall), ("Customer loyalty", loyal)] {
        if sidesOfDay == "0,0," {
          #expect(sides(figure) == nil, "\(day)")
        } else {
          #expect(sides(figure)?.contains(printed(sidesOfDay)) == true, "\(day): \(board)")
        }
      }
      let row = board.first { $0.hasPrefix("overall ") }
      #expect((row == nil) == (overall == "0,0,"), "\(day)")
      if let row { #expect(row.hasSuffix(overall == "1,1,1.0000" ? "100%" : " 50%"), "\(row)") }
    }
    let early = estate.run("report", "survey", "MYD", "--as-of", "2026-10-12", "--format", "table")
    #expect(early.output.contains("1 answer without a day: counted from 2026-10-20 on"))
  }

  @Test("a survey is compared with the year before over what both asked")
  func likeWithLike() {
    let estate = Estate(
      Self.rooms + [
        (
          "survey",
          """
          code,name,scope,from,to
          S25,去年,C,2025-10-01,2025-10-31
          S26,今年,C,2026-10-01,2026-10-31
          G26,广场,GC,2026-09-01,2026-09-30
          """
        ),
        (
          "answer",
          """
          survey,room,dimension,score,department
          S25,1-1-0101,overall,5,客服部
          S25,9-1-0101,overall,3,客服部
          S25,1-1-0101,sales,1,客服部
          S25,9-1-0101,sales,1,客服部
          S26,1-1-0101,overall,5,客服部
          S26,9-1-0101,overall,4,客服部
          S26,1-1-0101,security,1,秩序部
          S26,9-1-0101,security,2,秩序部
          G26,9-1-0101,cleaning,5,保洁部
          """
        ),
      ])
    func row(_ start: String, _ options: String...) -> String {
      line(estate, ["survey", "S26", "--as-of", "2026-11-01"] + options, start + ",")
    }
    // Both asked overall: 2 ÷ 2 now, 1 ÷ 2 then, so 1.0 − 0.5; all of this year 2 ÷ 4. The group
    // without cleaning, which was not asked here: 2 ÷ 4.
    #expect(row("all") == "all,2,2,1.0000,4,2,0.5000,,,0.5000,0.5000,0.5000,1.0000")
    #expect(row("overall") == "overall,2,2,1.0000,2,2,1.0000,,,0.5000,0.5000,1.0000,1.0000")
    #expect(row("security") == "security,2,2,1.0000,2,0,0.0000,,,,,0.0000,")
    // 客服部 answered for sales, too, which nobody asked this year.
    #expect(
      row("客服部", "--by", "department")
        == "客服部,2,2,1.0000,2,2,1.0000,,,0.5000,0.5000,1.0000,1.0000")
    let table = estate.run(
      "report", "survey", "S26", "--as-of", "2026-11-01", "--format", "table")
    #expect(
      table.output.contains("comparable, last_year and change: over what both surveys asked (overall)"))
  }

  @Test("the question called loyalty is told from the key figure of that name")
  func loyalty() {
    let estate = Estate(
      Self.rooms + [
        ("survey", "code,name,from,to\nMYD,年度调查,2026-10-01,2026-10-20"),
        (
          "answer",
          """
          survey,room,dimension,score
          MYD,1-1-0101,loyalty,5
          MYD,1-1-0101,repurchase,5
          MYD,1-1-0101,recommend,3
          """
        ),
      ])
    let words = ["report", "dashboard", "--period", "2026-10", "--as-of", "2026-11-20", "--format"]
    let page = estate.run(words + ["html", "--lang", "zh"]).output
    #expect(page.contains("再购买与推荐均 4–5 分"))
    #expect(page.contains("<td>忠诚度（单题）</td>"))
    #expect(page.contains("“忠诚度（单题）”是问卷中的一题；指标“忠诚度”（customer_loyalty）计再购买与推荐均为 4–5 分的房间"))
    let board = estate.run(words + ["table"]).output
    #expect(board.contains("0 ÷ 1  4–5 on repurchase and recommend"), "\(board)")
    #expect(board.contains("loyalty (own question)"))
    // Machines find the dimension by its name.
    #expect(line(estate, ["survey", "MYD", "--as-of", "2026-11-20"], "loyalty,").hasSuffix(",1.0000,"))
  }
}
