// Which role may use which command, with and without a scope: the agreed table, and each of its cells tried.
import Glibc
import PMCore
import PMFormat
import PMStore
import TestSupport
import Testing

@testable import PMCommands

@Suite("The table of rights")
struct RightsTableTests {
  /// A line of the agreed table, `Tests/Fixtures/rights.csv`.
  private struct Agreed {
    let command, right, scope: String
    let roles: [String]

    /// Whether a role may use the command, whole or kept to a part.
    func may(_ role: Role, hasScope: Bool) -> Bool {
      roles.contains(role.rawValue) && !(hasScope && scope == "no")
    }
  }

  private static func fixture() throws -> String {
    let root = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
    return try text(of: root + "/Fixtures/rights.csv")
  }

  private static func agreed() throws -> [Agreed] {
    try fixture().split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      return Agreed(
        command: cells[0], right: cells[1], scope: cells[2], roles: cells[3].split(separator: " ").map(String.init))
    }
  }

  private static let commands = Registry.pm.groups.flatMap { $0.commands() }.map(\.spec)

  // MARK: The table

  @Test("the program's table is the agreed one, which names every command")
  func table() throws {
    let lines = run(["staff", "rights", "--format", "csv"], registry: .pm).output.split(separator: "\n")
    let agreed = try Self.fixture().split(separator: "\n")
    for line in lines where !agreed.contains(line) { Issue.record("pm has, and rights.csv has not: \(line)") }
    for line in agreed where !lines.contains(line) { Issue.record("rights.csv has, and pm has not: \(line)") }
    #expect(lines == agreed)
    let names = Self.commands.filter { !$0.isHidden && !$0.name.hasPrefix("_") }.map(\.name)
    #expect(lines.dropFirst().map { String($0.prefix { $0 != "," }) }.sorted() == names.sorted())
  }

  @Test("each row of the declaration holds for some command, and each command has a row that somebody chose")
  func declaration() {
    let names = Access.table.flatMap(\.names)
    #expect(Set(names).count == names.count, "a name stands twice")
    let nouns = Set(Self.commands.map { String($0.name.prefix { $0 != " " }) })
    let verbs = Set(Self.commands.map { "* " + $0.verb })
    for name in names {
      #expect(nouns.contains(name) || verbs.contains(name) || Self.commands.contains { $0.name == name }, "\(name)")
    }
    for spec in Self.commands {
      let noun = String(spec.name.prefix { $0 != " " })
      let isChosen = Access.table.contains { row in
        (spec.changes ? row.writing : row.reading) != nil
          && row.names.contains { [noun, spec.name, "* " + spec.verb].contains($0) }
      }
      #expect(isChosen, "give pm \(spec.name) a row in Access.table (Rights.swift)")
    }
  }

  @Test("a list is kept to a part where a fence hides rows of its table, and nowhere else")
  func scopes() {
    let fenced = Set(ScopeFence.tables)
    for spec in Self.commands where ["list", "show"].contains(spec.verb) {
      guard let record = spec.record else { continue }
      #expect((spec.access.scope == .part) == fenced.contains(record.table), "pm \(spec.name)")
    }
  }

  // MARK: Its cells

  /// The commands of pm by name, each of which only opens the database as the real one does.
  private static let probes = Registry(
    Registry.pm.groups.map { group in
      CommandGroup(group.noun, group.summary, group.section) {
        group.commands().map { command in
          var spec = command.spec
          spec.arguments = []
          return AnyCommand(spec) { [changes = spec.changes] _, context in
            if changes {
              try context.write { context, _ in context.hasChanged = false }
            } else {
              _ = try context.openForReading()
            }
          }
        }
      }
    })

  /// One member of staff for each role, whose login is the role; and one with a scope, if there is one.
  private static func staff(scope: String? = nil) -> String {
    Role.allCases.map { role in
      "S-\(role.rawValue),\(role.zh)甲,\(role.rawValue),\(role.rawValue),\n"
        + (scope.map { "P-\(role.rawValue),\(role.zh)乙,part-\(role.rawValue),\(role.rawValue),\($0)\n" } ?? "")
    }.joined()
  }

  @Test("each role may use the commands of its cells and is refused all others", arguments: Role.allCases)
  func cells(role: Role) throws {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,花园\n"),
      ("staff", "code,name,login,roles,scope\n" + Self.staff(scope: "HY")),
    ])
    for (place, line) in try Self.agreed().enumerated() {
      let words = line.command.split(separator: " ").map(String.init)
      for hasScope in [false, true] {
        let login = (hasScope ? "part-" : "") + role.rawValue
        let ran = estate.run(as: login, words, Self.probes)
        #expect(
          ran.status == (line.may(role, hasScope: hasScope) ? 0 : 77),
          "\(login): pm \(line.command): \(ran.messages)")
        if ran.status == 77 {
          let isOfRole = !line.roles.contains(role.rawValue)
          let reason = isOfRole ? "that takes one of: " : "concerns the whole database"
          #expect(ran.messages.contains(reason), "\(ran.messages)")
        }
        // --reveal is a right of its own, whatever the command: of some it is enough.
        if !isThorough, !place.isMultiple(of: 8) { continue }
        let reveals = line.may(role, hasScope: hasScope) && role != .analyst
        let revealing = estate.run(as: login, words + ["--reveal"], Self.probes)
        #expect(revealing.status == (reveals ? 0 : 77), "\(login): pm \(line.command) --reveal")
      }
    }
  }

  /// Commands that never look into the database in use: nobody is asked there who he is.
  private static let outside: Set = ["init", "schema", "version", "completion", "staff rights"]

  /// The probes ask each cell; the real line of a command is tried by two roles of each sort, one of them
  /// kept to a part, other ones for each command.
  @Test("each real command line is refused by the table to who lacks its right, and else done")
  func lines() throws {
    let sample = ExportSample()
    try CanaryEstate.fill(sample)
    let staff =
      "code,name,login,roles,scope\nS1,员工甲,s1,manager,\nS2,王,wang,manager,\nS3,y,,,CO\n" + Self.staff(scope: "CO")
    try sample.write(staff, to: "staff.csv")
    try sample.done("staff", "import", sample.file("staff.csv"))
    let backup = run(
      ["db", "backup", sample.file("master.db")], ["PM_DB": sample.file("pm.db"), "USER": "admin"], registry: .pm)
    #expect(backup.status == 0, "\(backup.messages)")
    let agreed = Dictionary(uniqueKeysWithValues: try Self.agreed().map { ($0.command, $0) })
    for (turn, invocation) in Invocation.all.enumerated() where !Self.outside.contains(invocation.command) {
      let line = try #require(agreed[invocation.command])
      let changes = Self.commands.first { $0.name == invocation.command }?.changes == true
      let typed =
        invocation.command.split(separator: " ").map(String.init) + CanaryEstate.words(invocation.words, sample)
      let cells = Role.allCases.flatMap { role in [false, true].map { (role, $0) } }
      for may in [false, true] {
        let alike = cells.filter { line.may($0.0, hasScope: $0.1) == may }
        for step in 0..<min(2, alike.count) {
          let (role, hasScope) = alike[(turn * 5 + step * 7) % alike.count]
          let login = (hasScope ? "part-" : "") + role.rawValue
          for name in ["again.csv", "copy.db"] { unlink(sample.file(name)) }
          if !invocation.file.isEmpty { try sample.write(invocation.file, to: "in.csv") }
          // The books of all companies are closed by those who see them all.
          let own = hasScope && ["bill close", "bill reopen"].contains(invocation.command) ? ["--org", "CO"] : []
          let words = typed + own
          if may, !invocation.before.isEmpty {
            let before = run(
              CanaryEstate.words(invocation.before, sample) + own,
              ["PM_DB": sample.file("pm.db"), "USER": "admin"], registry: .pm)
            #expect(before.status == 0, "\(before.messages)")
          }
          let output = MemoryDestination()
          let messages = MemoryDestination()
          let status = runCommandLine(
            words, registry: .pm, environment: Environment(["PM_DB": sample.file("pm.db"), "USER": login]),
            input: .sent(Array(invocation.file.utf8)), output: .memory(output), messages: .memory(messages))
          #expect(may ? [0, 1].contains(status) : status == 77, "\(login): \(invocation): \(status) \(messages.text)")
          if may, changes || !invocation.before.isEmpty { try sample.restore() }
        }
      }
    }
  }
}
