// Rows of a strange sheet rewritten as CSV with the record's own headings.
import PMCore
import PMFormat

extension ImportMap {
  /// The rows of `source` as this map reads them; each remembers where it stood.
  func applied(to source: ImportSource) throws -> ImportSource {
    var scanner = source.scanner()
    scanner.ignoresUnheaded = hasNotesBeside
    var row = CSVRow()
    var headings: [String: Int] = [:]
    if headerRow != 0 {
      switch scanner.readHeader(into: &row) {
      case .row:
        for field in (0..<row.count).reversed() { headings[HeaderNames.plain(row.text(field))] = field }
      case .fault(let fault): throw source.failure(fault)
      case .end:
        throw source.headerFailure(
          hint: Words("take the file again: this one is empty", zh: "请重新导出：此文件为空"))
      }
    }
    let cells = try Cells(self, headings, hasHeader: headerRow != 0, source)
    let rewriter = try RowRewriter(self, cells, source)
    var hasStopped = false
    reading: while true {
      switch scanner.next(into: &row) {
      case .end: break reading
      case .fault(let fault): hasStopped = try !rewriter.add(row, fault)
      case .row: hasStopped = try !rewriter.add(row, nil)
      }
      if hasStopped { break }
      scanner.arena.reset()
    }
    if let below = totals?.below {
      for _ in 0..<below where hasStopped {
        scanner.arena.reset()
        if case .end = scanner.next(into: &row) { hasStopped = false }
      }
      try rewriter.compare(row, isThere: hasStopped)
    }
    return try rewriter.finished()
  }

  /// Where the cells that the map names stand in a row.
  struct Cells {
    private let fields: [CellName: Int]

    /// Headings that the file does not have are told all at once.
    init(
      _ map: ImportMap, _ headings: [String: Int], hasHeader: Bool, _ source: ImportSource
    ) throws {
      var fields: [CellName: Int] = [:]
      var findings = Findings()
      let named =
        map.columns.flatMap(\.cells) + (map.skip + map.stop).map(\.cell) + (map.totals?.cells ?? [])
      for name in named where fields[name] == nil {
        switch name {
        case .place(let place): fields[name] = place - 1
        case .heading(let heading):
          if let field = headings[HeaderNames.plain(heading)] {
            fields[name] = field
            continue
          }
          let near = suggestion(for: heading, among: headings.keys.sorted())
          findings.add(
            Finding(
              "no-such-heading",
              hasHeader
                ? Words("\(source.name) has no column \"\(heading)\"", zh: "\(source.name) 没有“\(heading)”列")
                : Words("with header_row 0 columns have numbers only", zh: "header_row 为 0 时只能用列号"),
              hint: near.map { Words("did you mean \"\($0)\"?", zh: "是否为“\($0)”？") },
              at: map.places[name]))
        }
      }
      guard findings.isEmpty else {
        throw Failure(
          .badData, "map-does-not-fit",
          Words("\(map.file) does not fit this file", zh: "\(map.file) 与此文件不符"),
          hint: Words("is the header on another line? --header-row N", zh: "标题行是否在别的行？--header-row N"),
          at: Place(file: source.name), findings: findings)
      }
      self.fields = fields
    }

    subscript(name: CellName) -> Int { fields[name] ?? -1 }
  }
}

/// Writes the rewritten rows and their origin.
private final class RowRewriter {
  private let map: ImportMap
  private let cells: ImportMap.Cells
  private let source: ImportSource
  private let spool: SpoolFile
  private var origin = RowOrigin()
  private var totals: RowTotals?

  init(_ map: ImportMap, _ cells: ImportMap.Cells, _ source: ImportSource) throws {
    self.map = map
    self.cells = cells
    self.source = source
    totals = map.totals.map { RowTotals($0) }
    spool = try SpoolFile()
    origin.file = source
    origin.columns = map.columns.map { column in
      guard let first = column.cells.first else { return nil }
      return source.column(of: cells[first])
    }
    for (place, column) in map.columns.enumerated() { try write(place, Array(column.name.utf8)) }
    try spool.append(UInt8(ascii: "\n"))
  }

  /// Adds a row, unless a condition leaves it out; false where the data ends.
  func add(_ row: borrowing CSVRow, _ fault: CSVFault?) throws -> Bool {
    for condition in map.stop where holds(condition, row) { return false }
    if totals != nil {
      var texts: [ImportMap.CellName: String] = [:]
      for cell in map.totals?.cells ?? [] { texts[cell] = text(cell, row) }
      try totals?.add { texts[$0] ?? "" }
    }
    for condition in map.skip where holds(condition, row) {
      origin.skipped += 1
      return true
    }
    if let fault {
      origin.faults.append((fault, row.offset))
      return true
    }
    for (place, column) in map.columns.enumerated() { try write(place, value(column, row)) }
    try spool.append(UInt8(ascii: "\n"))
    origin.lines.append(
      UInt32(clamping: source.origin == nil ? row.line : source.line(at: row.offset)))
    origin.offsets.append(row.offset)
    return true
  }

