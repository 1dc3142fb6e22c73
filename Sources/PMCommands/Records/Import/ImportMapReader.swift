// Reads a map file strictly: every unknown name, with the nearest real one, and where it stands.
import PMCore
import PMFormat

/// Turns the JSON of a map into an `ImportMap` and collects what is wrong with it.
struct ImportMapReader {
  private var json: StrictJSON
  private let known: [Column]
  private let names: HeaderNames
  private let record: RecordType
  private(set) var cellPlaces: [ImportMap.CellName: Place] = [:]

  init(_ file: String, places: JSONPlaces, known: [Column], _ record: RecordType) {
    json = StrictJSON(file, places: places, valueCode: "bad-map-value")
    self.known = known
    names = HeaderNames(known)
    self.record = record
  }

  var findings: Findings { json.findings }

  /// Reads the whole map.
  mutating func read(_ document: JSONValue, into map: inout ImportMap) {
    for (name, value) in json.members(
      document, [],
      [
        "record", "encoding", "format", "header_row", "notes_beside", "columns", "constants", "skip",
        "stop", "strip", "totals", "unmatched", "comment",
      ])
    {
      let path = [name]
      switch name {
      case "record":
        if let text = json.string(value, path), text != record.name {
          json.wrong(path, "other-record", Words("this map is for pm \(text) import", zh: "此映射用于 pm \(text) import"))
        }
      case "encoding":
        if let text = json.string(value, path) {
          map.encoding = TextEncoding(named: text)
          if map.encoding == nil { json.unknown(path, text, TextEncoding.allCases.map(\.rawValue)) }
        }
      case "format":
        if let text = json.string(value, path) {
          map.format = InputFormat(named: text)
          if map.format == nil { json.unknown(path, text, InputFormat.allCases.map(\.rawValue)) }
        }
      case "header_row": map.headerRow = json.integer(value, path, 0...1_000_000)
      case "notes_beside": map.hasNotesBeside = json.boolean(value, path)
      case "columns":
        for (column, value) in json.members(value, path, nil) {
          guard let name = columnName(column, path + [column]) else { continue }
          map.columns.append(self.column(name, value, path + [column]))
        }
      case "constants":
        for (column, value) in json.members(value, path, nil) {
          guard let name = columnName(column, path + [column]),
            let text = json.text(value, path + [column])
          else { continue }
          map.constants.append((name, text))
        }
      case "strip": map.strip = json.string(value, path)
      case "unmatched":
        if record.name != "payment" {
          json.wrong(path, "payments-only", Words("\"unmatched\" is for payments only", zh: "\"unmatched\" 仅用于收款"))
        } else if let text = json.string(value, path) {
          map.unmatched = Unmatched(rawValue: text)
          if map.unmatched == nil { json.unknown(path, text, Unmatched.allCases.map(\.rawValue)) }
        }
      case "skip": map.skip = conditions(value, path)
      case "stop": map.stop = conditions(value, path)
      case "totals": map.totals = totals(value, path)
      default: break
      }
    }
    if map.totals?.below != nil, map.stop.isEmpty {
      json.wrong(["totals"], "totals-without-stop", Words("\"below\" needs \"stop\"", zh: "\"below\" 需与 \"stop\" 同用"))
    }
    if map.columns.isEmpty {
      json.wrong([], "no-columns", Words("\"columns\" is missing or empty", zh: "缺少 \"columns\" 或其为空"))
    }
    for (name, _) in map.constants where map.columns.contains(where: { $0.name == name }) {
      json.wrong(
        ["constants", name], "contradiction",
        Words("\(name) is among the columns too", zh: "\(name) 同时出现在 columns 中"))
    }
  }

