// A return file read by its layout: each line with its values and their places.
import PMCore
import PMFormat
import PMStore

/// A line of a return whose form is right.
struct ReturnedLine {
  /// The physical line, from 1.
  let line: Int
  /// The values by what they are.
  let values: [BankLayout.Source: FlatValue]
  let amount: Money
  let flag: String

  subscript(source: BankLayout.Source) -> FlatValue? { values[source] }
}

/// A return as it was read, and what is wrong with its form: no more of it than the longest batch has lines.
struct BankReturnFile {
  let name: String
  let digest: String
  private(set) var lines: [ReturnedLine] = []
  /// How many lines there are between header and trailer, malformed ones too.
  private(set) var count = 0
  private(set) var header: (line: Int, values: [FlatValue])?
  private(set) var trailer: (line: Int, values: [FlatValue])?
  private(set) var findings = Findings()
  private let part: BankLayout.Part

  /// - Parameter most: how many lines the longest batch has: further ones are counted only.
  init(_ mapped: MappedFile, named path: String, _ layout: BankLayout, most: Int) throws {
    name = path
    part = layout.back
    digest = SHA256.hex(of: mapped.bytes)
    let text: TextFile
    do {
      text = try TextFile(mapped, encoding: part.form.encoding)
    } catch let error as EncodingError {
      throw failure(from: error, file: path)
    }
    var rest = Self.withoutEnd(text.bytes)
    var line = 0
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      let bytes = rest[..<(end ?? rest.endIndex)]
      rest = end.map { rest[($0 + 1)...] } ?? rest[rest.endIndex...]
      line += 1
      let isTrailer = part.trailer != nil && end == nil && (part.header == nil || line > 1)
      if line > 1 || part.header == nil, !isTrailer, lines.count >= most {
        count += 1
        continue
      }
      let row = Substring(String(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self))
        .unicodeScalars
      if line == 1, let fields = part.header {
        header = read(row, fields, line: 1).map { (1, $0) }
      } else if isTrailer, let fields = part.trailer {
        trailer = read(row, fields, line: line).map { (line, $0) }
      } else {
        count += 1
        if let values = read(row, part.fields, line: line) { take(values, line: line) }
      }
    }
    withExtendedLifetime(text) {}
  }

  /// The text without its end: a last line end, blank lines, the mark of old systems.
  private static func withoutEnd(_ bytes: Bytes) -> Slice<Bytes> {
    var end = bytes.endIndex
    while true {
      let start = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let line = bytes[start..<end]
      let bare = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if !bare.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == 0x1A }) { return bytes[..<end] }
      if start == 0 { return bytes[..<0] }
      end = start - 1
    }
  }

  /// Where a value stands.
  func place(_ line: Int, _ value: FlatValue?, _ source: BankLayout.Source?) -> Place {
    Place(file: name, line: line, column: value?.column, columnName: source?.rawValue)
  }

  private mutating func add(_ finding: Finding) { findings.add(finding) }

  private mutating func read(
    _ row: Substring.UnicodeScalarView, _ fields: [BankLayout.Field], line: Int
  ) -> [FlatValue]? {
    do {
      return try part.form.values(of: row, fields.map(\.flat))
    } catch {
      let words =
        switch error.rule {
        case .lineLength:
          Words(
            "the line has \(error.found) bytes, the layout says \(error.expected)",
            zh: "该行 \(error.found) 字节，格式为 \(error.expected) 字节")
        case .fieldCount:
          Words(
            "the line has \(error.found) fields, the layout says \(error.expected)",
            zh: "该行 \(error.found) 个字段，格式为 \(error.expected) 个")
        case .splitCharacter:
          Words("a character stands across the border of two fields", zh: "有字符跨越两个字段")
        default: Words("the quotes do not close", zh: "引号未闭合")
        }
      let isSplit = error.rule == .splitCharacter
      add(
        Finding(
          "malformed-line", words,
          at: Place(
            file: name, line: line, column: isSplit ? error.found : 1,
            columnName: isSplit ? fields[error.field].source.rawValue : nil)))
      return nil
    }
  }

  private mutating func take(_ values: [FlatValue], line: Int) {
    var known: [BankLayout.Source: FlatValue] = [:]
    var amount: Money?
    var flag = ""
    for (field, value) in zip(part.fields, values) {
      if field.source == .constant {
        if !field.text.isEmpty, value.text != field.flat.bare(field.text) {
          add(
            Finding(
              "not-this-layout",
              Words("\"\(field.text)\" should stand here", zh: "此处应为“\(field.text)”"),
              at: place(line, value, .constant)))
          return
        }
        continue
      }
      known[field.source] = value
      switch field.source {
      case .flag: flag = value.text
      case .amount: amount = field.money(value.text)
      case .amountFlag:
        flag = value.text.last.map(String.init) ?? ""
        amount = field.money(String(value.text.dropLast()))
        known[.amount] = value
      default: break
      }
    }
    guard let amount else {
      add(
        Finding(
          "not-an-amount", Words("is no amount as the layout says", zh: "不是格式所规定的金额"),
          at: place(line, known[.amount], .amount)))
      return
    }
    lines.append(ReturnedLine(line: line, values: known, amount: amount, flag: flag))
  }
}

extension BankLayout.DateForm {
  /// The day that is written so.
  func day(_ text: String) -> Day? {
    let digits = text.filter { $0 != "-" && $0 != "/" }
    guard digits.utf8.count == 8,
      let first = digits.index(
        digits.startIndex, offsetBy: 4, limitedBy: digits.endIndex)
    else { return nil }
    let rest = digits[first...]
    guard let day = Day("\(digits[..<first])-\(rest.prefix(2))-\(rest.suffix(2))") else { return nil }
    return self.text(day) == text ? day : nil
  }
}
