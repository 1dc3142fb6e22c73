// JSON records as CSV, so that one import engine reads both.

/// The records of a JSON array or of JSON Lines as a CSV file.
///
/// There is a heading for each name, in the order they were first seen; null and missing are empty
/// cells; numbers keep their text. A row stands in the CSV for every object, even one without names.
package struct JSONRows {
  /// The CSV: comma, LF, the headings in line 1; the first cell of a row is always quoted.
  package let file: TextFile
  /// The headings; none when no object has a name.
  package let columns: [String]
  private let lines: [UInt32]

  /// Reads the records twice, once for the names and once for the cells.
  ///
  /// Throws `JSONError`, or `InputError` when the temporary file fails.
  package init(_ source: TextFile) throws {
    var record = JSONRecord()
    var lines: [UInt32] = []
    var names = JSONObjects(source)
    while let line = try names.advance() {
      lines.append(UInt32(clamping: line))
      try record.read(&names.reader)
    }
    let spool = try SpoolFile()
    if !record.columns.isEmpty {
      for (index, name) in record.columns.enumerated() {
        try name.withUnsafeBufferPointer { try Self.write($0, index, to: spool) }
      }
      try spool.append(Byte.lineFeed)
      var cells = JSONObjects(source)
      while try cells.advance() != nil {
        try record.read(&cells.reader)
        for (index, cell) in record.cells.enumerated() { try Self.write(cell, index, to: spool) }
        try spool.append(Byte.lineFeed)
      }
    }
    file = try TextFile(spool.mapped(), encoding: .utf8)
    columns = record.columns.map { String(decoding: $0, as: UTF8.self) }
    self.lines = lines
  }

  /// How many objects there are.
  package var count: Int { lines.count }

  /// The physical line of the JSON text where the object of a row (from 0) starts.
  package func line(ofRow index: Int) -> Int {
    lines.indices.contains(index) ? Int(lines[index]) : 0
  }

  /// Stands before the headings of the CSV.
  package func scanner(arena: Arena = Arena()) -> CSVScanner {
    CSVScanner(file, delimiter: Byte.comma, arena: arena)
  }

  private static func write(
    _ cell: UnsafeBufferPointer<UInt8>, _ index: Int, to spool: SpoolFile
  ) throws(InputError) {
    if index > 0 { try spool.append(Byte.comma) }
    // The quotes of the first cell keep a row without content from being taken for a blank line.
    if index > 0 && !cell.contains(where: needsQuotes) {
      try spool.append(cell)
      return
    }
    try spool.append(Byte.quote)
    for byte in cell {
      if byte == Byte.quote { try spool.append(byte) }
      try spool.append(byte)
    }
    try spool.append(Byte.quote)
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == Byte.comma || byte == Byte.quote || byte == Byte.lineFeed
      || byte == Byte.carriageReturn
  }
}

/// One object as the cells of a row; the columns grow as names are met.
struct JSONRecord {
  /// The names in the order they were first seen.
  private(set) var columns: [[UInt8]] = []
  /// A cell for each column, valid until the next `read`.
  private(set) var cells: [UnsafeBufferPointer<UInt8>] = []
  private var indices: [[UInt8]: Int] = [:]
  /// The record that gave each column its cell last, from 1.
  private var givenBy: [Int] = []
  private var number = 0

  /// Reads the object that comes next; its nested values are errors.
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    reader.arena.reset()
    number += 1
    for index in cells.indices { cells[index] = UnsafeBufferPointer(start: nil, count: 0) }
    try reader.take(Byte.openBrace, or: .notAnObject)
    if reader.peek() == Byte.closeBrace {
      reader.at += 1
      return
    }
    var expected = 0
    repeat {
      _ = reader.peek()
      let start = reader.at
      let index = try column(try reader.name(), expected, reader, start)
      if givenBy[index] == number {
        throw reader.error(.duplicateName(name(index)), at: start)
      }
      givenBy[index] = number
      cells[index] = try cell(&reader, index)
      expected = index + 1
    } while try reader.goesOn(until: Byte.closeBrace)
  }

  /// The column of a name; most often the one behind the last name's.
  private mutating func column(
    _ name: UnsafeBufferPointer<UInt8>, _ expected: Int, _ reader: JSONReader, _ start: Int
  ) throws(JSONError) -> Int {
    if expected < columns.count && columns[expected].elementsEqual(name) { return expected }
    let key = Array(name)
    if let index = indices[key] { return index }
    if key.allSatisfy(isBlank) { throw reader.error(.emptyName, at: start) }
    if key.contains(0) || key.count > CSVScanner.longestCell {
      throw reader.error(.unfitForCell(String(decoding: key, as: UTF8.self)), at: start)
    }
    if columns.count == CSVRow.widest { throw reader.error(.tooManyNames, at: start) }
    indices[key] = columns.count
    columns.append(key)
    cells.append(UnsafeBufferPointer(start: nil, count: 0))
    givenBy.append(0)
    return columns.count - 1
  }

  private func cell(
    _ reader: inout JSONReader, _ index: Int
  ) throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    guard let next = reader.peek() else { throw reader.error(.endOfInput, at: reader.end) }
    let start = reader.at
    switch next {
    case Byte.openBrace, Byte.openBracket:
      throw reader.error(.nestedValue(name(index)), at: start)
    case Byte.quote:
      let text = try reader.string()
      if text.count > CSVScanner.longestCell || text.contains(0) {
        throw reader.error(.unfitForCell(name(index)), at: start)
      }
      return text
    case Byte.minus, Byte.zero...Byte.nine: return try reader.number()
    case UInt8(ascii: "t"): return try reader.literal("true")
    case UInt8(ascii: "f"): return try reader.literal("false")
    case UInt8(ascii: "n"):
      _ = try reader.literal("null")
      return UnsafeBufferPointer(start: nil, count: 0)
    default: throw reader.error(.expectedValue, at: start)
    }
  }

  private func name(_ index: Int) -> String {
    String(decoding: columns[index], as: UTF8.self)
  }
}
