// From a file as people have it to CSV that the engine reads: format, dialect, map.
import PMCore
import PMFormat

extension ImportSource {
  /// Opens a file, or standard input, and makes CSV in UTF-8 of it.
  ///
  /// - Parameter record: whose rows they are; an empty list of objects has its headings.
  static func open(
    path: String, _ input: StandardInput, _ options: ImportOptions, map: ImportMap?, record: RecordType
  ) throws -> ImportSource {
    let name = path == "-" ? "<stdin>" : path
    do {
      let text = try TextFile(input.file(path), encoding: options.encoding ?? map?.encoding)
      let source = try reading(text, name, path, options, map, record)
      return try map.map { try $0.applied(to: source) } ?? source
    } catch let error as EncodingError {
      throw PMCommands.failure(from: error, file: name)
    } catch let error as JSONError {
      throw error.failure(in: name)
    }
  }

  private static func reading(
    _ text: TextFile, _ name: String, _ path: String, _ options: ImportOptions, _ map: ImportMap?,
    _ record: RecordType
  ) throws -> ImportSource {
    let told = options.inputFormat ?? map?.format ?? named(path, text)
    let headerRow = options.headerRow ?? map?.headerRow
    switch told ?? InputFormat(sniffing: text.bytes) {
    case .csv:
      return ImportSource(
        name: name, text: text, headerRow: headerRow, isGuarded: text.isOfSpreadsheet)
    case .tsv:
      guard TSVText.isEscaped(text.bytes) else {
        return ImportSource(
          name: name, text: text, delimiter: UInt8(ascii: "\t"), headerRow: headerRow,
          isGuarded: text.isOfSpreadsheet)
      }
      let plain = try TSVText.asCSV(text)
      return ImportSource(
        name: name, text: plain.text, delimiter: UInt8(ascii: ","), headerRow: headerRow,
        isGuarded: text.isOfSpreadsheet, origin: RowOrigin(lines: plain.lines))
    case .json, .jsonl:
      let rows = try JSONRows(text)
      if rows.count == 0 { return try withoutRows(name, record) }
      return ImportSource(
        name: name, text: rows.file, delimiter: UInt8(ascii: ","),
        origin: RowOrigin(lines: (0..<rows.count).map { UInt32(clamping: rows.line(ofRow: $0)) }))
    }
  }

  /// The format that a file's name tells where its content does not: TSV, and an empty table as JSON
  /// Lines, which has no header.
  private static func named(_ path: String, _ text: TextFile) -> InputFormat? {
    if path.hasSuffix(".tsv") { return .tsv }
    return path.hasSuffix(".jsonl") && text.bytes.isEmpty ? .jsonl : nil
  }

  /// An empty list of objects: the headings of the key and nothing below them.
  private static func withoutRows(_ name: String, _ record: RecordType) throws -> ImportSource {
    let spool = try SpoolFile()
    try withBytes(of: record.key.joined(separator: ",") + "\n") { try spool.append($0) }
    return ImportSource(
      name: name, text: try TextFile(spool.mapped(), encoding: .utf8), delimiter: UInt8(ascii: ","),
      origin: RowOrigin())
  }
}

