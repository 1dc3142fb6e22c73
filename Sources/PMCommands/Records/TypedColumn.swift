// A value typed on the command line, in the form that a column stores.
import PMCore
import PMStore

extension RecordType {
  /// The code of a new row as it is stored.
  ///
  /// - Parameter place: what a refusal names, as it was typed.
  func newCode(_ text: String, at place: String) throws -> String {
    guard let column = column(key[0]) else { return text }
    do {
      guard case .text(let code) = try column.typed(withBytes(of: text) { $0.trimmed.text }) else { return text }
      return code
    } catch var failure as Failure {
      failure.finding.place = Place(columnName: place)
      throw failure
    }
  }
}

extension Column {
  /// What is stored for `text`; an empty one is the column's default, or nothing.
  func typed(_ text: String) throws -> SQLValue {
    if text.isEmpty {
      if case .integer(let number)? = defaultValue { return .integer(number) }
      if isRequired { throw refusal(of: text, .required) }
      return .null
    }
    let read = self.read(text)
    guard let value = read.value else { throw refusal(of: text, read.fault) }
    return value
  }

  /// What is stored for a text that is not empty; nil where it cannot be read.
  func stored(_ text: String) -> SQLValue? { text.isEmpty ? nil : read(text).value }

  /// What is stored for a text that is not empty, or what is wrong with it.
  func read(_ text: String, zone: Zone = .standard) -> (value: SQLValue?, fault: CellFault) {
    // The context holds the bytes of what is cleaned.
    let cells = CellContext(zone: zone)
    return withExtendedLifetime(cells) {
      withBytes(of: text) { bytes -> (value: SQLValue?, fault: CellFault) in
        switch kind.parse(bytes, cells) {
        case .integer(let number): return (.integer(number), .required)
        case .text(let text), .masked(let text): return (.text(text.text), .required)
        case .null: return (.null, .required)
        case .bad(let fault): return (nil, fault)
        }
      }
    }
  }

  private func refusal(of text: String, _ fault: CellFault) -> Failure {
    Failure(
      .badData, fault.code, Words("\"\(text)\" \(fault.words.en)", zh: "“\(text)”\(fault.words.zh)"),
      hint: withBytes(of: text) { kind.remedy(fault, $0) } ?? fault.remedy, at: Place(columnName: name))
  }
}
