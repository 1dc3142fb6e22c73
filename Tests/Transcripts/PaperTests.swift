// The console blocks of the papers are played like transcripts.
import Testing

@Suite("What the papers show")
struct PaperTests {
  /// A command in a paper, and the lines shown below it.
  private struct Shown {
    let line: Int
    let command: String
    var output: [String] = []
  }

  @Test(
    "typed in order, the commands of a paper give what stands below them",
    arguments: ["README.md", "Samples/README.md"])
  func plays(paper: String) throws {
    let file = Workplace.root + "/" + paper
    let workplace = try Workplace()
    defer { workplace.remove() }
    for shown in commands(in: try readFile(file)) {
      let result = try workplace.sh("exec 2>&1; " + shown.command)
      var actual = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
      if actual.last == "" { actual.removeLast() }
      if !agrees(shown.output, with: actual) {
        Issue.record(
          "\(paper):\(shown.line): $ \(shown.command)\n\(difference(shown.output, actual))")
      }
      #expect(
        [0, 3].contains(result.status), "\(paper):\(shown.line): exit status \(result.status)")
    }
  }

  private func commands(in text: String) -> [Shown] {
    var all: [Shown] = []
    var isConsole = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") {
        isConsole = line == "```console"
      } else if isConsole, line.hasPrefix("$ ") {
        all.append(Shown(line: index + 1, command: String(line.dropFirst(2))))
      } else if isConsole, !all.isEmpty {
        all[all.count - 1].output.append(String(line))
      }
    }
    return all
  }

  /// Whether the lines are the shown ones; a line `…` stands for any number of lines.
  private func agrees(_ shown: [String], with actual: [String]) -> Bool {
    guard let gap = shown.firstIndex(of: "…") else { return shown == actual }
    let (head, tail) = (shown[..<gap], shown[(gap + 1)...])
    return head.count + tail.count <= actual.count
      && actual.starts(with: head) && actual.suffix(tail.count).elementsEqual(tail)
  }
}
