// However long one value of an input is, the whole process stays below 256 MiB.
import Glibc
import Testing

@Suite("Memory of long inputs", .serialized)
struct LongInputTests {
  /// The bytes of an input; of those that are taken apart a third. The debug program takes its time.
  private static let size = getenv("PM_BINARY") == nil ? 6 << 20 : 48 << 20

  /// What the whole process may have resident, in kilobytes.
  private static let most = 256 << 10

  /// An input as Python makes it, with `n` for its bytes, and the command that reads it.
  struct Long: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let input: String
    let command: String
    let status: Int
    /// What the first line of the messages holds.
    let told: String
  }

  private static let customers = "customer import in --input-format"

  private static let inputs = [
    Long(
      testDescription: "a JSON document of rows",
      input: #"'[' + ','.join('{"code":"K%d","name":"%s"}' % (i, 'x' * 40) for i in range(n // 180)) + ']'"#,
      command: "customer import in --input-format json --dry-run", status: 0, told: " created, 0 updated"),
    Long(
      testDescription: "a JSON string", input: #"'[{"code":"K1","name":"' + 'x' * n + '"}]'"#,
      command: customers + " json", status: 65, told: "is too long"),
    Long(
      testDescription: "a JSON string of escapes", input: #"'{"code":"K1","name":"' + '\\n' * (n // 2) + '"}'"#,
      command: customers + " jsonl", status: 65, told: "is too long"),
    Long(
      testDescription: "a JSON array for a cell", input: #"'[{"code":"K1","name":[' + '1,' * (n // 2) + '1]}]'"#,
      command: customers + " json", status: 65, told: "is an array or object"),
    Long(
      testDescription: "a JSON object of names",
      input: #"'[{' + ','.join('"n%d":1' % i for i in range(n // 12)) + '}]'"#,
      command: customers + " json", status: 65, told: "names"),
    Long(
      testDescription: "JSON brackets", input: "'[' * n", command: customers + " json", status: 65,
      told: "1:"),
    Long(
      testDescription: "a cell", input: #"'code,name\nK1,' + 'x' * n + '\n'"#, command: customers + " csv",
      status: 65, told: "is too long"),
    Long(
      testDescription: "a cell in quotes", input: #"'code,name\nK1,"' + 'x""\n' * (n // 4) + '"\n'"#,
      command: customers + " csv", status: 65, told: "over a megabyte"),
    Long(
      testDescription: "a quote that is never closed", input: #"'code,name\nK1,"' + 'x,y\n' * (n // 4)"#,
      command: customers + " csv", status: 65, told: "a quote opens here"),
    Long(
      testDescription: "a row of cells", input: #"'code,name\nK1' + ',x' * (n // 2) + '\n'"#,
      command: customers + " csv", status: 65, told: "cells"),
    Long(
      testDescription: "a header", input: #"','.join('c%d' % i for i in range(n // 8)) + '\n'"#,
      command: customers + " csv", status: 65, told: "cells"),
    Long(
      testDescription: "a map of columns",
      input: #"'{"columns":{' + ','.join('"c%d":"x%d"' % (i, i) for i in range(n // 20)) + '}}'"#,
      command: "customer import in --map in", status: 65, told: "in: over a megabyte"),
    Long(
      testDescription: "a map of one text", input: #"'{"columns":{"code":"' + 'x' * n + '"}}'"#,
      command: "customer import in --map in", status: 65, told: "in: over a megabyte"),
    Long(
      testDescription: "a map at its longest",
      input: #"'{"columns":{' + ','.join('"c%d":"x"' % i for i in range(75000)) + '}}'"#,
      command: "customer import in --map in", status: 65, told: "in:1:"),
    Long(
      testDescription: "a map of numbers at its longest", input: "'[' + '1,' * (2**19 - 2) + '1]'",
      command: "customer import in --map in", status: 65, told: "needs an object"),
    Long(
      testDescription: "a layout",
      input: #"'{"out":{"fields":[' + ','.join('{"is":"text"}' for i in range(n // 14)) + ']}}'"#,
      command: "bank batch --layout in --as-of 2026-11-20", status: 65, told: "in: over a megabyte"),
    Long(
      testDescription: "a layout at its longest",
      input: #"'{"out":{"fields":[' + ','.join('{"is":"text"}' for i in range(2**20 // 14 - 9)) + ']}}'"#,
      command: "bank batch --layout in --as-of 2026-11-20", status: 65, told: "is missing"),
    Long(
      testDescription: "a request", input: #"'["version","' + 'x' * n + '"]\n'"#, command: "batch", status: 1,
      told: "1 commands, 1 failed"),
    Long(
      testDescription: "a request of words at its longest",
      input: #"'["version"' + ',"a"' * (2**20 - 9) + ']\n["version"]\n'"#, command: "batch", status: 1,
      told: "2 commands, 1 failed"),
    Long(
      testDescription: "a request of numbers at its longest",
      input: #"'{"words":[' + '1,' * (2**21 - 20) + '1]}\n["version"]\n'"#, command: "batch", status: 1,
      told: "2 commands, 1 failed"),
    Long(
      testDescription: "a request with a file at its longest",
      input: #"'{"words":["customer","import","-"],"input":"code,name\\n' + 'x,y\\n' * 800000 + '"}\n'"#,
      command: "batch", status: 1, told: "1 commands, 1 failed"),
  ]

  @Test("a value of many megabytes is read or refused in 256 MiB", arguments: inputs)
  func file(input: Long) throws {
    try run(input, "open('in', 'w').write(\(input.input))", "'\(input.command)'.split()")
  }

  private static let words = [
    Long(
      testDescription: "long words", input: "['code=' + 'x' * 100000] * 18", command: "customer add", status: 65,
      told: "a second column for code"),
    Long(
      testDescription: "many words", input: "['x'] * 190000", command: "version", status: 64, told: "pm: "),
    Long(
      testDescription: "many conditions", input: "['--where', 'code=x'] * 60000", command: "customer list",
      status: 64, told: "200 is the most"),
    Long(
      testDescription: "many columns", input: "['--columns', ','.join(['code'] * 24000)]", command: "customer list",
      status: 0, told: ""),
    Long(
      testDescription: "a condition of many characters", input: "['--where', 'note~' + '%' * 120000]",
      command: "customer list", status: 0, told: ""),
  ]

  @Test("a command line of up to two megabytes is read or refused in 256 MiB", arguments: words)
  func line(input: Long) throws {
    try run(input, "", "'\(input.command)'.split() + \(input.input)")
  }

  /// Runs pm with `words`, told in Python, after `made`.
  private func run(_ input: Long, _ made: String, _ words: String) throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    let ran = try workplace.sh(
      #"""
      export PM_DB=pm.db PM_LANG=en
      { pm init; pm org add code=HY kind=community name=x; } > setup 2>&1
      python3 - <<'END'
      n = \#(Self.size)
      \#(made)
      END
      touch in
      python3 - <<'END'
      import os
      files = [(os.POSIX_SPAWN_OPEN, 0, "in", os.O_RDONLY, 0)] + [
          (os.POSIX_SPAWN_OPEN, at, name, os.O_WRONLY | os.O_CREAT, 0o600) for at, name in ((1, "out"), (2, "told"))]
      pm = os.posix_spawnp("pm", ["pm"] + \#(words), os.environ, file_actions=files)
      _, status, used = os.wait4(pm, 0)
      print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
      END
      head -c 400 told
      """#)
    let figures = ran.output.split(separator: "\n").first?.split(separator: " ").compactMap { Int($0) } ?? []
    try #require(figures.count == 2, "\(ran.output)\(ran.messages)")
    #expect(figures[0] == input.status, "\(ran.output)")
    #expect(figures[1] < Self.most, "\(ran.output)")
    #expect(input.told.isEmpty || ran.output.contains(input.told), "\(ran.output)")
  }
}
