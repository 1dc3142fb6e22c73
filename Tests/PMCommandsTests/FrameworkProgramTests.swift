// The real program, run in-process through its façade.
import PMKit
import Testing

@Suite("The program")
struct FrameworkProgramTests {
  private func pm(_ words: String...) -> (status: Int32, output: String, messages: String) {
    let ran = PMKit.run(words)
    return (
      ran.status, String(decoding: ran.output, as: UTF8.self),
      String(decoding: ran.messages, as: UTF8.self)
    )
  }

  @Test("the version is one line")
  func version() {
    let ran = pm("version")
    #expect(ran.status == 0)
    #expect(ran.output.hasPrefix("pm "))
    #expect(ran.output.split(separator: "\n").count == 1)
    #expect(pm("--version").output == ran.output)
    #expect(pm("version", "--verbose").output.contains("\nSQLite 3."))
  }

  @Test(
    "shells get candidates for the word that is being typed",
    arguments: [
      (["ver"], "version\n"), (["version", "--fo"], "--format\n"),
      (["version", "--format", "js"], "json\njsonl\n"),
      (["version", "--format=t"], "--format=table\n--format=tsv\n"),
      (["help", "exit"], "exit-codes\n"),
      (["nonsense", ""], ""), (["version", "--", ""], ""), (["__com"], ""),
    ])
  func completes(words: [String], expected: String) {
    let ran = PMKit.run(["__complete", "--"] + words)
    #expect(String(decoding: ran.output, as: UTF8.self) == expected)
    #expect(ran.status == 0)
  }

  @Test("each shell gets a script that asks pm", arguments: ["bash", "zsh", "fish"])
  func scripts(shell: String) {
    #expect(pm("completion", shell).output.contains("__complete --"))
  }

  @Test("an unknown shell is refused with the nearest one")
  func unknownShell() {
    let ran = pm("completion", "bsh")
    #expect(ran.status == 64)
    #expect(
      ran.messages
        == "pm: no completion for \"bsh\"\n  did you mean \"bash\"?\n  see pm completion --help\n")
  }
}
