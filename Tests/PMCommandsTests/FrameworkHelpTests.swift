// Help as people see it, and what is documented from the declarations.
import PMCommands
import PMCore
import Testing

@Suite("Help")
struct FrameworkHelpTests {
  @Test("help of a command begins with its examples")
  func command() {
    let ran = run(["crate", "pack", "--help"], ["COLUMNS": "72"])
    #expect(
      ran.output == """
        Examples:
          pm crate pack A-1 lamp --weight 3

        Usage:
          pm crate pack CODE [THING…] [options]

        Pack a crate.
        Twice does nothing more.

        Arguments:
          CODE   Its code.
          THING  What goes in.

        Options:
          --weight KG         How heavy. Default: 1.
          --label TEXT        A word on it. Repeatable.
          --wood beech|birch  What it is made of.
          --when DATE         The day.
          -f, --fragile       With care.

        Common options: pm help options

        Exit status:
          0 done, also when there was nothing to do; 1 finished with findings: a
          check found a fault, rows were rejected, a charge was not billed; 3
          changes pending (--dry-run --detailed-exit-code); 64 the command line
          is wrong; 65 bad data, or a rule of the business refuses it; nothing
          was written; 66 no such input, record or database; 75 the database is
          locked: try again; 77 not permitted by role or by the file's mode
          (all: pm help exit-codes)

        """)
    #expect(ran.status == 0)
  }

  @Test(
    "help is found from every side",
    arguments: [
      ["help", "crate", "pack"], ["crate", "pack", "-h"], ["crate", "pack", "--wieght", "-h"],
      ["-h", "crate", "pack"], ["crate", "--help", "pack", "A", "--", "x"],
    ])
  func everywhere(words: [String]) {
    #expect(run(words).output == run(["crate", "pack", "--help"]).output)
  }

  @Test("help of a noun lists its verbs, and so does the noun alone")
  func noun() {
    let ran = run(["crate"])
    #expect(
      ran.output == """
        pm crate: Crates and what is in them.

        Examples:
          pm crate pack A-1 lamp --weight 3

        Verbs:
          pack CODE [THING…]  Pack a crate.
          lid open            Open the lids.
          lid                 Show the lids.

        See pm crate VERB --help.

        """)
    #expect(run(["help", "crate"]).output == ran.output)
    #expect(run(["crate", "-h"]).output == ran.output)
  }

  @Test("pm alone shows the nouns in their groups and how to begin")
  func overview() {
    let text = run([]).output
    #expect(text.contains("Every day:\n  crate  Crates and what is in them.\n"))
    #expect(text.contains("Money:\n  count\n"))
    #expect(text.contains("  pm init "))
    #expect(run(["--help"]).output == text)
    #expect(run(["help"]).output == text)
  }

  @Test("help speaks Chinese where the environment does, and English where told")
  func chinese() {
    #expect(run(["crate"], ["LANG": "zh_CN.UTF-8"]).output.hasPrefix("pm crate: 箱子。\n"))
    #expect(run(["crate", "-h", "--lang", "zh"]).output.hasPrefix("pm crate: 箱子。\n"))
    #expect(
      run(["crate", "-h", "--lang", "en"], ["PM_LANG": "zh"]).output.hasPrefix("pm crate: Crates"))
  }

  @Test("no line of help is wider than the terminal", arguments: [60, 80, 100])
  func width(columns: Int) {
    let pages = [
      [], ["crate"], ["crate", "pack", "-h"], ["help", "exit-codes"], ["help", "environment"],
      ["help", "formats"], ["help", "scope"], ["help", "masking"], ["help", "sudo"],
    ]
    for page in pages {
      for line in run(page, ["COLUMNS": "\(columns)"]).output.split(separator: "\n") {
        #expect(line.unicodeScalars.count <= columns, "\(line)")
      }
    }
  }

  @Test("every exit status is documented in both languages")
  func exitCodes() {
    let english = run(["help", "exit-codes"], ["COLUMNS": "200"]).output
    let chinese = run(["help", "exit-codes"], ["PM_LANG": "zh", "COLUMNS": "200"]).output
    for code in ExitCode.allCases {
      #expect(english.contains("\n  \(code.rawValue) "))
      #expect(english.contains(code.meaning.en.prefix(30)))
      #expect(chinese.contains(code.meaning.zh.prefix(12)))
    }
    #expect(
      ExitCode.allCases.map(\.rawValue) == [
        0, 1, 3, 64, 65, 66, 69, 70, 73, 74, 75, 77, 78, 130, 141, 143,
      ])
  }

  @Test("the manual has every command with its options and examples")
  func manual() {
    let text = run(["help", "manual"]).output
    #expect(text.contains("#### `pm crate pack CODE [THING…] [options]`\n\nPack a crate.\n"))
    #expect(text.contains("```\npm crate pack A-1 lamp --weight 3\n```\n"))
    #expect(text.contains("- `--weight KG`: How heavy. Default: 1.\n"))
    #expect(text.contains("- `75`: the database is locked: try again\n"))
    #expect(text.contains("- `--dry-run`") || text.contains("- `-n, --dry-run`"))
  }

  @Test("every topic has a page in both languages and a chapter of the manual", arguments: ["en", "zh"])
  func topics(language: String) throws {
    let names = [
      "options", "kpi", "exit-codes", "environment", "formats", "roles", "scope", "masking", "sudo", "manual",
    ]
    let overview = run(["--lang", language]).output.filter { !$0.isWhitespace }
    #expect(overview.contains(names.joined(separator: ",")))
    let manual = run(["help", "manual", "--lang", language]).output
    for name in names.dropLast() {
      let page = run(["help", name, "--lang", language]).output
      let end: Character = language == "zh" ? "：" : ":"
      let title = try #require(page.split(separator: "\n").first)
      #expect(title.last == end, "\(name): \(title)")
      #expect(manual.contains("\n## \(title.dropLast())\n\n"), "\(name)")
      let isChinese = page.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
      #expect(isChinese == (language == "zh") || name == "sudo", "\(name)")
    }
  }
}
