// Papers are printed for what one sees, and for nobody and nothing else.
import PMCore
import Testing

@testable import PMCommands

@Suite struct PaperSightTests {
  /// Each command that prints papers for many at once.
  private static let forAll = [
    "bill notice --all --as-of 2026-11-20", "bill notice --scope A1 --as-of 2026-11-20",
    "customer statement --all --period 2026-10", "customer statement --scope A1 --period 2026-10",
    "payment receipt --on 2026-09-05",
  ]

  /// Each that prints a paper of what is named, one of one's own and one of elsewhere.
  private static let named: [(command: String, own: String, other: String)] = [
    ("bill notice --as-of 2026-11-20 --room", "RA1", "RA2"),
    ("bill notice --as-of 2026-11-20 --customer", "KA1", "KB1"),
    ("customer statement --period 2026-10", "KA1", "KA2"), ("payment receipt", "P0000001", "P0000003"),
    ("ticket form --form intake", "TA1", "TA2"), ("nonconformity form", "NC-202610-0001", "NC-202610-0002"),
  ]

  private static let marks = ["外", "RA2", "RB1", "KA2", "KB1", "TA2", "TB1"]

  private func estate() -> Estate {
    let estate = FenceTests().group()
    for (ticket, text) in [("TA1", "内"), ("TB1", "外")] {
      let words = ["nonconformity", "add", "ticket=\(ticket)", "description=\(text)", "owner=x", "found_on=2026-10-06"]
      #expect(estate.run(as: "boss", words).status == 0)
    }
    return estate
  }

  private func run(_ estate: Estate, as user: String, _ line: String, _ more: String...) -> Ran {
    estate.run(as: user, line.split(separator: " ").map(String.init) + more)
  }

  @Test("papers for everybody are those of what lies within", arguments: forAll)
  func everybody(line: String) throws {
    let estate = estate()
    let own = run(estate, as: "li", line)
    #expect(own.status == 0 && own.output.contains("内甲"), "\(own.messages)")
    for mark in Self.marks { #expect(!own.output.contains(mark), "\(own.output)") }
    if line.contains("scope") { return }
    let all = run(estate, as: "boss", line)
    for mark in ["内甲", "外乙", "外丙"] { #expect(all.output.contains(mark), "\(all.output)\(all.messages)") }
    // Printed once more, when those of elsewhere are no longer the first.
    #expect(run(estate, as: "li", line).status == 0)
  }

  @Test("what is kept as delivered lies within")
  func delivered() {
    let estate = estate()
    let ran = run(estate, as: "li", "bill notice --all --as-of 2026-11-20 --delivered door")
    #expect(ran.messages == "bill notice: 1 created, 0 unchanged\n", "\(ran.messages)")
    #expect(estate.run(as: "boss", ["delivery", "list", "--columns", "room"]).output == "room\nRA1\n")
    #expect(run(estate, as: "li", "bill notice --room RB1 --as-of 2026-11-20 --delivered door").status == 66)
  }

  @Test("a paper of what is named is printed within, and of elsewhere there is nothing")
  func one() {
    let estate = estate()
    for (command, own, other) in Self.named {
      let (first, second) = (run(estate, as: "li", command, own), run(estate, as: "li", command, other))
      #expect(first.status == 0 && !first.output.isEmpty, "\(command): \(first.messages)")
      #expect(second.status == 66 && second.output.isEmpty, "\(command): \(second.status) \(second.messages)")
    }
  }

  @Test("every command that prints papers is asked")
  func complete() {
    let asked = Set(
      (Self.forAll + Self.named.map(\.command)).map { $0.split(separator: " ").prefix(2).joined(separator: " ") })
    for spec in Registry.pm.groups.flatMap({ $0.commands() }).map(\.spec) where !spec.isHidden {
      let isPaper = ["notice", "statement", "receipt", "form"].contains(spec.verb)
      #expect(isPaper == asked.contains(spec.name), "pm \(spec.name)")
    }
    for name in ["bill notice", "customer statement", "payment receipt"] {
      let words = name.split(separator: " ").map(String.init)
      #expect(Estate().run(words + ["--help"]).output.contains("omebody with a scope"), "\(name)")
    }
  }
}
