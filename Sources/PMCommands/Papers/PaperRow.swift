// A record's row as a paper shows it: words of the run's language, personal data masked.
import PMCore
import PMFormat
import PMStore

/// The texts of one row by column.
struct PaperRow {
  private let texts: [String: String]
  private let record: RecordType
  private let language: Language

  fileprivate init(_ texts: [String: String], _ record: RecordType, _ language: Language) {
    self.texts = texts
    self.record = record
    self.language = language
  }

  /// The text in a column; empty where there is none.
  subscript(name: String) -> String { texts[name] ?? "" }

  /// A column's heading and text.
  func field(_ name: String) -> Paper.Field {
    let heading = record.column(name).map { language == .chinese ? $0.zh : $0.label } ?? name
    return Paper.Field(heading, self[name], isVerbatim: true)
  }
}

extension Column {
  /// The name as an English paper heads it: `Finish due at`.
  fileprivate var label: String {
    let words = name.split(separator: "_").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}

/// Reads rows for papers.
struct PaperRows {
  let database: Database
  let zone: Zone
  let language: Language
  /// Whether personal data is shown whole.
  let reveals: Bool

  /// The rows of a record of which an SQL condition on `t` holds for `id`, in order.
  func callAsFunction(
    _ record: RecordType, where condition: String, _ id: Int64
  ) throws -> [PaperRow] {
    var query = RecordQuery(record, columns: record.columns)
    query.condition = (condition, [.integer(id)])
    var found: [PaperRow] = []
    var names: [String: [String: String]] = [:]
    for column in query.columns {
      if let named = column.named { names[column.name] = try database.namesByCode(named) }
    }
    var rows = try query.prepare(database)
    while try rows.step() {
      var texts: [String: String] = [:]
      for (place, column) in query.columns.enumerated() {
        texts[column.name] = text(column, rows.value(place), names[column.name] ?? [:])
      }
      found.append(PaperRow(texts, record, language))
    }
    return found
  }

  private func text(_ column: Column, _ value: SQLValue, _ names: [String: String]) -> String {
    var value = value
    if case .text(let text) = value, !column.kind.choices.contains(where: { $0.value == text }) {
      // A paper says who somebody is, whatever the desk has typed for him.
      value = .text(names[text] ?? (column.name == "severity" ? Ticket.severity(text)[language] : text))
    }
    return column.text(value, zone, reveals: reveals, language)
  }
}
