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

/// A return as it was read, and what is wrong with its form.
struct BankReturnFile {
  let name: String
  let digest: String
  private(set) var lines: [ReturnedLine] = []
  /// How many lines there are between header and trailer, malformed ones too.
  private(set) var count = 0
  private(set) var header: (line: Int, values: [FlatValue])?
  private(set) var trailer: (line: Int, values: [FlatValue])?
  private(set) var findings: [Finding] = []
  private let part: BankLayout.Part

  init(_ mapped: MappedFile, named path: String, _ layout: BankLayout) throws {
    name = path
    part = layout.back
    digest = SHA256.hex(of: mapped.bytes)
    let text: TextFile
    do {
      text = try TextFile(mapped, encoding: part.form.encoding)
    } catch let error as EncodingError {
      throw failure(from: error, file: path)
    }
    let content = Substring(String(decoding: text.bytes, as: UTF8.self))
    var rows = content.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for place in rows.indices where rows[place].last == "\r" { rows[place].removeLast() }
    // The end of the file: a last line end, blank lines, the mark of old systems.
    while let last = rows.last, last.allSatisfy({ $0 == " " || $0 == "\u{1A}" }) { rows.removeLast() }
    var end = rows.count
    if part.trailer != nil, end > (part.header == nil ? 0 : 1) { end -= 1 }
    for (place, row) in rows.enumerated() {
      if place == 0, let fields = part.header {
        header = read(row, fields, line: 1).map { (1, $0) }
      } else if place >= end, let fields = part.trailer {
        trailer = read(row, fields, line: place + 1).map { (place + 1, $0) }
      } else {
        count += 1
        if let values = read(row, part.fields, line: place + 1) { take(values, line: place + 1) }
      }
    }
  }

  /// Where a value stands.
  func place(_ line: Int, _ value: FlatValue?, _ source: BankLayout.Source?) -> Place {
    Place(file: name, line: line, column: value?.column, columnName: source?.rawValue)
  }

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
      findings.append(
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
          findings.append(
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
      findings.append(
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
    guard digits.utf8.count == 8, let first = digits.index(
      digits.startIndex, offsetBy: 4, limitedBy: digits.endIndex)
    else { return nil }
    let rest = digits[first...]
    guard let day = Day("\(digits[..<first])-\(rest.prefix(2))-\(rest.suffix(2))") else { return nil }
    return self.text(day) == text ? day : nil
  }
}
