// One thing found wrong with a row of a file, and how people are told.
import PMCore
import PMFormat
import PMStore

/// Tells of a row at fault: where the row starts, the slot, the rule, the words and the remedy.
struct RowFinding {
  let offset: Int
  /// The place of the cell in the row, from 0; nil where no cell is to blame.
  let field: Int?
  let column: Column?
  /// The column's name in the file.
  let columnName: String?
  let code: String
  /// The offending text, where it may be shown.
  let value: String?
  let words: Words
  let hint: Words?
  /// Where it is not the line in which the row starts.
  var line: Int?

  init(
    offset: Int, field: Int? = nil, column: Column? = nil, code: String, value: String? = nil,
    words: Words, hint: Words? = nil, line: Int? = nil
  ) {
    columnName = column?.name
    self.offset = offset
    self.field = field
    self.column = column
    self.code = code
    self.value = value
    self.words = words
    self.hint = hint
    self.line = line
  }

  /// About a cell of a planned column.
  init(
    offset: Int, _ planned: PlannedColumn, code: String, value: String? = nil, words: Words,
    hint: Words? = nil
  ) {
    self.offset = offset
    field = planned.field
    column = planned.column
    columnName = planned.nameInFile
    self.code = code
    self.value = value
    self.words = words
    self.hint = hint
  }
}

extension RowFinding {
  /// A row that the fence refuses.
  static func outsideScope(_ refusal: StoreError, at offset: Int) -> RowFinding {
    RowFinding(
      offset: offset, code: "outside-scope",
      words: Words("concerns what lies outside of what you are kept to", zh: "涉及您管辖范围之外的记录"),
      hint: refusal.message == ScopeFence.refusalOfMoney
        ? Words(
          "name the room that the money is for, or ask somebody with a wider scope",
          zh: "请指明收款所属房间，或由范围更大的人员办理")
        : Words("leave the row out, or ask somebody with a wider scope", zh: "请去掉该行，或由范围更大的人员办理"))
  }

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
        "the row has \(counted(found, "cell")), the header \(expected)",
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
