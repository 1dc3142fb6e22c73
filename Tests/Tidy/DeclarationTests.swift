// What is declared is complete, and what the papers show exists.
import PMCore
import Testing

@testable import PMCommands

@Suite("Declarations and papers")
struct DeclarationTests {
  private static let commands = Registry.pm.shown.flatMap { $0.commands() }.map(\.spec)
    .filter { !$0.isHidden }

  @Test("every command has an example of its own", arguments: commands.map(\.name))
  func examples(name: String) throws {
    let spec = try #require(Self.commands.first { $0.name == name })
    #expect(!spec.examples.isEmpty)
    for example in spec.examples {
      #expect(example.contains("pm \(name)"), "\(example)")
      expectParses(example, "help of pm \(name)")
    }
  }

  @Test("every command is played in a transcript or a paper")
  func played() {
    let papers = SourceTree.files(under: "Tests/Transcripts/cases") + ["README.md", "Samples/README.md"]
    let text = papers.map(SourceTree.text).joined(separator: "\n")
    // `columns` and `show` of the documents are played by a loop over their nouns.
    let looped = text.split(separator: "\n").filter { $0.hasPrefix("$ for noun in ") }
    for spec in Self.commands where !text.contains("pm \(spec.name)") {
      let noun = spec.name.split(separator: " ")[0]
      let isLooped = looped.contains { line in
        line.contains("pm $noun \(spec.verb)") && line.split { " ;".contains($0) }.contains(noun)
      }
      #expect(isLooped, "no transcript runs pm \(spec.name)")
    }
  }

  @Test("every command is told in both languages", arguments: commands.map(\.name))
  func languages(name: String) throws {
    let spec = try #require(Self.commands.first { $0.name == name })
    for words in [spec.summary] + spec.notes {
      #expect(words[.chinese] != words[.english], "\(words[.english])")
    }
  }

  @Test("every column of every record has a Chinese name", arguments: Records.all.map(\.name))
  func chineseNames(name: String) throws {
    let record = try #require(Records.all.first { $0.name == name })
    for column in record.columns {
      #expect(column.zh.unicodeScalars.contains { $0.value > 0x2E80 }, "\(name).\(column.name)")
    }
  }

  @Test(
    "what a paper shows in a console block is what pm takes",
    arguments: ["README.md", "Samples/README.md"])
  func papers(path: String) {
    var isConsole = false
    for (index, line) in SourceTree.text(path).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      if line.hasPrefix("```") {
        isConsole = line == "```console"
      } else if isConsole, line.hasPrefix("$ pm ") {
        expectParses(String(line.dropFirst(2)), "\(path):\(index + 1)")
      }
    }
  }

  /// Whether the words of each `pm …` in a shell line are a command that pm has.
  private func expectParses(_ line: String, _ place: String) {
    for words in commandLines(line) {
      do {
        if case .help = try Registry.pm.parse(words), words.first != "help", words.count > 1 {
          Issue.record("\(place): \(line) only shows help")
        }
      } catch {
        Issue.record("\(place): \(line): \(error)")
      }
    }
  }

  /// The words after `pm` of each command in a shell line.
  private func commandLines(_ line: String) -> [[String]] {
    var commands: [[String]] = []
    for part in shellWords(line).split(whereSeparator: { ["|", "&&", "||", ";"].contains($0) }) {
      var words = part.prefix {
        !$0.hasPrefix(">") && !$0.hasPrefix("2>") && !$0.hasPrefix("<") && !$0.hasPrefix("#")
      }
      while let first = words.first, first.contains("="), first != "pm" {
        words = words.dropFirst()
      }
      if words.first == "pm", words.count > 1 { commands.append(Array(words.dropFirst())) }
    }
    return commands
  }

  /// The words of a line, as a shell would split them: blanks, and quotes of both kinds.
  private func shellWords(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isOpen = false
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        isOpen = true
      } else if character == " " {
        if isOpen || !word.isEmpty { words.append(word) }
        word = ""
        isOpen = false
      } else {
        word.append(character)
      }
    }
    if isOpen || !word.isEmpty { words.append(word) }
    return words
  }
}
