// Columns of numbers: exact decimals as scaled integers, and counts.

/// A decimal number of `scale` digits after the point, from `minimum` to `maximum` (in units).
package struct DecimalKind: CellKind {
  package let scale: Int
  package let minimum: Int64
  /// Ten trillion at four decimals: far above anything real, far below what sums can hold.
  package var maximum: Int64 = 100_000_000_000_000_000
  package let isMoney: Bool
  package var shape: ColumnShape { isMoney ? .money : .decimal(scale: scale) }
  /// Whether it is a part of 1.
  private var isRate: Bool { !isMoney && maximum == powersOfTen[scale] }
  package var words: Words {
    if isRate { return Words("a decimal number from 0 to 1", zh: "0 到 1 的小数") }
    return isMoney ? Words("an amount of money", zh: "金额") : Words("a decimal number", zh: "十进制数")
  }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    switch parseDecimal(bytes, scale: scale) {
    case .value(let units): return settled(units)
    case .tooManyDecimals: return .bad(.tooManyDecimals)
    case .outOfRange: return .bad(.outOfRange)
    case .notANumber: break
    }
    guard let plain = cleanNumber(bytes) else { return .bad(excelDamage(bytes) ?? .notANumber) }
    let cell = plain.withUnsafeBufferPointer { parseDecimal($0, scale: scale) }
    switch cell {
    case .value(let units): return settled(units)
    case .tooManyDecimals: return .bad(.tooManyDecimals)
    case .outOfRange: return .bad(.outOfRange)
    case .notANumber: return .bad(.notANumber)
    }
  }

  package func remedy(_ fault: CellFault, _ bytes: Bytes) -> Words? {
    if isRate, fault == .outOfRange {
      return Words("write a fraction from 0 to 1, such as 0.06 for 6 %", zh: "写作 0 到 1 的小数，如 6% 写作 0.06")
    }
    guard fault == .notANumber else { return nil }
    if let mark = ["%", "％"].first(where: { bytes.text.hasSuffix($0) }) {
      let number = withBytes(of: String(bytes.text.dropLast(mark.count))) { bytes in
        cleanNumber(bytes.trimmed)?.withUnsafeBufferPointer { parseDecimal($0, scale: scale - 2) }
      }
      // Six of a hundred at two decimals fewer are the same units as 0.06.
      if isRate, case .value(let units)? = number, case .integer = settled(units) {
        let text = decimalText(units, scale: scale, trimmed: true)
        return Words("write it as a fraction: \(text)", zh: "写作小数：\(text)")
      }
    }
    if isRate { return Words("write a fraction, such as 0.06 for 6 %", zh: "写作小数，如 6% 写作 0.06") }
    if minimum < 0 { return nil }
    return Words("write digits, with decimals behind a point, such as 12.50", zh: "写作数字，可带小数，如 12.50")
  }

  private func settled(_ units: Int64) -> Cell {
    units < minimum || units > maximum || units < -maximum ? .bad(.outOfRange) : .integer(units)
  }

  package func check(_ column: String) -> String? {
    minimum == .min ? nil : "\(column) >= \(minimum)"
  }

  package func text(_ value: Int64, _ zone: Zone) -> String {
    decimalText(value, scale: scale, trimmed: !isMoney)
  }
}

/// A whole number within `range`.
package struct IntegerKind: CellKind {
  package let range: ClosedRange<Int64>
  package var shape: ColumnShape { .integer }
  package var words: Words {
    Words(
      "a whole number from \(range.lowerBound) to \(range.upperBound)",
      zh: "\(range.lowerBound) 到 \(range.upperBound) 的整数")
  }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    var cell = parseDecimal(bytes, scale: 0)
    if cell == .notANumber, let plain = cleanNumber(bytes) {
      cell = plain.withUnsafeBufferPointer { parseDecimal($0, scale: 0) }
    }
    switch cell {
    case .value(let value): return range.contains(value) ? .integer(value) : .bad(.outOfRange)
    case .tooManyDecimals: return .bad(.tooManyDecimals)
    case .outOfRange: return .bad(.outOfRange)
    case .notANumber: return .bad(excelDamage(bytes) ?? .notANumber)
    }
  }

  package func remedy(_ fault: CellFault, _ bytes: Bytes) -> Words? {
    fault == .notANumber || fault == .tooManyDecimals ? instruction : nil
  }

  package func check(_ column: String) -> String? {
    "\(column) BETWEEN \(range.lowerBound) AND \(range.upperBound)"
  }
}

/// The plain form of a number as people write it: `¥`, full-width digits and rightly grouped
/// thousands are cleaned away. Nil for anything else, so that `1,23` and `1e3` stay refused.
func cleanNumber(_ bytes: Bytes) -> [UInt8]? {
  var plain = halfWidth(bytes) ?? Array(bytes)
  let isNegative = plain.first == 0x2D
  if isNegative { plain.removeFirst() }
  for sign in ["¥", "￥", "元"] {
    let mark = Array(sign.utf8)
    if plain.starts(with: mark) { plain.removeFirst(mark.count) }
    if sign == "元", plain.count > 3, Array(plain.suffix(3)) == mark { plain.removeLast(3) }
  }
  while plain.first == 0x20 { plain.removeFirst() }
  if plain.contains(0x2C) {
    let whole = plain.prefix { $0 != 0x2E }
    let groups = whole.split(separator: 0x2C, omittingEmptySubsequences: false)
    guard let first = groups.first, (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 }), !plain.dropFirst(whole.count).contains(0x2C)
    else { return nil }
    plain.removeAll { $0 == 0x2C }
  }
  guard let first = plain.first, first >= 0x30, first <= 0x39 else { return nil }
  return (isNegative ? [0x2D] : []) + plain
}
