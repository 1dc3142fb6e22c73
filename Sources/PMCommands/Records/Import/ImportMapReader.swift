// Reads a map file strictly: every unknown name, with the nearest real one, and where it stands.
import PMCore
import PMFormat

/// Turns the JSON of a map into an `ImportMap` and collects what is wrong with it.
struct ImportMapReader {
  private let file: String
  private let places: JSONPlaces
  private let known: [Column]
  private let names: HeaderNames
  private let record: RecordType
  private(set) var findings = Findings()
  private(set) var cellPlaces: [ImportMap.CellName: Place] = [:]

  init(_ file: String, places: JSONPlaces, known: [Column], _ record: RecordType) {
    self.file = file
    self.places = places
    self.known = known
    names = HeaderNames(known)
    self.record = record
  }

  /// Reads the whole map.
  mutating func read(_ document: JSONValue, into map: inout ImportMap) {
    for (name, value) in members(
      document, [],
      [
        "record", "encoding", "format", "header_row", "notes_beside", "columns", "constants", "skip",
        "stop", "strip", "totals", "unmatched", "comment",
      ])
    {
      let path = [name]
      switch name {
      case "record":
        if let text = string(value, path), text != record.name {
          wrong(path, "other-record", Words("this map is for pm \(text) import", zh: "此映射用于 pm \(text) import"))
        }
      case "encoding":
        if let text = string(value, path) {
          map.encoding = TextEncoding(named: text)
          if map.encoding == nil { unknown(path, text, TextEncoding.allCases.map(\.rawValue)) }
        }
      case "format":
        if let text = string(value, path) {
          map.format = InputFormat(named: text)
          if map.format == nil { unknown(path, text, InputFormat.allCases.map(\.rawValue)) }
        }
      case "header_row": map.headerRow = integer(value, path, 0...1_000_000)
      case "notes_beside": map.hasNotesBeside = boolean(value, path)
      case "columns":
        for (column, value) in members(value, path, nil) {
          guard let name = columnName(column, path + [column]) else { continue }
          map.columns.append(self.column(name, value, path + [column]))
        }
      case "constants":
        for (column, value) in members(value, path, nil) {
          guard let name = columnName(column, path + [column]),
            let text = text(value, path + [column])
          else { continue }
          map.constants.append((name, text))
        }
      case "strip": map.strip = string(value, path)
      case "unmatched":
        if record.name != "payment" {
          wrong(path, "payments-only", Words("\"unmatched\" is for payments only", zh: "\"unmatched\" 仅用于收款"))
        } else if let text = string(value, path) {
          map.unmatched = Unmatched(rawValue: text)
          if map.unmatched == nil { unknown(path, text, Unmatched.allCases.map(\.rawValue)) }
        }
      case "skip": map.skip = conditions(value, path)
      case "stop": map.stop = conditions(value, path)
      case "totals": map.totals = totals(value, path)
      default: break
      }
    }
    if map.totals?.below != nil, map.stop.isEmpty {
      wrong(["totals"], "totals-without-stop", Words("\"below\" needs \"stop\"", zh: "\"below\" 需与 \"stop\" 同用"))
    }
    if map.columns.isEmpty {
      wrong([], "no-columns", Words("\"columns\" is missing or empty", zh: "缺少 \"columns\" 或其为空"))
    }
    for (name, _) in map.constants where map.columns.contains(where: { $0.name == name }) {
      wrong(
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
    for (name, value) in members(
      value, path, ["from", "join", "with", "split", "take", "values", "else", "date", "number"])
    {
      let path = path + [name]
      switch name {
      case "from": column.cells += [cell(value, path)].compactMap(\.self)
      case "join":
        for (place, value) in elements(value, path) {
          column.cells += [cell(value, path + [place])].compactMap(\.self)
        }
      case "with": column.separator = string(value, path) ?? ""
      case "split": splitter = string(value, path)
      case "take": take = integer(value, path, 1...1000)
      case "values":
        for (from, value) in members(value, path, nil) {
          if let to = text(value, path + [from]) { column.values[from] = to }
        }
      case "else": column.otherwise = text(value, path)
      case "date":
        if let text = string(value, path) {
          column.date = ImportMap.DateOrder(rawValue: text)
          if column.date == nil { unknown(path, text, ImportMap.DateOrder.allCases.map(\.rawValue)) }
        }
      case "number":
        if let text = string(value, path) {
          column.isLenientNumber = text == "lenient"
          if text != "lenient" { unknown(path, text, ["lenient"]) }
        }
      default: break
      }
    }
    if let splitter, !splitter.isEmpty { column.piece = (splitter, take ?? 1) }
    if take != nil, column.piece == nil {
      wrong(path + ["take"], "take-without-split", Words("\"take\" needs \"split\"", zh: "\"take\" 需与 \"split\" 同用"))
    }
    if column.otherwise != nil, column.values.isEmpty {
      wrong(path + ["else"], "else-without-values", Words("\"else\" needs \"values\"", zh: "\"else\" 需与 \"values\" 同用"))
    }
    if column.cells.isEmpty {
      wrong(path, "no-source", Words("needs \"from\" or \"join\"", zh: "需要 \"from\" 或 \"join\""))
    }
    return column
  }

  private mutating func totals(_ value: JSONValue, _ path: [String]) -> ImportMap.Totals {
    var totals = ImportMap.Totals()
    for (name, value) in members(value, path, ["above", "below", "count", "sums"]) {
      let path = path + [name]
      switch name {
      case "above":
        guard let text = string(value, path) else { continue }
        let parts = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, !parts[0].isEmpty {
          totals.above = (parts[0], parts[1])
        } else {
          wrong(path, "bad-map-value", Words("needs a text with one *", zh: "应为含一个 * 的文本"))
        }
      case "below": totals.below = integer(value, path, 0...9)
      case "count": totals.count = cell(value, path)
      case "sums":
        for (column, value) in members(value, path, nil) {
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
    for (place, value) in elements(value, path) {
      let path = path + [place]
      var cell: ImportMap.CellName?
      var tests: [ImportMap.Condition.Test] = []
      for (name, value) in members(
        value, path, ["column", "is", "not", "empty", "begins", "contains"])
      {
        let path = path + [name]
        switch name {
        case "column": cell = self.cell(value, path)
        case "is": tests.append(.oneOf(texts(value, path)))
        case "not": tests.append(.noneOf(texts(value, path)))
        case "empty": tests.append(.isEmpty(boolean(value, path)))
        case "begins": if let text = string(value, path) { tests.append(.begins(text)) }
        case "contains": if let text = string(value, path) { tests.append(.contains(text)) }
        default: break
        }
      }
      guard let cell, tests.count == 1, let test = tests.first else {
        wrong(
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
    let near = isCounting ? nil : suggestion(for: name, among: names.names + known.map(\.zh))
    wrong(
      path, "unknown-column",
      Words("\(record.name) has no column \"\(name)\"", zh: "\(record.title.zh)没有“\(name)”列"),
      near.map { Words("did you mean \($0)?", zh: "是否为 \($0)？") }
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
      wrong(
        path, "bad-map-value",
        Words("needs a heading, or the number of a column from 1", zh: "应为列名，或从 1 起的列号"))
      return nil
    }
    if cellPlaces[name] == nil { cellPlaces[name] = place(path) }
    return name
  }

  // MARK: JSON

  private mutating func members(
    _ value: JSONValue, _ path: [String], _ names: [String]?
  ) -> [(String, JSONValue)] {
    guard case .object(let members) = value else {
      wrong(path, "bad-map-value", Words("needs an object: {…}", zh: "应为对象 {…}"))
      return []
    }
    var known: [(String, JSONValue)] = []
    for member in members {
      if let names, !names.contains(member.name) {
        let near = isCounting ? nil : suggestion(for: member.name, among: names)
        wrong(
          path + [member.name], "unknown-key",
          Words("unknown key \"\(member.name)\"", zh: "未知的键 \"\(member.name)\""),
          near.map { Words("did you mean \"\($0)\"?", zh: "是否为 \"\($0)\"？") }
            ?? Words("known are \(names.joined(separator: ", "))", zh: "可用的键：\(names.joined(separator: "、"))"))
        continue
      }
      known.append((member.name, member.value))
    }
    return known
  }

  private mutating func elements(_ value: JSONValue, _ path: [String]) -> [(String, JSONValue)] {
    guard case .array(let elements) = value else {
      wrong(path, "bad-map-value", Words("needs a list: […]", zh: "应为列表 […]"))
      return []
    }
    return elements.enumerated().map { (String($0.offset), $0.element) }
  }

  private mutating func string(_ value: JSONValue, _ path: [String]) -> String? {
    if case .string(let text) = value { return text }
    wrong(path, "bad-map-value", Words("needs text in quotes", zh: "应为带引号的文本"))
    return nil
  }

  /// Text, or a number as it is spelled.
  private mutating func text(_ value: JSONValue, _ path: [String]) -> String? {
    if case .number(let text) = value { return text }
    return string(value, path)
  }

  private mutating func texts(_ value: JSONValue, _ path: [String]) -> [String] {
    guard case .array = value else { return [text(value, path)].compactMap(\.self) }
    var texts: [String] = []
    for (place, value) in elements(value, path) {
      if let text = text(value, path + [place]) { texts.append(text) }
    }
    return texts
  }

  private mutating func boolean(_ value: JSONValue, _ path: [String]) -> Bool {
    if case .bool(let flag) = value { return flag }
    wrong(path, "bad-map-value", Words("needs true or false", zh: "应为 true 或 false"))
    return false
  }

  private mutating func integer(
    _ value: JSONValue, _ path: [String], _ range: ClosedRange<Int>
  ) -> Int? {
    if case .number(let text) = value, let number = Int(text), range.contains(number) {
      return number
    }
    wrong(
      path, "bad-map-value",
      Words(
        "needs a number from \(range.lowerBound) to \(range.upperBound)",
        zh: "应为 \(range.lowerBound) 到 \(range.upperBound) 的数"))
    return nil
  }

  private mutating func unknown(_ path: [String], _ word: String, _ names: [String]) {
    let near = suggestion(for: word, among: names)
    let all = names.joined(separator: ", ")
    wrong(
      path, "bad-map-value", Words("\"\(word)\" is none of \(all)", zh: "“\(word)”不是以下之一：\(all)"),
      near.map { Words("did you mean \"\($0)\"?", zh: "是否为 \"\($0)\"？") })
  }

  /// Whether so much is wrong already that the rest is only counted.
  private var isCounting: Bool { findings.count >= Findings.shown }

  private mutating func wrong(
    _ path: [String], _ code: String, _ words: Words, _ hint: Words? = nil
  ) {
    // To find a place the file is read from its beginning: of what is only counted none is looked for.
    let place = isCounting ? nil : place(path)
    findings.add(Finding(code, words, hint: hint, at: place))
  }

  private func place(_ path: [String]) -> Place {
    let (line, column) = places.place(of: path)
    return Place(
      file: file, line: line, column: column,
      columnName: path.isEmpty ? nil : path.joined(separator: "."))
  }
}
