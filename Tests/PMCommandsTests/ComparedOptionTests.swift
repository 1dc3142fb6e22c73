// Options that are held against texts of records ask for what is masked in them, as --where does.
import PMCore
import Testing

@testable import PMCommands

@Suite("Options that are compared")
struct ComparedOptionTests {
  private static let number = "13812345678"
  private static let name = "员工" + number

  private static let specs = Registry.pm.groups.flatMap { $0.commands() }.map(\.spec)

  /// What stands for texts in which nobody is sought by what is masked: codes, numbers of documents and
  /// keys, which are shown whole or the caller's own; files; what is stored; conditions, which have the rule.
  private static let placeholders: Set = [
    "CODE", "NUMBER", "NUMBERS", "KEY", "ORG", "FILE", "PROGRAM", "TITLE", "TEXT", "ACCOUNT", "AMOUNT", "BASIS",
    "yes|no", "A,B,…", "A,-B,…", "FIELD=VALUE", "COLUMN=VALUE", "CUSTOMER=AMOUNT",
  ]

  /// Options with names that are stored, or (approver, command) are nobody's in a text of a record.
  private static let stored: Set = [
    "approver", "by", "to", "department", "assignee", "responsible", "account", "command",
  ]

  private static let compared: [(spec: CommandSpec, option: String)] = specs.flatMap { spec in
    spec.options.filter(\.isCompared).map { (spec, $0.name) }
  }

  private static func estate() -> Estate {
    Estate(
      Estate.twoCommunities + [
        (
          "ticket",
          "number,kind,category,channel,room,summary,created_at,assignee\nTI-1,complaint,噪音,phone,1-1-0101,吵,2026-10-03 09:00,\(name)\n"
        ),
        ("sla", "kind,category,severity,respond_minutes,finish_minutes\ncomplaint,,,30,2880\n"),
        (
          "staff",
          "code,name,login,roles\nS1,王,root,admin\nS2,析,an,analyst\nS3,\(name),,\nS4,李,li,service\n"
        ),
      ])
  }

  private static func last(_ estate: Estate) -> String {
    estate.run(as: "root", ["audit", "list", "--newest", "--limit", "1", "--format", "jsonl"]).output
  }

  @Test("every option of every command that takes a name is compared by the rule, or stores it")
  func complete() {
    for spec in Self.specs {
      for option in spec.options where (try? option.accepts(Self.name)) == true {
        let placeholder = option.placeholder ?? ""
        let isOther =
          Self.placeholders.contains(placeholder) || placeholder == option.name.uppercased()
          || Self.stored.contains(option.name)
        #expect(option.isCompared != isOther, "pm \(spec.name) --\(option.name) \(placeholder)")
      }
    }
    #expect(Self.compared.count >= 10)
  }

  @Test("who may not reveal is refused a number in each of them, right or wrong")
  func refused() throws {
    let estate = Self.estate()
    let before = try estate.digest()
    for (spec, option) in Self.compared {
      for name in [Self.name, "员工13812345679", "138 1234 5678"] {
        for words in [["--\(option)", name], ["--\(option)=\(name)"]] {
          let ran = estate.run(as: "an", spec.name.split(separator: " ").map(String.init) + words)
          #expect(ran.status == 77 && ran.output == "", "\(spec.name): \(ran.messages)")
          if spec.access.right == .look {
            #expect(
              ran.messages.contains(
                "--\(option): nothing can be chosen by the number of somebody: what there is would tell what is masked"),
              "\(ran.messages)")
            #expect(ran.messages.contains("a role that may --reveal"), "\(ran.messages)")
          }
        }
      }
    }
    #expect(try estate.digest() == before)
  }

  @Test("who may leaves an entry by each of them, with the number masked")
  func recorded() {
    let estate = Self.estate()
    for (spec, option) in Self.compared {
      let before = estate.run(as: "root", ["audit", "head"]).output
      _ = estate.run(as: "root", spec.name.split(separator: " ").map(String.init) + ["--\(option)", Self.name])
      #expect(estate.run(as: "root", ["audit", "head"]).output != before)
      let last = Self.last(estate)
      #expect(last.contains("\"command\":\"\(spec.name)\""), "\(spec.name): \(last)")
      #expect(last.contains("--\(option) 员工138****5678") && !last.contains(Self.number), "\(last)")
    }
  }

  @Test("a name without a number is no such question, and nothing of it is recorded or tried")
  func plain() throws {
    let estate = Self.estate()
    let before = try estate.digest()
    let words = ["ticket", "due", "--as-of", "2026-11-20", "--for"]
    #expect(estate.run(as: "an", words + ["李"]).status == 0)
    #expect(try estate.digest() == before)
    let found = estate.run(as: "li", words + [Self.name])
    #expect(
      found.status == 0 && found.output.contains("TI-1") && !found.output.contains(Self.number), "\(found.output)")
    let tried = estate.run(as: "li", words + [Self.name, "--dry-run"])
    #expect(tried.status == 64 && tried.messages.contains("leave --dry-run out"), "\(tried.messages)")
    let stream = estate.run(
      as: "root", ["batch"], input: #"["ticket","due","--as-of","2026-11-20","--for","\#(Self.name)"]"#)
    #expect(stream.output.contains("TI-1"), "\(stream.output)")
    #expect(Self.last(estate).contains("\"command\":\"ticket due\""))
  }

  @Test("suggestions do not tell a number digit by digit", arguments: [("1381", "1399"), ("1381234", "1399999")])
  func suggestions(digits: (right: String, wrong: String)) {
    let estate = Self.estate()
    func said(_ digits: String) -> [Substring] {
      let ran = estate.run(as: "an", ["ticket", "due", "--as-of", "2026-11-20", "--for", "员工" + digits])
      #expect(ran.status == 0 && ran.messages.contains("did you mean"), "\(ran.messages)")
      return ran.messages.split(separator: ";").dropFirst().map { $0 }
    }
    #expect(said(digits.right) == said(digits.wrong))
  }
}
