// What was found wrong with the rows of a file: all of it counted, the first of it shown.
import PMCore
import PMFormat

/// The findings of one import.
struct RowFindings {
  private(set) var all: [RowFinding] = []
  private(set) var warnings: [RowFinding] = []
  private(set) var warningCount = 0
  /// Rows (by their place in the file) that may not be written.
  private(set) var refused: Set<Int> = []
  /// Findings that have not been dealt with by leaving their rows out.
  private var open = 0

  var isEmpty: Bool { open == 0 }
  /// How many rows are refused.
  var rows: Int { refused.count }

  /// All findings in the order of the file.
  func inOrder(of source: ImportSource) -> [RowFinding] {
    func place(_ finding: RowFinding) -> Int {
      source.origin == nil ? finding.offset : finding.line ?? source.line(at: finding.offset)
    }
    return all.enumerated().map { (place($1), $1.field ?? -1, $0, $1) }
      .sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map(\.3)
  }

  mutating func add(_ finding: RowFinding) {
    all.append(finding)
    refused.insert(finding.offset)
    open += 1
  }

  /// Counts a warning, and builds and keeps it while there is room.
  mutating func warn(_ finding: () -> RowFinding) {
    warningCount += 1
    if warnings.count < Findings.shown { warnings.append(finding()) }
  }

  mutating func add(_ fault: CSVFault, _ offset: Int) {
    add(
      RowFinding(
        offset: offset, field: fault.column - 1, column: nil, code: fault.code, value: nil,
        words: fault.words, hint: fault.remedy, line: fault.line))
  }

  /// The rows at fault are left out; what comes up next is new.
  mutating func leaveOut() { open = 0 }
}

extension RowFinding {
  /// As people are told.
  func finding(in source: ImportSource) -> Finding {
    let quoted = value.map { "\"\($0)\" " } ?? ""
    // A row that could not be rewritten has a negative place: -1 - that in the person's file.
    let line = line ?? source.line(at: offset)
    let place = offset < 0 ? field.map { $0 + 1 } : field.flatMap(source.column)
    return Finding(
      code, Words(quoted + words.en, zh: (value.map { "“\($0)”" } ?? "") + words.zh), hint: hint,
      at: source.isTyped
        ? Place(columnName: columnName, value: value)
        : Place(
          file: source.name, line: line, column: place, columnName: columnName,
          heading: columnName == nil ? nil : field.flatMap(source.heading), value: value))
  }
}

extension CSVFault {
  /// What is wrong with the form of the row.
  var words: Words {
    switch rule {
    case .unclosedQuote:
      Words("a quote opens here and the file ends before it closes", zh: "此处的引号直到文件结束都未闭合")
    case .bareQuote: Words("a quote inside a cell that does not begin with one", zh: "单元格中间出现引号")
    case .textAfterQuote: Words("text follows a closing quote", zh: "引号闭合之后还有文字")
    case .cellCount(let found, let expected):
      Words(
        "the row has \(found) cell\(found == 1 ? "" : "s"), the header \(expected)",
        zh: "本行有 \(found) 格，标题有 \(expected) 格")
    case .nulByte: Words("a byte 0, which no text has", zh: "含有字节 0，不是文本")
    case .cellTooLong:
      Words("a quoted cell of over a megabyte; is its quote never closed?", zh: "单元格超过 1 MB，引号可能未闭合")
    }
  }

  /// What to do about it.
  var remedy: Words? {
    switch rule {
    case .bareQuote, .textAfterQuote, .unclosedQuote:
      Words("put the whole cell in quotes and double the quotes inside", zh: "整格加引号，格内引号写两个")
    case .cellCount: Words("is a delimiter missing or too many?", zh: "是否多了或少了分隔符？")
    case .nulByte, .cellTooLong: nil
    }
  }
}

extension ImportSource {
  /// The failure of a file whose header cannot be read.
  func failure(_ fault: CSVFault) -> Failure {
    Failure(
      .badData, fault.code, fault.words, hint: fault.remedy,
      at: Place(file: name, line: fault.line, column: fault.column))
  }
}
