// One new record as it was typed, whose number pm gives: gap-free in each month.
import PMCore
import PMStore

/// A row of a numbered record about to be added.
struct RecordDraft {
  let record: RecordType
  private(set) var values: [TypedValue] = []

  /// Reads FIELD=VALUE words; columns that pm fills in itself are refused.
  init(_ record: RecordType, _ words: [String], _ database: Database, zone: Zone) throws {
    self.record = record
    let reader = FilterReader(record, database, zone: zone, for: nil)
    for (name, text) in try RecordEdit.pairs(words) {
      let column = try reader.column(name)
      if column.isManaged || !column.isStored || column.name == "number" {
        throw Failure.refused(
          "not-by-hand",
          Words("\(column.name) is given by pm", zh: "\(column.zh)由系统填写，不能手工填写"))
      }
      let value = try database.typed(column, text, zone: zone)
      values.removeAll { $0.column.name == column.name }
      values.append(value)
    }
  }

  /// The integer in a column: a day, a moment, a row.
  func integer(_ name: String) -> Int64? {
    guard case .integer(let number)? = values.first(where: { $0.column.name == name })?.value
    else { return nil }
    return number
  }

  /// Fills a column that was left empty.
  mutating func setIfEmpty(_ name: String, _ value: SQLValue) {
    guard let column = record.column(name) else { return }
    if let place = values.firstIndex(where: { $0.column.name == name }) {
      if values[place].value != .null { return }
      values.remove(at: place)
    }
    values.append(TypedValue(column, value, text: ""))
  }

  /// Adds the row under the next number of `series` and the month of `day`; the number.
  func insert(_ database: Database, _ editor: RowEditor, series: String, month day: Day) throws
    -> String
  {
    try refuseFaults()
    let month = day.period
    let series = "\(series)-\(padded(month.year, 4))\(padded(month.month, 2))-"
    let next = try database.lastSerial(of: record, behind: series) + 1
    let number = series + padded(Int(next), 4)
    try editor.insert(
      record, [("number", .text(number))] + values.map { ($0.column.name, $0.value) })
    return number
  }

  /// What is missing, and dates in the wrong order.
  private func refuseFaults() throws {
    for column in record.columns where column.isRequired && column.name != "number" {
      let isThere = values.contains { $0.column.name == column.name && $0.value != .null }
      if isThere || column.defaultValue != nil { continue }
      throw Failure.refused(
        "required", Words("\(column.name) is missing", zh: "缺少\(column.zh) \(column.name)"),
        hint: Words(
          "columns: pm \(record.name) columns", zh: "各列说明：pm \(record.name) columns"))
    }
    try values.refuse(by: record.rules)
  }
}

extension [TypedValue] {
  /// Refuses values that the rules of their record, read of them alone, forbid; what is not among
  /// them is empty.
  func refuse(by rules: [RowRule]) throws {
    for rule in rules {
      let cells = rule.columns.map { name -> Cell in
        guard case .integer(let number)? = first(where: { $0.column.name == name })?.value else {
          return .null
        }
        return .integer(number)
      }
      if rule.holds(cells[...]) { continue }
      throw Failure(
        .badData, rule.code, rule.words, at: Place(columnName: rule.columns.first))
    }
  }
}
