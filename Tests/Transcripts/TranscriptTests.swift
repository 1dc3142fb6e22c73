// Every transcript in cases/ is played against the built program.
import Glibc
import Testing

@Suite("Transcripts")
struct TranscriptTests {
  static let folder = Workplace.root + "/Tests/Transcripts/cases"

  /// The files in `cases/`, in order.
  static let names: [String] = {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".test") { names.append(name) }
    }
    return names.sorted()
  }()

  /// True where what happens is written down instead of compared (`make record`).
  private static let isRecording = getenv("PM_RECORD") != nil

  private static let isCI = getenv("CI").map { String(cString: $0) } == "true"

  @Test("what is typed gives what is written", arguments: names)
  func plays(name: String) throws {
    let file = Self.folder + "/" + name
    var transcript = Transcript(try readFile(file))
    let workplace = try Workplace()
    defer { workplace.remove() }
    for program in transcript.needs {
      if try workplace.sh("command -v \(program)").status == 0 { continue }
      #expect(!Self.isCI, "\(program) is not there, and \(name) needs it")
      return
    }
    var changed = false
    for index in transcript.cases.indices {
      let play = transcript.cases[index]
      let command = play.command.joined(separator: "\n")
      if play.writes {
        let wrote = try workplace.sh(command, input: play.input)
        #expect(wrote.status == 0, "\(name):\(play.line): \(command)")
        continue
      }
      let actual = try workplace.sh(command).lines
      if agrees(play.expected, actual) { continue }
      if Self.isRecording {
        transcript.cases[index].expected = actual
        changed = true
      } else {
        Issue.record(
          "\(name):\(play.line): $ \(command)\n\(difference(play.expected, actual))",
          sourceLocation: SourceLocation(
            fileID: "Transcripts/\(name)", filePath: file, line: play.line, column: 1))
      }
    }
    if changed { try write(transcript.text, to: file) }
  }
}

@Suite("Exit statuses of help")
struct TranscriptStatusTests {
  /// What any program meets with files, disks and signals: `pm help exit-codes` alone tells of them.
  private static let ofTheMachine: Set = [70, 73, 74, 78, 130, 141, 143]

  @Test("a command ends with the statuses that its help lists")
  func listed() throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    var pages: [String: String] = [:]
    var compared = 0
    for name in TranscriptTests.names {
      for play in Transcript(try readFile(TranscriptTests.folder + "/" + name)).cases {
        let command = play.command.joined()
        guard let told = play.expected.last, told.hasPrefix("=> "), let status = Int(told.dropFirst(3)),
          !Self.ofTheMachine.contains(status), !command.contains(where: { ";|&$".contains($0) })
        else { continue }
        let words = command.split(separator: " ").drop { $0.contains("=") }
        let verb = words.dropFirst().prefix { !$0.hasPrefix("-") }.prefix(2).joined(separator: " ")
        guard words.first == "pm", !verb.isEmpty else { continue }
        let page = try pages[verb] ?? workplace.sh("pm help \(verb)").output
        pages[verb] = page
        // A slip in noun or verb has no page, nor has a noun by itself such a list.
        guard let list = page.split(separator: "Exit status:").dropFirst().first else { continue }
        compared += 1
        #expect(
          list.split(whereSeparator: \.isWhitespace).contains("\(status)"), "\(name):\(play.line): \(command)")
      }
    }
    #expect(compared > 250)
  }
}

@Suite("The form of transcripts")
struct TranscriptFormTests {
  private let text = """
    # Greets.
    $ echo hello; echo; echo '# not a comment'
    hello

    \\# not a comment

    $ cat > a.txt
    one

    two

    # Fails.
    $ false \\
      || exit 3
    2~ sh: *
    => 3

    """

  @Test("a transcript is written as it was read")
  func roundTrip() {
    #expect(Transcript(text).text == text)
  }

  @Test("blank lines inside an output belong to it, those behind it do not")
  func blanks() {
    let cases = Transcript(text).cases
    #expect(
      cases.map(\.command.first) == [
        "echo hello; echo; echo '# not a comment'", "cat > a.txt", "false \\",
      ])
    #expect(cases[0].expected == ["hello", "", "\\# not a comment"])
    #expect(cases[1].input == "one\n\ntwo\n")
    #expect(cases[2].command.count == 2)
    #expect(agrees(cases[2].expected, ["2> sh: anything", "=> 3"]))
  }

  @Test("a difference names the lines on either side")
  func differs() {
    #expect(difference(["a", "b", "~ c*"], ["a", "x", "cd"]) == "  a\n- b\n+ x\n  cd\n")
  }

  @Test("a command's status, output and messages are taken as they are")
  func shell() throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    let result = try workplace.sh("printf a; echo b >&2; kill -TERM $$")
    #expect(result.lines == ["a", "(no newline at the end)", "2> b", "=> 143"])
    #expect(try workplace.sh("pm version").status == 0)
  }
}
