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
    let cells = CellContext()
    let read = withBytes(of: text) { bytes -> (value: SQLValue?, fault: CellFault?) in
      if bytes.count == 0 {
        if case .integer(let number)? = defaultValue { return (.integer(number), nil) }
        return isRequired ? (nil, .required) : (.null, nil)
      }
      return switch kind.parse(bytes, cells) {
      case .integer(let number): (.integer(number), nil)
      case .text(let text), .masked(let text): (.text(text.text), nil)
      case .null: (.null, nil)
      case .bad(let fault): (nil, fault)
      }
    }
    if let value = read.value { return value }
    let fault = read.fault ?? .required
    throw Failure(
      .badData, fault.code, Words("\"\(text)\" \(fault.words.en)", zh: "“\(text)”\(fault.words.zh)"),
      hint: withBytes(of: text) { kind.remedy(fault, $0) } ?? fault.remedy, at: Place(columnName: name))
  }
}
