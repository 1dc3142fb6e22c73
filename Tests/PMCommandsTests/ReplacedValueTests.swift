// Every value that a command replaced is kept, and shown by `pm audit show`.
import PMCommands
import Testing

@Suite("Replaced values")
struct ReplacedValueTests {
  private let estate = Estate(Estate.twoCommunities)

  /// Column, old and new value of each row that `audit show` lists.
  private func shown(_ words: String...) -> [String] {
    estate.run(["audit", "show"] + words + ["--format", "tsv"]).output.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).suffix(3).joined(separator: "|")
    }
  }

  @Test("a setting is kept with each value that it had")
  func settings() {
    #expect(estate.run("setting", "set", "callback.share=0.5", "mode=group").status == 0)
    #expect(estate.run("setting", "set", "callback.share=0.25").status == 0)
    #expect(estate.run("setting", "set", "callback.share=0.25").messages.contains("1 unchanged"))
    #expect(shown("setting", "callback.share") == ["callback.share||0.5", "callback.share|0.5|0.25"])
    #expect(shown("setting", "mode") == ["mode|centre|group"])
    let entry = estate.run("audit", "list", "--command", "setting set", "--format", "csv").output
      .split(separator: "\n").dropFirst().first?.split(separator: ",").first.map(String.init) ?? ""
    #expect(shown(entry) == ["callback.share||0.5", "mode|centre|group"])
    #expect(estate.run("audit", "verify").status == 0 && estate.run("db", "check").status == 0)
    #expect(estate.run("audit", "show", "setting", "callback.shar").messages.contains("callback.share"))
  }

  @Test("what a paid service is billed as, and a file that has changed")
  func tickets() {
    estate.take("customer", "code,name,kind\nC1,甲,person\n")
    estate.take("fee", "code,name,class,tax_rate,priority\nFW,有偿服务,one-off,0,4\n")
    let path = estate.file("a.txt", "one")
    for words in [
      ["ticket", "add", "kind=service", "room=1-1-0101", "customer=C1", "summary=x", "--at", "2026-10-01 09:00"],
      ["ticket", "attach", "FW-202610-0001", path, "--at", "2026-10-01 09:10"],
    ] { #expect(estate.run(words).status == 0) }
    estate.file("a.txt", "three")
    #expect(estate.run("ticket", "attach", "FW-202610-0001", path, "--at", "2026-10-01 09:20").status == 0)
    let columns = Set(shown("attachment", "FW-202610-0001,\(path)").map { String($0.prefix { $0 != "|" }) })
    #expect(columns == ["digest", "size", "attached_at"])
    for words in [
      ["dispatch", "FW-202610-0001", "--department", "X"], ["accept", "FW-202610-0001"],
      ["finish", "FW-202610-0001", "--fee", "FW", "--amount", "50"],
    ] {
      let ran = estate.run(["ticket"] + words + ["--at", "2026-10-01 10:00"])
      #expect(ran.status == 0, "\(ran.messages)")
    }
    #expect(shown("ticket", "FW-202610-0001").contains("fee||FW"))
  }
}
