// What was due on a day that is past: later moves are as if they had not been.
import Glibc
import PMCommands
import PMCore
import Testing

@Suite("Due at a moment")
struct DueMomentTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      ("sla", "kind,category,severity,respond_minutes,finish_minutes,callback_minutes\nrepair,,,60,600,\n")
    ])

  private func move(_ words: String..., at: String) {
    let ran = estate.run(["ticket"] + words + ["--at", at])
    #expect(ran.status == 0, "\(ran.messages)")
  }

  /// Number and state of what was due at the end of a day, each once.
  private func due(_ day: String) -> Set<String> {
    let ran = estate.run("ticket", "due", "--as-of", day, "--within", "100000", "--format", "jsonl")
    #expect(ran.status == 0)
    return Set(
      ran.output.split(separator: "\n").map { line in
        func value(_ name: String) -> Substring {
          let words = line.components(behind: "\"\(name)\":\"")
          return words.prefix { $0 != "\"" }
        }
        return "\(value("number").suffix(1)) \(value("state"))"
      })
  }

  @Test("a ticket cancelled, closed, suspended or reopened later stands as it did on the day")
  func states() {
    for _ in 1...5 {
      move("add", "kind=repair", "room=1-1-0101", "summary=x", at: "2026-10-01 09:00")
    }
    for number in ["WX-202610-0002", "WX-202610-0003", "WX-202610-0004"] {
      move("dispatch", number, "--department", "工程部", at: "2026-10-01 10:00")
      move("accept", number, at: "2026-10-01 10:10")
    }
    move("cancel", "WX-202610-0001", "--remark", "x", at: "2026-10-03 09:00")
    move("suspend", "WX-202610-0002", "--remark", "x", at: "2026-10-01 11:00")
    move("resume", "WX-202610-0002", at: "2026-10-03 09:00")
    move("finish", "WX-202610-0003", at: "2026-10-01 12:00")
    move("close", "WX-202610-0003", at: "2026-10-01 13:00")
    move("reopen", "WX-202610-0003", at: "2026-10-03 09:00")
    move("suspend", "WX-202610-0004", "--remark", "x", at: "2026-10-03 09:00")
    #expect(due("2026-10-01") == ["1 new", "4 accepted", "5 new"])
    #expect(due("2026-10-02") == ["1 new", "4 accepted", "5 new"])
    #expect(due("2026-10-03") == ["2 accepted", "3 reopened", "5 new"])
  }
}

@Suite("Due today")
struct DueTodayTests {
  @Test("of today lists, figures and reports say what holds now; of another day what holds at its end")
  func today() throws {
    let estate = Estate(
      Estate.twoCommunities + [("sla", "kind,respond_minutes,finish_minutes\nrepair,2880,2880\n")])
    func added(_ words: String...) {
      let ran = estate.run(["ticket", "add", "kind=repair", "room=1-1-0101", "summary=x"] + words)
      #expect(ran.status == 0, "\(ran.messages)")
    }
    let zone = Zone.standard
    let now = Instant(seconds: Int64(time(nil)))
    let day = zone.day(of: now)
    // One that is over since a minute, one that will be in a minute, and one of this very second.
    added("--at", zone.text(Instant(seconds: now.seconds - 2881 * 60)))
    added("--at", zone.text(Instant(seconds: now.seconds - 2878 * 60)))
    added()
    func overdue(_ words: String...) -> Int {
      let ran = estate.run(["ticket", "due", "--format", "jsonl"] + words)
      return ran.output.split(separator: "\n").filter {
        $0.contains("\"what\":\"finish\"") && $0.contains("\"overdue\":true")
      }.count
    }
    func report(_ asOf: [String]) -> (tickets: String, timeliness: String, board: Int) {
      let range = ["--from", "\(day.adding(-40))", "--to", "\(day)"] + asOf
      let kpi = estate.run(["report", "kpi"] + range).output.split(separator: "\n").first {
        $0.contains("repair_timeliness")
      }
      let board = estate.run(["report", "dashboard", "--format", "table"] + range).output
      return (
        String(estate.run(["report", "tickets"] + range).output.split(separator: "\n").last ?? ""),
        kpi.map { $0.split(separator: ",")[3...4].joined(separator: "/") } ?? "",
        board.split(separator: "\n").filter { $0.contains(" finish ") && $0.hasPrefix("WX-") }.count
      )
    }
    let isSameDay = { zone.day(of: Instant(seconds: Int64(time(nil)))) == day }
    for asOf in [[], ["--as-of", "\(day)"]] {
      let found = report(asOf)
      let due = asOf.isEmpty ? overdue() : overdue("--as-of", "\(day)")
      // The day may have ended in between.
      guard isSameDay() else { return }
      // received 3, open 3, overdue 1
      #expect(found.tickets.hasPrefix("total,3,0,0,3,0,0,3,1,"), "\(found)")
      #expect(found.timeliness == "0/1", "\(found)")
      #expect(found.board == 1 && due == 1, "\(found) \(due)")
    }
    let ahead = "\(day.adding(3))"
    #expect(report(["--as-of", ahead]).timeliness == "0/3")
    #expect(overdue("--as-of", ahead) == 3)
  }
}

extension Substring {
  /// The rest behind the first `mark`.
  fileprivate func components(behind mark: String) -> Substring {
    var rest = self[...]
    while !rest.isEmpty, !rest.hasPrefix(mark) { rest.removeFirst() }
    return rest.dropFirst(mark.count)
  }
}
