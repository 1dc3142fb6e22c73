// Every message to people is produced in some test: what no test says, nobody has read.
import Glibc
import Testing

@Suite("Messages")
struct MessageTests {
  /// Calls whose words are no messages: what is declared for help, columns, reports and papers.
  private static let declarations: Set = [
    "Option", "TicketOption", "Flag", "Argument", "CommandSpec", "CommandGroup", "declare", "record",
    "OutputField", "SettingDeclaration", "Metric", "Chart", "Report", "ReportHeading", "report", "rows",
    "amounts", "Edition",
  ]
  /// Files whose words are names, titles and explanations.
  private static let declaring = [
    "PMCommands/Framework/Command.swift", "PMCommands/Framework/Environment.swift",
    "PMCommands/Framework/ExitCode.swift", "PMCommands/Framework/Help", "PMCore/Billing/Explanation",
    "PMCore/Metrics/", "PMCore/Papers/",
  ]
  /// What a test cannot provoke, with the reason.
  private static let unprovoked: [String: String] = [
    "[y/N]": "is asked of a terminal only, which a test does not have",
    "nothing was done": "is the answer to no at a terminal",
    "these bytes are not UTF-8": "files are decoded before their JSON is read, which checks the bytes",
  ]

  @Test("every message is produced in some test", arguments: TidyTests.sources)
  func produced(file: SourceFile) {
    if Self.declaring.contains(where: { file.path.hasPrefix("Sources/" + $0) }) { return }
    var scanner = MessageScanner(file.lines.joined(separator: "\n"))
    scanner.scan()
    for message in scanner.found {
      // The declarations of records say what their columns mean.
      let isRecord = file.path.hasPrefix("Sources/PMCore/Records/") && message.calls.contains("init")
      if isRecord || message.calls.contains(where: Self.declarations.contains) { continue }
      let fixed = message.fragments.max { $0.utf8.count < $1.utf8.count } ?? ""
      if fixed.utf8.count < 4 || Self.unprovoked[fixed] != nil { continue }
      #expect(Self.isSaid(fixed), "\(file.path):\(message.line): no test produces \"\(fixed)\"")
    }
  }

  @Test("what is excepted is there")
  func exceptions() {
    for (fixed, _) in Self.unprovoked {
      #expect(TidyTests.sources.contains { $0.lines.contains { $0.contains(fixed) } }, "\(fixed)")
    }
  }

  /// All tests and transcripts as one text, with literals joined over `+` and quotes plain.
  private static let said: [CChar] = {
    let paths = SourceTree.files(under: "Tests").filter {
      ($0.hasSuffix(".swift") || $0.hasSuffix(".test")) && !$0.hasPrefix("Tests/Tidy/")
    }
    var text: [UInt8] = []
    for path in paths { text += plain(Array(SourceTree.text(path).utf8)) }
    return text.map { CChar(bitPattern: $0) } + [0]
  }()

  private static func isSaid(_ fixed: String) -> Bool { strstr(said, fixed) != nil }

  /// `\"` becomes `"`, any blanks one blank, and `" + "` nothing.
  private static func plain(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in bytes {
      let isBlank = byte == 0x20 || byte == 0x0A || byte == 0x09
      if isBlank, text.last == 0x20 { continue }
      if byte == 0x22, text.last == 0x5C { text.removeLast() }
      text.append(isBlank ? 0x20 : byte)
      if byte == 0x22, text.count > 4, text[text.count - 3] == UInt8(ascii: "+"),
        text.suffix(5).elementsEqual("\" + \"".utf8)
      {
        text.removeLast(5)
      }
    }
    return text
  }
}
