// The text form of a transcript: what is typed, and what comes of it.
import Glibc

/// One file of cases, run in order in one fresh directory.
///
///     # A sentence on what the next case shows.
///     $ pm room show 9-9
///     2> pm: no room "9-9"
///     => 66
///
/// After a command stand the lines of its standard output, then those of standard error behind
/// `2> `, then its exit status behind `=> ` where it is not 0. `~ ` and `2~ ` begin lines in which
/// `*` stands for anything. A line of output that looks like one of these has a `\` in front. After
/// `$ cat > FILE` stand the lines that go into the file.
struct Transcript {
  var cases: [TranscriptCase] = []
  /// Comments and blank lines behind the last case.
  var tail: [String] = []

  init(_ text: String) {
    var leading: [String] = []
    var blanks: [String] = []
    var current: TranscriptCase?
    var isContinued = false
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      if isContinued {
        current?.command.append(line)
        isContinued = line.hasSuffix("\\")
      } else if line.hasPrefix("$ ") || line.hasPrefix("#") {
        if let ended = current { cases.append(ended) }
        current = nil
        leading += blanks
        blanks = []
        if line.hasPrefix("#") {
          leading.append(line)
        } else {
          current = TranscriptCase(
            line: index + 1, leading: leading, command: [String(line.dropFirst(2))])
          leading = []
          isContinued = line.hasSuffix("\\")
        }
      } else if line.isEmpty {
        blanks.append(line)
      } else {
        current?.expect(blanks, then: line)
        if current == nil { leading += blanks }
        blanks = []
      }
    }
    if let ended = current { cases.append(ended) }
    tail = leading
  }

  /// Outside programs without which the file is not played: `# needs sqlite3`.
  var needs: [String] {
    cases.flatMap(\.leading).filter { $0.hasPrefix("# needs ") }.map { String($0.dropFirst(8)) }
  }

  /// The transcript as it stands in its file.
  var text: String {
    (cases.flatMap(\.lines) + tail).map { $0 + "\n" }.joined()
  }
}

/// A command and what is expected of it.
struct TranscriptCase {
  /// Where the command stands in the file, from 1.
  let line: Int
  /// The comments and blank lines before it.
  var leading: [String]
  /// The lines of the command, without `$ `.
  var command: [String]
  /// What is expected, as it stands in the file.
  var expected: [String] = []

  /// The file that the case writes, where it is `cat > FILE`.
  var writes: Bool { command[0].hasPrefix("cat > ") || command[0].hasPrefix("cat >> ") }

  /// The lines of the case as they stand in the file.
  var lines: [String] { leading + ["$ " + command[0]] + command.dropFirst() + expected }

  mutating func expect(_ blanks: [String], then line: String) {
    expected += blanks + [line]
  }

  /// The text that `cat > FILE` reads.
  var input: String { expected.map { unescaped($0) + "\n" }.joined() }

  private func unescaped(_ line: String) -> String {
    line.hasPrefix("\\") ? String(line.dropFirst()) : line
  }
}

extension ShellResult {
  /// The result as the lines that would expect it.
  var lines: [String] {
    var lines = Self.lines(of: output).map(Self.escaped)
    if let last = lines.last, last.isEmpty { lines[lines.count - 1] = "\\" }
    lines += Self.lines(of: messages).map { $0.isEmpty ? "2>" : "2> " + $0 }
    if status != 0 { lines.append("=> \(status)") }
    return lines
  }

  private static func lines(of text: String) -> [String] {
    if text.isEmpty { return [] }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() } else { lines.append("(no newline at the end)") }
    return lines
  }

  private static func escaped(_ line: String) -> String {
    let marks = ["$ ", "#", "2>", "2~", "~ ", "=> ", "\\"]
    return marks.contains { line.hasPrefix($0) } ? "\\" + line : line
  }
}

/// Whether the lines of a result are the expected ones.
func agrees(_ expected: [String], _ actual: [String]) -> Bool {
  expected.count == actual.count && zip(expected, actual).allSatisfy(agrees)
}

private func agrees(_ expected: String, _ actual: String) -> Bool {
  if expected.hasPrefix("~ ") { return matches(expected.dropFirst(2), actual[...]) }
  if expected.hasPrefix("2~ ") { return matches("2> " + expected.dropFirst(3), actual[...]) }
  return expected == actual
}

private func matches(_ pattern: Substring, _ text: Substring) -> Bool {
  fnmatch(String(pattern), String(text), 0) == 0
}

/// The expected and actual lines side by side: `-` expected only, `+` actual only.
func difference(_ expected: [String], _ actual: [String]) -> String {
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in actual.difference(from: expected, by: { agrees($0, $1) }) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var text = ""
  var (left, right) = (0, 0)
  while left < expected.count || right < actual.count {
    if left < expected.count, removed.contains(left) {
      text += "- \(expected[left])\n"
      left += 1
    } else if right < actual.count, inserted.contains(right) {
      text += "+ \(actual[right])\n"
      right += 1
    } else {
      text += "  \(right < actual.count ? actual[right] : "")\n"
      left += 1
      right += 1
    }
  }
  return text
}
