// Nonconformities, forms, the log, workload and surveys.
import PMStore
import Testing

@Suite("Quality work is recorded and proved")
struct QualityTests {
  /// Two rooms that were delivered and one that was not.
  private func estate() -> Estate {
    Estate([
      ("org", "code,kind,name,parent\nCO,company,示例物业,\nHY,community,示例花园,CO\nLY,community,绿园,CO\n"),
      (
        "room",
        """
        code,community,building,delivered_on
        1-1,HY,1,2025-01-01
        1-2,HY,1,2025-01-01
        1-3,HY,1,
        2-1,LY,2,2025-01-01

        """
      ),
    ])
  }

  @Test("numbers run without gaps in each month, also after what was refused")
  func numbers() throws {
    let estate = estate()
    func add(_ day: String) -> Ran {
      estate.run("nonconformity", "add", "description=漏项", "owner=员工乙", "found_on=\(day)", "--quiet")
    }
    #expect(add("2026-09-30").output.contains("NC-202609-0001"))
    #expect(add("2026-10-01").output.contains("NC-202610-0001"))
    #expect(add("2026-13-01").status == 65)
    #expect(add("2026-10-31").output.contains("NC-202610-0002"))
    #expect(add("2026-09-01").output.contains("NC-202609-0002"))
    #expect(estate.run("db", "check").status == 0)
  }

  @Test(
    "a verification is refused before the measures are done, by the owner, and a second time",
    arguments: [
      ([String](), "员工丙", "not-done"), (["done"], "员工乙", "verified-by-owner"),
      (["done", "verify"], "员工丙", "verified-already"),
    ])
  func verification(steps: [String], by name: String, code: String) {
    let estate = estate()
    estate.run(
      "nonconformity", "add", "description=漏项", "owner=员工乙", "found_on=2026-10-01",
      "root_cause=a", "correction=b", "corrective_action=c")
    for step in steps {
      let rest = step == "verify" ? ["--effective", "yes", "--by", "员工丁"] : []
      estate.run(
        ["nonconformity", step, "NC-202610-0001", "--at", "2026-10-05 09:00"] + rest)
    }
    let ran = estate.run(
      "nonconformity", "verify", "NC-202610-0001", "--effective", "no", "--by", name, "--at",
      "2026-10-06 09:00", "--format", "json")
    #expect(ran.status == 65)
    #expect(ran.messages.contains("\"\(code)\""))
    #expect(!estate.run("nonconformity", "list").output.contains("NC-202610-0002"))
  }

  @Test("time in suspense is no working time")
  func suspense() {
    let estate = estate()
    estate.run("ticket", "add", "kind=repair", "room=1-1", "--at", "2026-10-01 09:00")
    for (words, at) in [
      (["dispatch", "--assignee", "员工乙"], "2026-10-01 09:00"), (["accept"], "2026-10-01 10:00"),
      (["suspend"], "2026-10-01 11:00"), (["resume"], "2026-10-03 11:00"),
      (["finish"], "2026-10-03 11:40"),
    ] {
      estate.run(["ticket", words[0], "WX-202610-0001"] + words.dropFirst() + ["--at", at])
    }
    let report = estate.run("report", "workload", "--period", "2026-10", "--as-of", "2026-11-01")
    #expect(report.output.contains("员工乙,1,1.67,0,0,,0,,1,1"))
    let elsewhere = estate.run(
      "report", "workload", "--period", "2026-10", "--as-of", "2026-11-01", "--scope", "LY")
    #expect(!elsewhere.output.contains("员工乙"))
  }

  @Test("a survey counts delivered rooms, and compares with last year's of the same scope")
  func survey() {
    let estate = estate()
    estate.take(
      "survey",
      """
      code,name,scope,from,to,target
      S25,去年,HY,2025-10-01,2025-10-31,0.8
      S26,今年,HY,2026-10-01,2026-10-31,0.5
      L26,绿园,LY,2026-10-01,2026-10-31,0.8

      """)
    estate.take(
      "answer",
      """
      survey,room,dimension,score,department
      S25,1-1,overall,2,
      S26,1-1,overall,5,工程部
      S26,1-2,overall,3,
      S26,1-1,repair,1,工程部
      L26,2-1,overall,4,

      """)
    let rows = estate.run("report", "survey", "S26").output.split(separator: "\n").dropFirst()
    #expect(
      rows == [
        // Both years asked overall: 1 ÷ 2 less 0 ÷ 1.
        "all,2,2,1.0000,3,1,0.3333,0.5,no,0.0000,0.5000,0.5000,0.5000",
        "overall,2,2,1.0000,2,1,0.5000,0.5,yes,0.0000,0.5000,0.6667,0.5000",
        "repair,2,1,0.5000,1,0,0.0000,0.5,no,,,0.0000,",
      ])
    let departments = estate.run("report", "survey", "S26", "--by", "department").output
    #expect(departments.contains("工程部,2,1,0.5000,2,1,0.5000"))
  }

  @Test("asked are homes, shops and offices, delivered by day or by status, and not those that are gone")
  func asked() {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,示例花园\n"),
      (
        "room",
        """
        code,community,building,kind,floor_area,delivered_on,status
        A-1,HY,1,residence,80,2025-01-01,
        A-2,HY,1,residence,80,,occupied
        A-3,HY,1,residence,80,,sold
        A-4,HY,1,residence,80,2026-11-01,
        S-1,HY,1,shop,60,2025-01-01,
        P-1,HY,1,parking,12,2025-01-01,
        P-2,HY,1,parking,12,2025-01-01,
        C-1,HY,1,storage,5,2025-01-01,

        """
      ),
    ])
    estate.take("survey", "code,name,scope,from,to\nS26,今年,HY,2026-10-01,2026-10-31\n")
    func asked() -> String {
      estate.run("report", "survey", "S26").output.split(separator: "\n").first { $0.hasPrefix("all,") }
        .map { $0.split(separator: ",", omittingEmptySubsequences: false)[1...3].joined(separator: ",") } ?? ""
    }
    // S-1.
    #expect(asked() == "3,0,0.0000")
    // Whoever answers was asked: no more rooms answer than were.
    estate.take("answer", "survey,room,dimension,score\nS26,P-1,overall,5\nS26,A-1,overall,4\n")
    #expect(asked() == "4,2,0.5000")
    let split = estate.run("room", "split", "S-1", "--into", "S-1A=30,S-1B=30", "--on", "2026-10-10")
    #expect(split.status == 0, "\(split.messages)")
    // Two shops in the place of one.
    #expect(asked() == "5,2,0.4000")
  }

  @Test(
    "forms mask numbers in free text and fit all languages and formats",
    arguments: ["intake", "dispatch", "callback", "evaluation"], ["html", "md", "table"])
  func forms(form: String, format: String) {
    let estate = estate()
    estate.run(
      "ticket", "add", "kind=repair", "room=1-1", "summary=回电13900000001", "contact=甲<13900000001>",
      "--at", "2026-10-01 09:00")
    for language in ["en", "zh"] {
      let ran = estate.run(
        "ticket", "form", "WX-202610-0001", "--form", form, "--format", format, "--lang", language)
      #expect(ran.status == 0)
      #expect(!ran.output.contains("13900000001"))
      #expect(ran.output.contains("9001:2015"))
      #expect(format != "html" || !ran.output.contains("甲<"))
    }
  }
}
