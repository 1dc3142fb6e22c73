// What pm says on standard error, as text for people or as JSON lines for programs.
import PMCore
import PMFormat

/// The talk on standard error.
package struct Messages {
  let destination: Destination
  let language: Language
  /// One JSON object a line, under `--format json`.
  let asJSON: Bool

  /// How bad it is that something is said.
  enum Severity: String {
    case error, warning, note
  }

  /// Says a finding: `rooms.csv:17:4: floor_area: …`, its hint on the next line.
  func say(_ finding: Finding, _ severity: Severity) {
    if asJSON {
      write(jsonLine(finding, severity))
      return
    }
    var text = finding.place?.prefix ?? ""
    if text.isEmpty, severity == .error { text = "pm: " }
    if severity == .warning { text += Words("warning: ", zh: "警告：")[language] }
    text += finding.message[language]
    if let hint = finding.hint {
      for line in hint[language].split(separator: "\n") { text += "\n  " + line }
    }
    write(text)
  }

  /// Says the first findings, then how many more there are.
  func say(_ findings: Findings, _ severity: Severity = .error) {
    for finding in findings.first { say(finding, severity) }
    let more = findings.count - findings.first.count
    if more == 0 { return }
    switch severity {
    case .warning: say(Finding("warning", Words("\(more) more warnings", zh: "另有 \(more) 条警告")), .warning)
    case .error, .note: say(Finding("more-findings", Words("and \(more) more findings", zh: "另有 \(more) 处")), .note)
    }
  }

  /// Writes a line, with control characters made visible.
  func write(_ text: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 1)
    for scalar in text.unicodeScalars {
      let value = scalar.value
      if (value < 0x20 && value != 0x0A) || (0x7F...0x9F).contains(value)
        || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
      {
        bytes += "\\u{\(String(value, radix: 16))}".utf8
      } else {
        UTF8.encode(scalar).map { bytes += $0 }
      }
    }
    bytes.append(0x0A)
    try? destination.write(bytes)  // nowhere to say that it failed
  }

  /// Writes a question without ending the line.
  func ask(_ question: String) {
    try? destination.write(question)
  }

  private func jsonLine(_ finding: Finding, _ severity: Severity) -> String {
    var object = JSONObject()
    object.add("severity", severity.rawValue)
    object.add("file", finding.place?.file)
    object.add("line", finding.place?.line)
    object.add("column", finding.place?.column)
    object.add("column_name", finding.place?.columnName)
    object.add("heading", finding.place?.heading)
    object.add("code", finding.code)
    object.add("value", finding.place?.value)
    object.add("message", finding.message[language])
    object.add("hint", finding.hint?[language])
    return object.text
  }
}

/// A JSON object on one line, its members in the order added.
struct JSONObject {
  private var members: [String] = []

  mutating func add(_ name: String, _ value: String?) {
    members.append(quoted(name) + ":" + (value.map(quoted) ?? "null"))
  }

  mutating func add(_ name: String, _ value: Int?) {
    members.append(quoted(name) + ":" + (value.map { "\($0)" } ?? "null"))
  }

  mutating func add(_ name: String, _ value: Bool) {
    members.append(quoted(name) + ":" + (value ? "true" : "false"))
  }

  var text: String { "{" + members.joined(separator: ",") + "}" }

  private func quoted(_ text: String) -> String {
    String(decoding: quotedJSON(text), as: UTF8.self)
  }
}
