// One cell on its way between a file and the database.

/// What a cell holds once its kind has read it: never a String.
package enum Cell {
  case null
  case integer(Int64)
  /// Bytes in the input, in an arena, or in a SQLite row.
  case text(Bytes)
  /// A personal value that arrived masked (`139****0001`): unchanged if the stored one masks alike.
  case masked(Bytes)
  case bad(CellFault)

  @inlinable package var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  @inlinable package var isBad: Bool {
    if case .bad = self { return true }
    return false
  }

  /// The integer, or nil for anything else.
  package var integer: Int64? {
    if case .integer(let value) = self { return value }
    return nil
  }
}

/// Why a cell was refused, or, as a warning, what was made of it.
///
/// One byte, so that a bad cell costs nothing until it is reported; `words` says it to people.
package enum CellFault: String, Sendable, CaseIterable {
  case required
  case notANumber = "not-a-number"
  case tooManyDecimals = "too-many-decimals"
  case outOfRange = "out-of-range"
  case notADate = "not-a-date"
  case impossibleDate = "impossible-date"
  case notAnInstant = "not-an-instant"
  case notAPeriod = "not-a-period"
  case notAChoice = "unknown-value"
  case notABoolean = "not-yes-or-no"
  case tooLong = "too-long"
  case controlCharacter = "control-character"
  case excelScientific = "excel-scientific"
  case excelError = "excel-error"
  case excelHashes = "excel-hashes"
  case badIDNumber = "bad-id-number"
  case badCreditCode = "bad-credit-code"
  case badPhone = "bad-phone"
  case phoneLostZero = "phone-lost-zero"
  case unexpectedMask = "masked-value"
  case badAccount = "bad-account"
  case badMail = "bad-mail"
  case badSerial = "bad-number"
  case badRule = "bad-rule"
  /// A warning unless --strict.
  case excelDate = "excel-date"

  /// The rule's name in machine output.
  package var code: String { rawValue }

  /// What is wrong, to follow the quoted value: `"12O.5" is not a decimal number`.
  package var words: Words {
    switch self {
    case .required: Words("is empty but required", zh: "为空，但此列必填")
    case .notANumber: Words("is not a decimal number", zh: "不是十进制数")
    case .tooManyDecimals: Words("has too many decimals", zh: "小数位过多")
    case .outOfRange: Words("is out of range", zh: "超出范围")
    case .notADate: Words("is not a date", zh: "不是日期")
    case .impossibleDate: Words("is no day of the calendar", zh: "日历上没有这一天")
    case .notAnInstant: Words("is not a date and time", zh: "不是日期时间")
    case .notAPeriod: Words("is not a period", zh: "不是账期")
    case .notAChoice: Words("is none of the values of this column", zh: "不是此列允许的值")
    case .notABoolean: Words("is neither yes nor no", zh: "既不是“是”也不是“否”")
    case .tooLong: Words("is too long", zh: "过长")
    case .controlCharacter: Words("holds a control character", zh: "含有控制字符")
    case .excelScientific:
      Words("is a long number that Excel cut to scientific notation", zh: "是被 Excel 截成科学计数法的长号码")
    case .excelError: Words("is an error value of Excel", zh: "是 Excel 的错误值")
    case .excelHashes: Words("is a cell that Excel could not show", zh: "是 Excel 显示不下的单元格")
    case .badIDNumber: Words("fails the check digit of GB 11643", zh: "未通过 GB 11643 校验")
    case .badCreditCode: Words("fails the check digit of GB 32100", zh: "未通过 GB 32100 校验")
    case .badPhone: Words("is not a phone number", zh: "不是电话号码")
    case .phoneLostZero: Words("is a phone number that lost its leading zero", zh: "是丢了首位 0 的电话号码")
    case .unexpectedMask:
      Words("is masked and differs from the stored value", zh: "是掩码，且与已存的值不同")
    case .badAccount: Words("is not a bank account number", zh: "不是银行账号")
    case .badMail: Words("is not a mail address", zh: "不是邮箱地址")
    case .badSerial: Words("is not such a number", zh: "不是此类编号")
    case .badRule: Words("cannot be understood", zh: "无法理解")
    case .excelDate: Words("was read as an Excel date", zh: "按 Excel 日期读入")
    }
  }

  /// What to do about it, where that is not plain from the words.
  package var remedy: Words? {
    switch self {
    case .notANumber:
      Words(
        "write digits with an optional minus and decimals, such as -12.50",
        zh: "写作数字，可带负号和小数，如 -12.50")
    case .notADate, .impossibleDate, .excelDate:
      Words("write the date as 2026-10-31", zh: "日期写作 2026-10-31")
    case .notAnInstant:
      Words("write it as 2026-10-31 14:05", zh: "写作 2026-10-31 14:05")
    case .notAPeriod: Words("write it as 2026-10", zh: "写作 2026-10")
    case .excelScientific, .phoneLostZero:
      Words(
        "format the column as text in the spreadsheet, enter the number again and save",
        zh: "在表格中把该列设为文本，重新录入后再保存")
    case .excelError, .excelHashes:
      Words("mend the cell in the spreadsheet and save again", zh: "在表格中改好该单元格后再保存")
    case .unexpectedMask:
      Words("give the whole value, or leave the column out", zh: "填写完整的值，或去掉这一列")
    case .badPhone:
      Words("write 11 digits, or area code, hyphen and number of a land line", zh: "手机写 11 位数字，固定电话写作“区号-号码”")
    case .notABoolean: Words("write yes or no", zh: "写作 是 或 否")
    default: nil
    }
  }
}

