// What stands between two commands of a shell: codes on standard input, bytes of no locale, formats that are.
import PMCommands
import PMCore
import Testing

@Suite("Pipelines")
struct PipelineTests {
  private let estate = Estate(Estate.twoCommunities)

  init() {
    for (place, kind) in ["repair", "complaint", "repair"].enumerated() {
      let ran = estate.run(
        "ticket", "add", "kind=\(kind)", "room=1-1-0101", "summary=S\(place)", "channel=phone", "--at",
        "2026-10-0\(place + 1) 09:00")
      #expect(ran.status == 0)
    }
  }

  @Test(
    "numbers are read from the column of numbers, whatever lists them and in which order",
    arguments: [
      "number\nWX-202610-0001\nWX-202610-0002\n",
      "kind,number\nrepair,WX-202610-0001\nrepair,WX-202610-0002\n",
      "\"类型\",\"工单号\"\r\n报修,WX-202610-0001\r\n报修,WX-202610-0002\r\n",
      "kind\tticket\nrepair\tWX-202610-0001\nrepair\tWX-202610-0002\n",
      "[{\"kind\":\"repair\",\"number\":\"WX-202610-0001\"},{\"number\":\"WX-202610-0002\"}]",
      "{\"number\":\"WX-202610-0001\"}\n{\"number\":\"WX-202610-0002\"}\n",
      "WX-202610-0001 WX-202610-0002",
      "WX-202610-0001,repair\nWX-202610-0002,repair\n",
      "\"WX-202610-0001\"\trepair\n\nWX-202610-0002\trepair\n",
    ])
  func numbers(input: String) {
    let ran = estate.run(
      ["ticket", "dispatch", "-", "--department", "工程部", "--at", "2026-10-04 09:00"], input: input)
    #expect(ran.messages.contains("ticket dispatch: 2 updated"), "\(ran.messages)")
  }

  @Test("what one command lists another takes as it comes")
  func listed() {
    for format in ["csv", "tsv", "json", "jsonl"] {
      let due = estate.run("ticket", "list", "--columns", "summary,number,kind", "--format", format)
      let ran = estate.run(
        ["ticket", "dispatch", "-", "--department", "工程部", "--at", "2026-10-04 09:00", "--dry-run"],
        input: due.output)
      #expect(ran.messages.contains("3 updated"), "\(format): \(ran.messages)")
    }
  }

  @Test(
    "what programs read is the same in every language",
    arguments: [
      ["report", "tickets", "--from", "2026-10-01", "--to", "2026-10-31"],
      ["report", "pivot", "--rows", "kind", "--cols", "channel", "--from", "2026-10-01", "--to", "2026-10-31"],
      ["report", "focus", "--by", "channel", "--from", "2026-10-01", "--to", "2026-10-31"],
      ["report", "workload", "--from", "2026-10-01", "--to", "2026-10-31"],
      ["ticket", "due", "--as-of", "2026-10-31"], ["callback", "due", "--as-of", "2026-10-31"],
    ])
  func bytes(words: [String]) {
    for format in ["csv", "json"] {
      let english = estate.run(words + ["--format", format, "--lang", "en"])
      let chinese = estate.run(words + ["--format", format, "--lang", "zh"])
      // Only the headings of CSV turn Chinese where that is asked for.
      func rows(_ text: String) -> Substring {
        format == "csv" ? text.drop { $0 != "\n" } : text[...]
      }
      #expect(english.status == 0 && rows(english.output) == rows(chinese.output))
    }
  }

  @Test("people read choices in their language")
  func words() {
    let range = ["--from", "2026-10-01", "--to", "2026-10-31", "--format", "table", "--lang", "zh"]
    let pivot = estate.run(["report", "pivot", "--rows", "kind", "--cols", "channel"] + range).output
    #expect(pivot.contains("报修") && pivot.contains("电话") && !pivot.contains("repair"))
    let focus = estate.run(["report", "focus", "--by", "kind"] + range).output
    #expect(focus.contains("投诉") && !focus.contains("complaint"))
  }

  @Test("a format that is none is refused")
  func formats() {
    let sheet = estate.run("room", "list", "-o", estate.folder + "/rooms.xlsx")
    #expect(sheet.status == 64)
    #expect(sheet.messages.contains("--output: pm writes no .xlsx"))
    #expect(
      sheet.messages.contains(
        "name the file .csv (with --excel for a spreadsheet), .html to print, .json …, or say --format"))
    let text = estate.run("export", "ledger", "--format", "json")
    #expect(text.status == 64)
    #expect(text.messages.contains("this output has one format: leave --format out"))
  }

  @Test("a verb in front of its noun is answered with the command")
  func turned() {
    let ran = estate.run("list", "room")
    #expect(ran.status == 64 && ran.messages.contains("did you mean pm room list?"))
  }

  @Test(
    "the language is that of the locale as POSIX finds it",
    arguments: [
      (["LANG": "zh_CN.UTF-8"], true), (["LC_ALL": "C", "LANG": "zh_CN.UTF-8"], false),
      (["LC_ALL": "zh_CN.UTF-8", "LANG": "C"], true), (["LC_MESSAGES": "zh_CN.UTF-8", "LANG": "C"], true),
      (["LC_ALL": "", "LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"], false),
      (["PM_LANG": "zh", "LC_ALL": "C"], true),
    ])
  func locale(variables: [String: String], isChinese: Bool) {
    #expect((Environment(variables).language == .chinese) == isChinese)
  }
}
