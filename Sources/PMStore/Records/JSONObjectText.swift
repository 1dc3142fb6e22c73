// The old values of a changed row as a JSON object, members in the order of the columns.

/// Builds the text of a flat JSON object.
struct JSONObjectText {
  private var members: [String] = []

  var isEmpty: Bool { members.isEmpty }
  var text: String { "{" + members.joined(separator: ",") + "}" }

  mutating func add(_ name: String, _ value: SQLValue) {
    let text =
      switch value {
      case .integer(let number): String(number)
      case .text(let string): JSONText.quoted(string)
      case .null, .blob: "null"
      }
    members.append(JSONText.quoted(name) + ":" + text)
  }
}
