// A file of bad rows takes memory for its rows, not for what is wrong with them.
import Glibc
import Testing

@Suite("Memory of refused files", .serialized)
struct MemoryTests {
  /// Of the release program enough for the bar of 256 MiB to tell; the debug one takes its time.
  private static let rows = getenv("PM_BINARY") == nil ? 60_000 : 300_000

  /// What the program may take beside the file, in kilobytes. Payments keep most, 0.6 kB a row.
  private static let most = getenv("PM_BINARY") == nil ? 64 << 10 : 192 << 10

  /// A file of bad rows, made by awk, and the command that refuses it.
  struct Bad: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let command: String
    let header: String
    /// What awk prints of row `i`.
    let row: String
    let into: String

    /// The exit status: what waits for somebody is no finding.
    func status(_ options: String) -> Int { command.contains("suspense") ? 0 : options.isEmpty ? 65 : 1 }

    init(_ name: String, _ command: String, _ header: String, _ row: String, into: String = "cat") {
      (testDescription, self.command, self.header, self.row) = (name, command, header, row)
      self.into = into
    }
  }

  private static let bad = [
    Bad("one key in all rows", "customer import", "code,name", #""K,""#),
    Bad("each key twice, far apart", "customer import", "code,name", #""K" i * 7919 % int(n / 2) ",x""#),
    Bad("a kind that is none", "customer import", "code,kind", #""K" i ",robot""#),
    Bad("a phone that is none", "customer import", "code,phone", #""K" i ",13""#),
    Bad("a reference to nothing", "room import", "code,community", #""Z-" i ",NO""#),
    Bad("parents that are nowhere", "org import", "code,kind,name,parent", #""O" i ",community,x,P" i"#),
    Bad("cells that are missing", "customer import", "code,name", #""K""#),
    Bad("owners who contradict", "room import", "code,community,floor", #""A-1,HY," i"#),
    Bad("GB18030", "customer import", "code,name", #""K,张""#, into: "iconv -f UTF-8 -t GB18030"),
    Bad(
      "JSON lines", "customer import --input-format jsonl", "", #""{\"code\":\"K" i "\",\"phone\":\"13\"}""#),
    Bad("readings that turn back", "meter read", "meter,read_on,reading", #""M," day(i) "," n - i"#),
    Bad(
      "payments of nobody", "payment import", "room,paid_on,method,amount,reference", #""A-1,2026-10-01,bank,1.00,R" i"#
    ),
    Bad(
      "payments that wait", "payment import --unmatched suspense", "paid_on,method,amount,reference",
      #""2026-10-01,bank,1.00,R" i"#),
    Bad("tickets of no kind", "ticket import", "number,kind,summary,created_at", #""T" i ",robot,x,2026-10-01 09:00""#),
    Bad(
      "tickets above themselves", "ticket import", "number,kind,summary,created_at,parent",
      #""T" i ",repair,x,2026-10-01 09:00,T" i"#),
  ]

  @Test("the file and what the rows themselves take are enough", arguments: bad)
  func refused(bad: Bad) throws {
    try run(bad, "")
  }

  @Test(
    "the reasons of all rows in a rejects file take no more",
    arguments: bad.filter {
      ["a phone that is none", "each key twice, far apart", "payments of nobody"].contains($0.testDescription)
    })
  func rejected(bad: Bad) throws {
    try run(bad, "--keep-going --rejects rejects.csv")
  }

  @Test("answers that wait for a commit are sent before they take more than some megabytes")
  func answers() throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    let ran = try workplace.sh(
      #"""
      export PM_DB=pm.db
      pm init
      pm org add code=CO kind=community name=x
      { echo code,community,note
        awk 'BEGIN { for (i = 0; i < 200; i++) printf "A-%d,CO,%0900d\n", i, 0 }'
      } | pm room import -
      { echo '["org", "add", "code=HY", "kind=community", "name=x"]'
        for _ in $(seq 1000); do echo '["room", "list", "--columns", "note"]'; done
      } > requests
      python3 - <<'END'
      import os
      words = ["pm", "batch", "--commit-every", "100000"]
      pm = os.posix_spawnp("pm", words, os.environ, file_actions=[
          (os.POSIX_SPAWN_OPEN, 0, "requests", os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, "answers", os.O_WRONLY | os.O_CREAT, 0o600)])
      _, status, used = os.wait4(pm, 0)
      print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
      END
      stat -c %s answers
      """#)
    let figures = ran.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(figures.count == 3, "\(ran.output)\(ran.messages)")
    #expect(figures[0] == 0)
    #expect(figures[2] > 128 << 20, "\(ran.output)")
    #expect(figures[1] < Self.most, "\(ran.output)")
  }

  private func run(_ bad: Bad, _ options: String) throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    let ran = try workplace.sh(
      #"""
      export PM_DB=pm.db PM_LANG=en
      { pm init; pm org add code=HY kind=community name=x; pm room add code=A-1 community=HY kind=residence
        pm fee add code=SF name=x class=metered; pm meter add code=M room=A-1 fee=SF installed_on=1990-01-01 initial=\#(Self.rows)
      } > setup 2>&1
      { [ -z '\#(bad.header)' ] || echo '\#(bad.header)'
        awk -v n=\#(Self.rows) 'function day(i) { return sprintf("%04d-%02d-%02d", 1990 + int(i / 336) % 36, int(i / 28) % 12 + 1, i % 28 + 1) }
          BEGIN { for (i = 0; i < n; i++) print \#(bad.row) }'
      } | \#(bad.into) > in
      stat -c %s in
      python3 - \#(bad.command) in \#(options) <<'END'
      import os, sys
      pm = os.posix_spawnp("pm", ["pm"] + sys.argv[1:], os.environ,
          file_actions=[(os.POSIX_SPAWN_OPEN, 1, "out", os.O_WRONLY | os.O_CREAT, 0o600), (os.POSIX_SPAWN_OPEN, 2, "told", os.O_WRONLY | os.O_CREAT, 0o600)])
      _, status, used = os.wait4(pm, 0)
      print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
      END
      cat setup; tail -n 3 told
      wc -l < rejects.csv 2>/dev/null || true
      """#)
    let figures = ran.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    try #require(figures.count >= 3, "\(ran.output)\(ran.messages)")
    #expect(figures[1] == bad.status(options), "\(ran.output)")
    #expect(figures[2] < (figures[0] >> 10) + Self.most, "\(ran.output)")
    if !options.isEmpty { #expect(figures.last == Self.rows + 1, "\(ran.output)") }
  }
}
