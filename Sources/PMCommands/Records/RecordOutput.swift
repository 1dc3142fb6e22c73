// The rows of a record query on their way to a sink.
import PMCore
import PMFormat
import PMStore

extension Column {
  /// This column in the output.
  func field(_ language: Language) -> OutputField {
    let kind: OutputField.Kind =
      switch self.kind.shape {
      case .text: .text
      case .code: isReference || !(self.kind is SerialKind) ? .text : .plain
      case .integer: .integer
      case .boolean: .boolean
      case .date, .instant, .period: .plain
      case .decimal(let scale): .decimal(scale: scale)
      case .money: .money
      }
    return OutputField(
      name: name, title: language == .chinese && !zh.isEmpty ? zh : name, kind: kind)
  }
}

/// Prints stored values of some columns to a sink, a row at a time.
final class RecordPrinter {
  /// How the values of a column are printed, settled once.
  private enum Way {
    case text, integer, boolean, decimal, money
    case masked(@Sendable (String) -> String)
    /// The text of a stored integer.
    case spelled(any CellKind)
    /// The same, of values that neighbouring rows mostly share.
    case remembered(any CellKind)
  }

  private let ways: [Way]
  private let zone: Zone
  private var lastValue: [Int64]
  private var lastText: [[UInt8]]

  init(_ columns: [Column], zone: Zone, reveals: Bool) {
    ways = columns.map { Self.way($0, reveals: reveals) }
    self.zone = zone
    lastValue = Array(repeating: .min, count: columns.count)
    lastText = Array(repeating: [], count: columns.count)
  }

  private static func way(_ column: Column, reveals: Bool) -> Way {
    if let target = column.target?() { return target.number.map { .spelled($0) } ?? .text }
    switch column.kind.shape {
    case .text, .code:
      if column.kind is SerialKind { return .spelled(column.kind) }
      if let mask = column.kind.mask, !reveals { return .masked(mask) }
      return .text
    case .integer: return .integer
    case .boolean: return .boolean
    case .decimal: return .decimal
    case .money: return .money
    case .date, .instant, .period: return .remembered(column.kind)
    }
  }

  /// Prints the statement's row.
  func print(_ row: borrowing Statement, to sink: any RowSink) throws {
    for place in ways.indices {
      if row.isNull(place) {
        sink.null()
        continue
      }
      switch ways[place] {
      case .text: sink.text(row.bytes(place))
      case .integer: sink.integer(row.int64(place))
      case .boolean: sink.boolean(row.int64(place) != 0)
      case .decimal: sink.decimal(row.int64(place))
      case .money: sink.money(row.int64(place))
      case .masked(let mask): sink.text(mask(row.string(place)))
      case .spelled(let kind): sink.text(kind.text(row.int64(place), zone))
      case .remembered(let kind):
        let value = row.int64(place)
        if value != lastValue[place] {
          lastValue[place] = value
          lastText[place] = Array(kind.text(value, zone).utf8)
        }
        if lastText[place].isEmpty {
          sink.null()
        } else {
          lastText[place].withUnsafeBufferPointer { sink.text($0) }
        }
      }
    }
    try sink.endRow()
  }
}
