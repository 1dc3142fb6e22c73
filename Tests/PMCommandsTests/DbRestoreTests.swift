// Who comes back with a backup, and what cron is admitted as.
import Glibc
import PMCore
import Testing

@testable import PMCommands

private let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

@Suite("pm db restore")
struct DbRestoreTests {
  private static let staff = """
    code,name,login,roles,scope
    S1,甲,tester,admin,
    S2,乙,li,clerk,
    S3,丙,zhao,manager cashier,
    S4,丁,qian,clerk,HY
    S5,戊,sun,clerk,
    S6,己,wu,clerk,
    S7,庚,zhou,auditor,

    """

  @Test("a restore names the logins that may do more by it than before, and no others")
  func regained() throws {
    let estate = Estate(billed: [])
    #expect(estate.take("staff", Self.staff).status == 0)
    let copy = estate.folder + "/copy.db"
    defer { unlink(copy) }
    estate.run("db", "backup", copy)
    #expect(!estate.run("db", "restore", copy, "--yes", "--dry-run").messages.contains("logins that"))
    for words in [
      ["S2", "to=2026-01-31"], ["S3", "roles=cashier"], ["S4", "scope="], ["S5", "scope=HY"],
      ["S6", "login="], ["S7", "roles=admin auditor"],
    ] {
      let ran = estate.run(["staff", "set"] + words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    let warning = """
      warning: logins that may do more by the backup than before: li, zhao, sun, wu
        end or lessen them anew: pm staff set S2 to=DATE, roles=… or scope=…

      """
    let rehearsed = estate.run("db", "restore", copy, "--yes", "--dry-run", "--format", "json")
    #expect(rehearsed.output.contains(#""regained_logins":4"#), "\(rehearsed.output)")
    let dry = estate.run("db", "restore", copy, "--yes", "--dry-run")
    #expect(
      dry.messages
        == warning + "restore: 1 restored, 0 unchanged, 4 regained logins (dry run, rolled back)\n",
      "\(dry.messages)")
    let ran = estate.run("db", "restore", copy, "--yes", "--format", "json")
    #expect(ran.status == 0)
    #expect(ran.messages.contains(#""code":"logins-regained""#), "\(ran.messages)")
    #expect(ran.output.contains(#"{"item":"regained_logins","value":"li, zhao, sun, wu"}"#), "\(ran.output)")
    #expect(estate.run(as: "li", ["room", "list"]).status == 0)
    // What was replaced holds no more than the backup did; of a damaged file nothing is known.
    let back = estate.run("db", "restore", estate.database + ".replaced-1", "--yes", "--dry-run")
    #expect(back.messages.contains("may do more by the backup than before: qian, zhou\n"), "\(back.messages)")
    for end in ["-wal", "-shm"] { unlink(estate.database + end) }
    estate.file("pm.db", "no database")
    let mended = estate.run("db", "restore", copy, "--yes")
    #expect(
      mended.messages == """
        warning: who may do more by the backup than before is unknown: what it replaces is damaged or missing
          look at pm staff list
        restore: 1 restored, 0 unchanged

        """, "\(mended.messages)")
    #expect(mended.output.contains("\nregained_logins,unknown\n"), "\(mended.output)")
    for number in [1, 2] {
      for end in ["", ".lock"] { unlink("\(estate.database).replaced-\(number)\(end)") }
    }
  }

  @Test("a log that stands alone is kept under a number that no later restore gives again")
  func logAlone() {
    let estate = Estate([("org", "code,kind,name\nCO,company,公司\nHY,community,old\n")])
    let copy = estate.folder + "/copy.db"
    let kept = estate.database + ".replaced-"
    defer { for name in [copy, kept + "1-wal", kept + "2", kept + "2.lock"] { unlink(name) } }
    estate.run("db", "backup", copy)
    estate.run("org", "set", "CO", "name=x")
    unlink(estate.database)
    let first = estate.run("db", "restore", copy, "--yes")
    #expect(first.output.contains("/pm.db.replaced-1-wal\n"), "\(first.output)")
    estate.run("org", "set", "HY", "name=newest")
    let second = estate.run("db", "restore", copy, "--yes")
    #expect(second.output.contains("/pm.db.replaced-2\n"), "\(second.output)")
    #expect(estate.run("org", "list", "--columns", "name", "--db", kept + "2").output == "name\n公司\nnewest\n")
    let other = estate.folder + "/other.db"
    defer { for end in ["", "-wal", "-shm", ".lock", ".replaced-1-journal"] { unlink(other + end) } }
    estate.file("other.db-journal", "")
    let third = estate.run("db", "restore", copy, "--yes", "--db", other)
    #expect(third.output.contains("\nreplaced,\(other).replaced-1-journal\n"), "\(third.output)")
  }

  @Test("the database is no backup of itself, under whatever name")
  func itself() {
    let estate = Estate()
    let link = estate.folder + "/link.db"
    symlink("pm.db", link)
    defer { unlink(link) }
    for name in [estate.database, link] {
      let ran = estate.run("db", "restore", name, "--yes")
      #expect(ran.status == 65)
      #expect(ran.messages.hasSuffix(" is the database itself\n  name a copy that db backup made\n"), "\(ran.messages)")
    }
    #expect(access(estate.database + ".replaced-1", F_OK) != 0)
  }

  @Test("the account that owns the database is refused without a login, and with README's it does the month")
  func cron() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("staff", "code,name,login,roles\nS1,甲,tester,admin\n")
    #expect(estate.run(as: "pm", ["bill", "run", "--period", "2026-02"]).status == 77)
    let readme = try Self.text("README.md")
    let line = try #require(readme.split(separator: "`").first { $0.hasPrefix("sudo -u pm pm staff add code=CRON") })
    let words = line.split(separator: " ").map(String.init).dropFirst(4)
    #expect(estate.run(Array(words)).status == 0)
    #expect(estate.run(as: "pm", ["bill", "run", "--period", "2026-02"]).status == 0)
    #expect(estate.run("audit", "list").output.contains(",pm,bill run,"))
    // Every command that the script gives to pm.
    let commands = Registry.pm.groups.flatMap { $0.commands() }.map(\.spec)
    let script = try Self.text("Scripts/monthly-billing").split(separator: "\n")
      .drop { !$0.hasPrefix("step \"") }
    var found: Set<String> = []
    for line in script.map({ $0.drop { $0 == " " } }) where line.hasPrefix("run ") || line.hasPrefix("take ") {
      let name = line.split(separator: " ").dropFirst().prefix(2).joined(separator: " ")
      let spec = try #require(commands.first { $0.name == name }, "\(line)")
      #expect(spec.access.right.roles.contains(.manager), "\(name)")
      found.insert(name)
    }
    #expect(found.count >= 12, "\(found.sorted())")
    let copy = estate.folder + "/copy.db"
    defer { unlink(copy) }
    #expect(estate.run(as: "pm", ["db", "backup", copy]).status == 77)
    estate.run("staff", "set", "CRON", "roles=admin")
    #expect(estate.run(as: "pm", ["db", "backup", copy]).status == 0)
  }

  private static func text(_ path: String) throws -> String {
    let file = try #require(fopen(root + "/" + path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