/// What cells are read with: scratch space, the database's zone, and how strict to be.
package final class CellContext {
  package let zone: Zone
  package let isStrict: Bool
  /// Phones and ID numbers that people put where they have none; stored as empty.
  package let placeholders: Set<String>
  /// What the last cell was let pass with; the caller takes it and sets it back to nil.
  package var warning: CellFault?
  private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []
  private var used = 0
  private static let blockSize = 1 << 16

  package init(zone: Zone = .standard, isStrict: Bool = false, placeholders: Set<String> = []) {
    self.zone = zone
    self.isStrict = isStrict
    self.placeholders = placeholders
  }

  deinit { for block in blocks { block.deallocate() } }

  /// Copies `bytes` to where they stay until the next `reset`.
  package func keep(_ bytes: Bytes) -> Bytes {
    let count = bytes.count
    guard let start = bytes.baseAddress, count > 0 else { return Bytes(start: nil, count: 0) }
    if blocks.isEmpty || used + count > (blocks.last?.count ?? 0) {
      blocks.append(.allocate(capacity: max(count, Self.blockSize)))
      used = 0
    }
    guard let block = blocks.last?.baseAddress else { return Bytes(start: nil, count: 0) }
    (block + used).update(from: start, count: count)
    used += count
    return Bytes(start: block + (used - count), count: count)
  }

  /// Copies `bytes` to where they stay until the next `reset`.
  package func keep(_ bytes: some Collection<UInt8>) -> Bytes {
    let count = bytes.count
    if blocks.isEmpty || used + count > (blocks.last?.count ?? 0) {
      blocks.append(.allocate(capacity: max(count, Self.blockSize)))
      used = 0
    }
    guard let block = blocks.last, count > 0 else { return Bytes(start: nil, count: 0) }
    var index = used
    for byte in bytes {
      block[index] = byte
      index += 1
    }
    let kept = Bytes(rebasing: block[used..<index])
    used = index
    return kept
  }

  /// Forgets everything kept; bytes handed out before are no longer valid.
  package func reset() {
    while blocks.count > 1 { blocks.removeLast().deallocate() }
    used = 0
  }

  /// Lets `cell` pass with a warning, or refuses it where the caller is strict.
  package func pass(_ cell: Cell, warning fault: CellFault) -> Cell {
    if isStrict { return .bad(fault) }
    warning = fault
    return cell
  }
}