  /// Refuses a sheet whose rows are not those that its totals tell of.
  func compare(_ row: borrowing CSVRow, isThere: Bool) throws {
    var findings = Findings()
    if isThere {
      var texts: [ImportMap.CellName: String] = [:]
      for cell in map.totals?.cells ?? [] { texts[cell] = text(cell, row) }
      let line = source.origin == nil ? row.line : source.line(at: row.offset)
      if let totals {
        findings = totals.faults({ cell in
          Place(file: source.name, line: line, column: source.column(of: cells[cell]))
        }) { texts[$0] ?? "" }
      }
    } else {
      findings.add(
        Finding(
          "totals-missing",
          Words("the totals at the foot are missing: the file is cut off", zh: "缺少末尾的合计行：文件不完整"),
          at: Place(file: source.name)))
    }
    guard !findings.isEmpty else { return }
    throw Failure(
      .badData, "does-not-add-up",
      Words("nothing was imported: the file does not agree with its own totals", zh: "未导入：文件与其合计不符"),
      hint: Words("take the whole file from the bank again", zh: "请重新下载完整的对账单"), findings: findings)
  }

  func finished() throws -> ImportSource {
    if let doubt = totals?.doubt(of: source) { origin.doubts.append(doubt) }
    return ImportSource(
      name: source.name, text: try TextFile(spool.mapped(), encoding: .utf8),
      delimiter: UInt8(ascii: ","), origin: origin)
  }

  private func write(_ place: Int, _ cell: [UInt8]) throws {
    if place > 0 { try spool.append(UInt8(ascii: ",")) }
    try spool.appendQuoted(cell)
  }

  private func text(_ name: ImportMap.CellName, _ row: borrowing CSVRow) -> String {
    let text = content(name, row)
    guard let mark = map.strip, text.hasPrefix(mark) else { return text }
    return String(text.dropFirst(mark.count))
  }

  private func content(_ name: ImportMap.CellName, _ row: borrowing CSVRow) -> String {
    let bytes = row[cells[name]].trimmed
    if source.isGuarded, let plain = unguardExcelCell(bytes) {
      return String(decoding: plain, as: UTF8.self)
    }
    return bytes.text
  }

  private func holds(_ condition: ImportMap.Condition, _ row: borrowing CSVRow) -> Bool {
    let text = text(condition.cell, row)
    return switch condition.test {
    case .isEmpty(let expected): text.isEmpty == expected
    case .oneOf(let values): values.contains(text)
    case .noneOf(let values): !values.contains(text)
    case .begins(let start): text.hasPrefix(start)
    case .contains(let part): contains(text, part)
    }
  }

  private func value(_ column: ImportMap.MappedColumn, _ row: borrowing CSVRow) -> [UInt8] {
    var pieces: [String] = []
    for name in column.cells {
      let piece = text(name, row)
      if !piece.isEmpty { pieces.append(piece) }
    }
    var text = pieces.joined(separator: column.separator)
    if let (separator, number) = column.piece {
      let parts = split(text, separator)
      text = number <= parts.count ? parts[number - 1] : ""
    }
    if text.isEmpty { return [] }
    if let value = column.values[text] ?? (column.values.isEmpty ? nil : column.otherwise) {
      return Array(value.utf8)
    }
    if let order = column.date { text = reordered(text, order) }
    if column.isLenientNumber { text = lenient(text) }
    return Array(text.utf8)
  }

  private func contains(_ text: String, _ part: String) -> Bool {
    split(text, part).count > 1
  }

  private func split(_ text: String, _ separator: String) -> [String] {
    let (bytes, mark) = (Array(text.utf8), Array(separator.utf8))
    if mark.isEmpty { return [text] }
    var parts: [String] = []
    var start = 0
    var index = 0
    while index + mark.count <= bytes.count {
      if bytes[index..<index + mark.count].elementsEqual(mark) {
        parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
        index += mark.count
        start = index
      } else {
        index += 1
      }
    }
    parts.append(String(decoding: bytes[start...], as: UTF8.self))
    return parts
  }

  /// `03/01/2011 02:27:57 PM` as `2011-03-01 02:27:57 PM`; anything else as it is.
  private func reordered(_ text: String, _ order: ImportMap.DateOrder) -> String {
    let day = text.prefix { $0 != " " }
    let parts = day.split(omittingEmptySubsequences: false) { "/-.".contains($0) }
    guard parts.count == 3,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return text }
    let date =
      switch order {
      case .yearFirst: [parts[0], parts[1], parts[2]]
      case .monthFirst: [parts[2], parts[0], parts[1]]
      case .dayFirst: [parts[2], parts[1], parts[0]]
      }
    return date.joined(separator: "-") + text.dropFirst(day.count)
  }

  /// A number without its plus; `(50.00)` is negative, a lone dash is empty.
  private func lenient(_ text: String) -> String {
    if ["-", "--", "—", "－"].contains(text) { return "" }
    if text.hasPrefix("+") { return String(text.dropFirst()) }
    if text.hasPrefix("("), text.hasSuffix(")") { return "-" + text.dropFirst().dropLast() }
    return text
  }
}