/// The two dialects of TSV: what `--format tsv` writes, and what spreadsheets do.
enum TSVText {
  /// Whether the text is in pm's own dialect and has need of it.
  ///
  /// pm never quotes and writes `\t`, `\n`, `\r`, `\\`; a spreadsheet quotes a cell that holds a
  /// tab, a line end or a quote. A text is a spreadsheet's where a cell that needed quotes has them.
  static func isEscaped(_ bytes: Bytes) -> Bool {
    guard bytes.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) else {
      return false
    }
    var scanner = CSVScanner(bytes, delimiter: UInt8(ascii: "\t"))
    var row = CSVRow()
    var isQuoted = false
    while true {
      switch scanner.next(into: &row) {
      case .end: return !isQuoted
      case .fault: return true
      case .row:
        for index in 0..<row.count
        where row[index].contains(where: { [0x09, 0x0A, 0x0D, 0x22].contains($0) }) {
          isQuoted = true
        }
        scanner.arena.reset()
      }
    }
  }

  /// The same rows as CSV, and the line of each row behind the header.
  static func asCSV(_ source: TextFile) throws -> (text: TextFile, lines: [UInt32]) {
    let spool = try SpoolFile()
    var lines: [UInt32] = []
    var line: UInt32 = 0
    for text in source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      let row = text.last == UInt8(ascii: "\r") ? text.dropLast() : text
      if row.isEmpty { continue }
      lines.append(line)
      let cells = row.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      for (place, cell) in cells.enumerated() {
        if place > 0 { try spool.append(UInt8(ascii: ",")) }
        try spool.appendQuoted(unescapeTSVCell(Bytes(rebasing: cell)))
      }
      try spool.append(UInt8(ascii: "\n"))
    }
    withExtendedLifetime(source) {}
    return (try TextFile(spool.mapped(), encoding: .utf8), Array(lines.dropFirst()))
  }
}

extension SpoolFile {
  /// Appends a cell of CSV in quotes.
  func appendQuoted(_ cell: some Sequence<UInt8>) throws {
    try append(UInt8(ascii: "\""))
    for byte in cell {
      if byte == UInt8(ascii: "\"") { try append(byte) }
      try append(byte)
    }
    try append(UInt8(ascii: "\""))
  }
}

extension JSONError {
  /// As people are told.
  func failure(in file: String) -> Failure {
    Failure(
      .badData, code, words, hint: remedy, at: Place(file: file, line: line, column: column))
  }

  private var words: Words {
    switch rule {
    case .endOfInput: Words("the text ends in the middle of a value", zh: "文本在值的中途结束")
    case .expectedValue: Words("a value is expected here", zh: "此处应为一个值")
    case .expectedName: Words("a name in quotes is expected here", zh: "此处应为带引号的名称")
    case .expectedColon: Words("a colon is expected here", zh: "此处应为冒号")
    case .expectedCommaOrEnd: Words("a comma or the end of the list is expected here", zh: "此处应为逗号或列表结束")
    case .trailingComma: Words("a comma in front of the end of the list", zh: "列表末尾多了逗号")
    case .badNumber: Words("this is no JSON number", zh: "不是 JSON 数字")
    case .badEscape: Words("this is no JSON escape", zh: "不是 JSON 转义")
    case .loneSurrogate: Words("half of a surrogate pair", zh: "代理对不完整")
    case .controlCharacter: Words("a control character inside a string", zh: "字符串中有控制字符")
    case .invalidUTF8: Words("these bytes are not UTF-8", zh: "这些字节不是 UTF-8")
    case .duplicateName(let name): Words("the name \"\(name)\" a second time", zh: "名称“\(name)”重复")
    case .tooDeep: Words("nested too deep", zh: "嵌套过深")
    case .textAfterValue: Words("more text behind the value", zh: "值之后还有文本")
    case .notAnObject: Words("an object is expected here: {\"column\": value, …}", zh: "此处应为对象：{\"列\": 值, …}")
    case .nestedValue(let name):
      Words("\"\(name)\" is an array or object, not a cell", zh: "“\(name)”是数组或对象，不是单元格")
    case .emptyName: Words("a name without letters", zh: "名称为空")
    case .tooManyNames: Words("more names than a row can have cells", zh: "名称过多")
    case .unfitForCell(let name):
      Words("\"\(name)\" is too long or holds U+0000", zh: "“\(name)”过长或含 U+0000")
    }
  }

  private var remedy: Words? {
    switch rule {
    case .endOfInput: Words("give it again as a whole: this was cut off", zh: "内容不完整：请重新提供完整的内容")
    case .badNumber: Words("write it in quotes as text", zh: "请加引号写成文本")
    case .trailingComma: Words("take the comma out", zh: "请去掉逗号")
    default: nil
    }
  }
}
