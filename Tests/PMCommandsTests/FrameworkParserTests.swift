// How words on the command line become checked arguments, and what is said when they do not.
import PMCommands
import Testing

@Suite("Command lines")
struct FrameworkParserTests {
  @Test(
    "options, arguments and their values are read in every GNU spelling",
    arguments: [
      ("crate pack A", "A||1||-|-|sturdy"),
      ("crate pack A lamp cup", "A|lamp+cup|1||-|-|sturdy"),
      ("crate pack --weight 3 A", "A||3||-|-|sturdy"),
      ("crate pack A --weight=3", "A||3||-|-|sturdy"),
      ("crate pack A --weight -3", "A||-3||-|-|sturdy"),
      ("crate pack -5 -.5", "-5|-.5|1||-|-|sturdy"),
      ("crate pack A --label x --label y", "A||1|x+y|-|-|sturdy"),
      ("crate pack A --label= --label y", "A||1|+y|-|-|sturdy"),
      ("crate pack A --label a=b", "A||1|a=b|-|-|sturdy"),
      ("crate pack A --label=a=b", "A||1|a=b|-|-|sturdy"),
      ("crate pack A --wood birch", "A||1||birch|-|sturdy"),
      ("crate pack A --when 2026-02-28", "A||1||-|2026-02-28|sturdy"),
      ("crate pack A -f", "A||1||-|-|fragile"),
      ("crate pack A -qf", "A||1||-|-|fragile"),
      ("crate pack A -nqv --fragile", "A||1||-|-|fragile"),
      ("crate pack -- A --weight -h", "A|--weight+-h|1||-|-|sturdy"),
      ("crate pack - x", "-|x|1||-|-|sturdy"),
      ("--db x.db crate --lang en pack A", "A||1||-|-|sturdy"),
      ("crate pack pack crate", "pack|crate|1||-|-|sturdy"),
      ("count 3", "3"),
      ("--quiet count -7", "-7"),
    ])
  func reads(line: String, expected: String) {
    let ran = run(line.split(separator: " ").map(String.init))
    #expect(ran.output == expected + "\n")
    #expect(ran.messages == "")
    #expect(ran.status == 0)
  }

  @Test("an empty word is a value")
  func emptyValue() {
    #expect(run(["crate", "pack", "", "--label", ""]).output == "||1||-|-|sturdy\n")
  }

  @Test(
    "a wrong command line ends with 64 and says what to type",
    arguments: [
      (
        "crat pack A",
        """
        pm: unknown noun "crat"
          did you mean "crate"?
          see pm --help
        """
      ),
      (
        "zebra",
        """
        pm: unknown noun "zebra"
          see pm --help
        """
      ),
      (
        "crate pakc A",
        """
        pm: crate has no verb "pakc"
          did you mean "pack"?
          see pm crate --help
        """
      ),
      (
        "crate --quiet",
        """
        pm: crate needs a verb
          see pm crate --help
        """
      ),
      (
        "crate pack",
        """
        pm: CODE is missing
          usage: pm crate pack CODE [THING…] [options]
          see pm crate pack --help
        """
      ),
      (
        "crate lid --quiet open",
        """
        pm: unexpected argument "open"
          usage: pm crate lid [options]
          see pm crate lid --help
        """
      ),
      (
        "count 1 2",
        """
        pm: unexpected argument "2"
          usage: pm count N [options]
          see pm count --help
        """
      ),
      (
        "crate pack A --wieght 3",
        """
        pm: unknown option --wieght
          did you mean "--weight"?
          --weight KG  How heavy.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A -z",
        """
        pm: unknown option -z
          see pm crate pack --help
        """
      ),
      (
        "crate pack A --weight",
        """
        pm: --weight needs a value
          --weight KG  How heavy.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A --weight --fragile",
        """
        pm: --weight needs a value
          --weight KG  How heavy.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A --weight 1x",
        """
        pm: --weight: "1x" is not KG
          --weight KG  How heavy.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A --weight 501",
        """
        pm: --weight: 501 is not between -10 and 500
          --weight KG  How heavy.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A --weight 3 --weight 4",
        """
        pm: --weight is given twice
          --weight KG  How heavy.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A --fragile=yes",
        """
        pm: --fragile takes no value
          --fragile  With care.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A -ff",
        """
        pm: --fragile is given twice
          --fragile  With care.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A --wood brich",
        """
        pm: --wood: "brich" is not one of beech, birch
          did you mean "birch"?
          --wood beech|birch  What it is made of.
          see pm crate pack --help
        """
      ),
      (
        "crate pack A --when 2026-02-29",
        """
        pm: --when: "2026-02-29" is not a date such as 2026-10-31
          --when DATE  The day.
          see pm crate pack --help
        """
      ),
      (
        "help crat",
        """
        pm: there is no help on "crat"
          did you mean "crate"?
          see pm --help
        """
      ),
      (
        "help pack",
        """
        pm: there is no help on "pack"
          did you mean "crate pack"?
          see pm --help
        """
      ),
      (
        "help crate pak",
        """
        pm: crate has no verb "pak"
          did you mean "pack"?
          see pm crate --help
        """
      ),
      (
        "--qiet",
        """
        pm: unknown option --qiet
          did you mean "--quiet"?
          --quiet  No notes and summaries.
          see pm --help
        """
      ),
    ])
  func refuses(line: String, expected: String) {
    let ran = run(line.split(separator: " ").map(String.init))
    #expect(ran.messages == expected + "\n")
    #expect(ran.output == "")
    #expect(ran.status == 64)
  }

  @Test("a lock wait in the environment must be a number of seconds")
  func lockWait() {
    let ran = run(["count", "1"], ["PM_LOCK_WAIT": "soon"])
    #expect(ran.messages == "pm: $PM_LOCK_WAIT is not a number of seconds\n")
    #expect(ran.status == 64)
  }

  @Test(
    "hostile words are refused or taken, never fatal",
    arguments: [
      ["", ""], ["-"], ["--"], ["---"], ["--="], ["-="], ["--=x"], ["--", "--"], ["\u{FFFD}"],
      ["crate", "--format="], ["crate", "pack", "--weight", "999999999999999999999"],
      ["help", "help", "help"], ["--db"], ["--lang"], ["--format"], ["crate", "-o"], ["-onull"],
      ["crate", "pack", "A", "--\u{1B}[31m"], [String(repeating: "x", count: 100_000)],
    ])
  func survives(words: [String]) {
    let ran = run(words)
    #expect([0, 64].contains(ran.status))
    #expect(!ran.messages.utf8.contains(0x1B))
  }
}

@Suite("Suggestions")
struct FrameworkSuggestionTests {
  @Test(
    "the nearest real name is at most two slips away, or begins with the word",
    arguments: [
      ("lsit", "list"), ("lst", "list"), ("lists", "list"), ("improt", "import"), ("imp", "import"),
      ("LIST", "list"), ("repotr", "report"), ("xyz", nil), ("x", nil), ("", nil), ("lt", nil),
      ("expotr", "export"), ("reprot", "report"), ("房间", nil),
    ] as [(String, String?)])
  func suggests(word: String, expected: String?) {
    let names = ["list", "import", "report", "export", "show", "set"]
    #expect(suggestion(for: word, among: names) == expected)
  }
}
