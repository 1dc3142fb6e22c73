// What the imports of the service desk refuse, and what they say to look at.
import PMCommands
import Testing

@Suite("Files of the service desk are held against what can be")
struct ServiceIntakeTests {
  private let estate = Estate(Estate.twoCommunities)

  @Test(
    "what cannot be is refused",
    arguments: [
      ("ticket", "number,kind,created_at,cost\nWX-1,repair,2026-10-01 09:00,-50\n", "cost is below zero"),
      (
        "survey", "code,name,from,to,target\nS,满意度,2026-10-01,2026-10-31,85\n",
        "target is above 1; a share of 85% is 0.85"
      ),
      ("target", "org,year,kpi,value\nC,2026,callback_rate,95\n", "the figure is a share: 88% is 0.88"),
      (
        "visit", "assistant,visited_at,room,measure,carried_out_on\n甲,2026-10-05 09:00,1-1-0101,x,2026-10-01\n",
        "carried out on a day before the visit"
      ),
    ])
  func refused(noun: String, text: String, words: String) {
    let ran = estate.take(noun, text)
    #expect(ran.status == 65)
    #expect(ran.messages.contains(words), "\(ran.messages)")
  }

  @Test(
    "what may be so is taken",
    arguments: [
      ("ticket", "number,kind,created_at,cost\nWX-1,repair,2026-10-01 09:00,0\n"),
      ("survey", "code,name,from,to,target\nS,满意度,2026-10-01,2026-10-31,1\n"),
      ("target", "org,year,kpi,value\nC,2026,callback_rate,1\nC,2026,repairs_per_household_handover,2.3\n"),
      ("visit", "assistant,visited_at,room,measure,carried_out_on\n甲,2026-10-05 09:00,1-1-0101,x,2026-10-05\n"),
    ])
  func taken(noun: String, text: String) {
    let ran = estate.take(noun, text)
    #expect(ran.status == 0 && !ran.messages.contains("warning"), "\(ran.messages)")
  }

  @Test(
    "times to come are warned of, and refused with --strict",
    arguments: [
      ("ticket", "number,kind,created_at\nWX-1,repair,2999-10-01 09:00\n"),
      ("visit", "assistant,visited_at,room,measure,carried_out_on\n甲,2026-10-05 09:00,1-1-0101,x,2999-10-05\n"),
    ])
  func toCome(noun: String, text: String) {
    let strict = estate.take(noun, text, "--strict")
    #expect(strict.status == 65 && strict.messages.contains("is later than"))
    let warned = estate.take(noun, text)
    #expect(warned.status == 0 && warned.messages.contains("is later than"), "\(warned.messages)")
  }

  @Test("answers of days to come are refused, those outside the survey's days told; as-of cuts the report")
  func answers() {
    estate.take("survey", "code,name,scope,from,to\nS,满意度,HY,2026-10-01,2026-10-31\n")
    func take(_ day: String, _ dimension: String, _ score: Int) -> Ran {
      estate.take(
        "answer", "survey,room,dimension,score,answered_on\nS,1-1-0101,\(dimension),\(score),\(day)\n")
    }
    let ahead = take("2999-01-01", "overall", 5)
    #expect(ahead.status == 65 && ahead.messages.contains("is later than today"), "\(ahead.messages)")
    #expect(!take("2026-10-08", "overall", 5).messages.contains("outside"))
    let late = take("2026-11-02", "repair", 1)
    #expect(late.status == 0)
    #expect(late.messages.contains("S: 1 answer outside the days of the survey"), "\(late.messages)")
    func all(_ day: String) -> String {
      let lines = estate.run("report", "survey", "S", "--as-of", day).output.split(separator: "\n")
      return lines.first { $0.hasPrefix("all,") }.map(String.init) ?? ""
    }
    #expect(all("2026-10-07").hasPrefix("all,1,0,"), "\(all("2026-10-07"))")
    #expect(all("2026-10-08").hasPrefix("all,1,1,1.0000,1,1,"), "\(all("2026-10-08"))")
    #expect(all("2026-11-02").hasPrefix("all,1,1,1.0000,2,1,"), "\(all("2026-11-02"))")
  }

  @Test("categories of one name under one parent and service levels of none are told")
  func categories() {
    let twins = estate.take("category", "code,name,parent\nA,水电,\nB,水管,A\nC,水管,A\nD,水管,\n")
    #expect(twins.status == 0)
    #expect(
      twins.messages.contains("several categories under the same parent are called \"水管\": B, C"),
      "\(twins.messages)")
    let level = estate.take("sla", "kind,category,finish_minutes\nrepair,水菅,60\nrepair,水电,60\n")
    #expect(level.status == 0)
    #expect(
      level.messages.contains("水菅 is no known category, so that no ticket has this service level")
        && level.messages.contains("did you mean"),
      "\(level.messages)")
    #expect(!level.messages.contains("水电 is no known"))
  }

  @Test("help names the papers, and what a figure divides")
  func help() {
    #expect(estate.run("ticket", "form", "--help").output.contains("intake, dispatch, complaint,"))
    for language in ["en", "zh"] {
      let text = estate.run("help", "kpi", "--lang", language).output.split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
      #expect(
        text.contains("ticket [called_back = 1] ÷ ticket [called_back = 1 OR callback_due = 1]"), "\(text)")
    }
  }

  @Test("a dispatch sheet after a reopening leaves the earlier acceptance out")
  func reopened() {
    estate.run("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-01 09:00")
    for (words, at) in [
      (["dispatch", "--assignee", "甲"], "01 09:05"), (["accept"], "01 09:10"), (["finish"], "01 10:00"),
      (["close"], "01 11:00"), (["reopen"], "02 09:00"), (["dispatch", "--assignee", "乙"], "02 09:05"),
    ] {
      estate.run(["ticket", words[0], "WX-202610-0001"] + words.dropFirst() + ["--at", "2026-10-\(at)"])
    }
    func sheet() -> String { estate.run("ticket", "form", "WX-202610-0001", "--form", "dispatch").output }
    #expect(sheet().contains("2026-10-02 09:05") && !sheet().contains("2026-10-01 09:10"), "\(sheet())")
    estate.run("ticket", "accept", "WX-202610-0001", "--at", "2026-10-02 09:30")
    #expect(sheet().contains("2026-10-02 09:30"), "\(sheet())")
  }

  @Test("a call names the ticket that followed from it, which must be there")
  func followUps() {
    estate.run("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-01 09:00")
    for (words, at) in [(["dispatch", "--assignee", "甲"], "09:05"), (["accept"], "09:10"), (["finish"], "10:00")] {
      estate.run(["ticket", words[0], "WX-202610-0001"] + words.dropFirst() + ["--at", "2026-10-01 \(at)"])
    }
    let call = ["callback", "add", "ticket=WX-202610-0001", "called_at=2026-10-02 09:00", "score=2"]
    let unknown = estate.run(call + ["follow_up=TS-202610-0001"])
    #expect(unknown.status == 65)
    #expect(unknown.messages.contains("follow_up: \"TS-202610-0001\" is no known ticket"), "\(unknown.messages)")
    estate.run("ticket", "add", "kind=complaint", "room=1-1-0101", "--at", "2026-10-02 09:05")
    #expect(estate.run(call + ["follow_up=TS-202610-0001"]).status == 0)
    let list = estate.run("callback", "list", "--columns", "ticket,score,follow_up")
    #expect(list.output == "ticket,score,follow_up\nWX-202610-0001,2,TS-202610-0001\n")
  }
}
