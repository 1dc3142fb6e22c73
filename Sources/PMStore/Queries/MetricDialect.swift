// The engines whose SQL the key figures can be had in, and how each holds the records.
import PMCore

/// The SQL of one engine.
///
/// Facts and predicates are written in what SQLite, PostgreSQL and Spark SQL share; what differs
/// stands here. SQLite reads pm's own database. The others read an exported dataset: a table for
/// each record under its noun, references by code, dates and moments in the engine's own types.
package enum MetricDialect: String, CaseIterable, Sendable {
  case sqlite, postgresql, spark

  /// Whether the tables are pm's own.
  var isOwn: Bool { self == .sqlite }

  /// What the facts call a record's rows.
  func table(_ name: String) -> String { isOwn ? name : Self.prefix + name }

  private static let prefix = "pm_"

  func quoted(_ name: String) -> String { self == .spark ? "`\(name)`" : "\"\(name)\"" }

  func literal(_ text: String) -> String {
    var quoted = "'"
    for character in text { quoted += character == "'" ? "''" : String(character) }
    return quoted + "'"
  }

  /// An integer divided, the rest cut off.
  func divided(_ value: String, by divisor: Int) -> String {
    self == .spark ? "(\(value) DIV \(divisor))" : "\(value) / \(divisor)"
  }

  /// The named queries that give the tables which `sql` speaks of the form of pm's own.
  func adapters(for sql: String) -> [MetricRelations.With] {
    if isOwn { return [] }
    let words = Set(
      sql.split { !($0.isLetter || $0.isNumber || $0 == "_") }.lazy
        .filter { $0.hasPrefix(Self.prefix) }.map(String.init))
    return Records.all.filter { words.contains(table($0.table)) }.map { record in
      (table(record.table), select(record))
    }
  }

  private func select(_ record: RecordType) -> String {
    var fields = record.columns.filter { $0.isStored && !$0.isStamp }.map { column in
      "\(stored(column)) AS \(quoted(column.sqlName))"
    }
    if record.key.count == 1 { fields.insert("\(quoted(record.key[0])) AS id", at: 0) }
    return "SELECT " + fields.joined(separator: ", ") + "\n  FROM \(quoted(record.table))"
  }

  /// What a column of the dataset is in pm's own tables.
  private func stored(_ column: Column) -> String {
    let name = quoted(column.name)
    if column.isReference { return name }
    switch column.kind.shape {
    case .text, .code: return name
    case .integer: return "CAST(\(name) AS BIGINT)"
    case .boolean: return "CASE WHEN \(name) THEN 1 WHEN NOT \(name) THEN 0 END"
    case .date:
      let day =
        self == .spark ? "DATEDIFF(\(name), DATE '1970-01-01')" : "(\(name) - DATE '1970-01-01')"
      // An empty date of a key means since ever.
      guard case .integer(let standard) = column.defaultValue else { return day }
      return "COALESCE(\(day), \(standard))"
    case .instant:
      return self == .spark
        ? "UNIX_TIMESTAMP(\(name))" : "CAST(EXTRACT(EPOCH FROM \(name)) AS BIGINT)"
    case .period:
      return "(CAST(SUBSTRING(\(name), 1, 4) AS INTEGER) * 12"
        + " + CAST(SUBSTRING(\(name), 6, 2) AS INTEGER) - 1)"
    case .money: return "CAST(\(name) * 100 AS BIGINT)"
    case .decimal(let scale): return "CAST(\(name) * \(powersOfTen[scale]) AS BIGINT)"
    }
  }
}
