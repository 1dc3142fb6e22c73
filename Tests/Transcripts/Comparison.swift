// Compares a CSV file that pm wrote with the one expected, as compare.py beside the example does.

/// The rows of a CSV file under its headings.
struct CSVTable {
  var headings: [String] = []
  var rows: [[String: String]] = []

  init(_ text: String) {
    var records = Self.records(of: text)
    guard !records.isEmpty else { return }
    headings = records.removeFirst()
    rows = records.map { fields in
      [String: String](zip(headings, fields), uniquingKeysWith: { first, _ in first })
    }
  }

  private static func records(of text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field = ""
    var isQuoted = false
    for scalar in text.unicodeScalars where scalar != "\u{FEFF}" {
      switch scalar {
      case "\"":
        // A doubled quote closes and opens again: the quote between is the field's own.
        if !isQuoted, !field.isEmpty { field.unicodeScalars.append(scalar) }
        isQuoted.toggle()
      case "," where !isQuoted:
        record.append(field)
        field = ""
      case "\n" where !isQuoted:
        records.append(record + [field])
        record = []
        field = ""
      case "\r" where !isQuoted: break
      default: field.unicodeScalars.append(scalar)
      }
    }
    if !field.isEmpty || !record.isEmpty { records.append(record + [field]) }
    return records
  }
}

/// One line of compare.csv: which columns name a row, and which are left out.
struct Comparison {
  var key: [String]
  var ignored: Set<String>
  /// Columns that hold a number of another row; compared by the key of that row.
  var references: [String]
  var allowsExtra: Bool

  init(_ row: [String: String]) {
    func words(_ name: String) -> [String] {
      (row[name] ?? "").split(separator: " ").map(String.init)
    }
    key = words("key")
    ignored = Set(words("ignore") + ["number"])
    references = words("ref")
    allowsExtra = row["extra"] == "yes"
  }

  /// What differs, a line each; empty where all rows agree.
  func differences(actual: CSVTable, expected: CSVTable) -> [String] {
    let columns = expected.headings.filter { !ignored.contains($0) }
    let lacking = columns.filter { !actual.headings.contains($0) }
    if !lacking.isEmpty { return ["columns missing: \(lacking.joined(separator: ", "))"] }
    var left = rows(of: actual, columns)
    var differences: [String] = []
    for row in rows(of: expected, columns) {
      if let place = left.firstIndex(of: row) {
        left.remove(at: place)
      } else {
        differences.append("- " + row.joined(separator: ","))
      }
    }
    if !allowsExtra { differences += left.map { "+ " + $0.joined(separator: ",") } }
    return differences
  }

  private func rows(of table: CSVTable, _ columns: [String]) -> [[String]] {
    var names: [String: String] = [:]
    for row in table.rows {
      guard let number = row["number"], !number.isEmpty else { continue }
      names[number] = key.map { normalized(row[$0] ?? "") }.joined(separator: "/")
    }
    return table.rows.map { row in
      columns.map { column in
        let value = row[column] ?? ""
        return references.contains(column) && !value.isEmpty
          ? names[value] ?? "?" : normalized(value)
      }
    }
  }
}

/// A number without the zeros that do not count; anything else, a code such as 0101 too, as it is.
func normalized(_ text: String) -> String {
  let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
  let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
  let isNumber =
    parts.count <= 2
    && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }
  guard isNumber, parts.count == 2 || parts[0].count == 1 || !parts[0].hasPrefix("0") else {
    return text
  }
  var fraction = parts.count == 2 ? parts[1] : ""
  while fraction.hasSuffix("0") { fraction.removeLast() }
  let whole = parts[0].drop { $0 == "0" }
  let value = (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
  return (text.hasPrefix("-") && value != "0" ? "-" : "") + value
}