  private mutating func column(
    _ name: String, _ value: JSONValue, _ path: [String]
  ) -> ImportMap.MappedColumn {
    var column = ImportMap.MappedColumn(name: name)
    guard case .object = value else {
      column.cells = [cell(value, path)].compactMap(\.self)
      return column
    }
    var splitter: String?
    var take: Int?
    for (name, value) in json.members(
      value, path, ["from", "join", "with", "split", "take", "values", "else", "date", "number"])
    {
      let path = path + [name]
      switch name {
      case "from": column.cells += [cell(value, path)].compactMap(\.self)
      case "join":
        for (place, value) in json.elements(value, path) {
          column.cells += [cell(value, path + [place])].compactMap(\.self)
        }
      case "with": column.separator = json.string(value, path) ?? ""
      case "split": splitter = json.string(value, path)
      case "take": take = json.integer(value, path, 1...1000)
      case "values":
        for (from, value) in json.members(value, path, nil) {
          if let to = json.text(value, path + [from]) { column.values[from] = to }
        }
      case "else": column.otherwise = json.text(value, path)
      case "date":
        if let text = json.string(value, path) {
          column.date = ImportMap.DateOrder(rawValue: text)
          if column.date == nil { json.unknown(path, text, ImportMap.DateOrder.allCases.map(\.rawValue)) }
        }
      case "number":
        if let text = json.string(value, path) {
          column.isLenientNumber = text == "lenient"
          if text != "lenient" { json.unknown(path, text, ["lenient"]) }
        }
      default: break
      }
    }
    if let splitter, !splitter.isEmpty { column.piece = (splitter, take ?? 1) }
    if take != nil, column.piece == nil {
      json.wrong(
        path + ["take"], "take-without-split", Words("\"take\" needs \"split\"", zh: "\"take\" 需与 \"split\" 同用"))
    }
    if column.otherwise != nil, column.values.isEmpty {
      json.wrong(
        path + ["else"], "else-without-values", Words("\"else\" needs \"values\"", zh: "\"else\" 需与 \"values\" 同用"))
    }
    if column.cells.isEmpty {
      json.wrong(path, "no-source", Words("needs \"from\" or \"join\"", zh: "需要 \"from\" 或 \"join\""))
    }
    return column
  }

  private mutating func totals(_ value: JSONValue, _ path: [String]) -> ImportMap.Totals {
    var totals = ImportMap.Totals()
    for (name, value) in json.members(value, path, ["above", "below", "count", "sums"]) {
      let path = path + [name]
      switch name {
      case "above":
        guard let text = json.string(value, path) else { continue }
        let parts = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, !parts[0].isEmpty {
          totals.above = (parts[0], parts[1])
        } else {
          json.bad(path, Words("needs a text with one *", zh: "应为含一个 * 的文本"))
        }
      case "below": totals.below = json.integer(value, path, 0...9)
      case "count": totals.count = cell(value, path)
      case "sums":
        for (column, value) in json.members(value, path, nil) {
          guard let total = cell(value, path + [column]),
            let of = cell(.string(column), path + [column])
          else { continue }
          totals.sums.append((of, total))
        }
      default: break
      }
    }
    return totals
  }

  private mutating func conditions(_ value: JSONValue, _ path: [String]) -> [ImportMap.Condition] {
    var conditions: [ImportMap.Condition] = []
    for (place, value) in json.elements(value, path) {
      let path = path + [place]
      var cell: ImportMap.CellName?
      var tests: [ImportMap.Condition.Test] = []
      for (name, value) in json.members(
        value, path, ["column", "is", "not", "empty", "begins", "contains"])
      {
        let path = path + [name]
        switch name {
        case "column": cell = self.cell(value, path)
        case "is": tests.append(.oneOf(json.texts(value, path)))
        case "not": tests.append(.noneOf(json.texts(value, path)))
        case "empty": tests.append(.isEmpty(json.boolean(value, path)))
        case "begins": if let text = json.string(value, path) { tests.append(.begins(text)) }
        case "contains": if let text = json.string(value, path) { tests.append(.contains(text)) }
        default: break
        }
      }
      guard let cell, tests.count == 1, let test = tests.first else {
        json.wrong(
          path, "bad-condition",
          Words(
            "a condition has \"column\" and one of is, not, empty, begins, contains",
            zh: "条件须有 \"column\"，并有 is、not、empty、begins、contains 之一"))
        continue
      }
      conditions.append(ImportMap.Condition(cell: cell, test: test))
    }
    return conditions
  }

  private mutating func columnName(_ name: String, _ path: [String]) -> String? {
    if let index = names[name] { return known[index].name }
    let near = json.isCounting ? nil : suggestion(for: name, among: names.names + known.map(\.zh))
    json.wrong(
      path, "unknown-column",
      Words("\(record.name) has no column \"\(name)\"", zh: "\(record.title.zh)没有“\(name)”列"),
      near.map(maybe)
        ?? Words("columns: pm \(record.name) columns", zh: "列名见 pm \(record.name) columns"))
    return nil
  }

  private mutating func cell(_ value: JSONValue, _ path: [String]) -> ImportMap.CellName? {
    let name: ImportMap.CellName
    switch value {
    case .string(let text) where !text.isEmpty: name = .heading(text)
    case .number(let text):
      guard let place = Int(text), (1...CSVRow.widest).contains(place) else { fallthrough }
      name = .place(place)
    default:
      json.bad(path, Words("needs a heading, or the number of a column from 1", zh: "应为列名，或从 1 起的列号"))
      return nil
    }
    if cellPlaces[name] == nil { cellPlaces[name] = json.place(path) }
    return name
  }
}
