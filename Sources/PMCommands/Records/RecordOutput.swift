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
  private let columns: [Column]
  private let zone: Zone
  private let reveals: Bool
  private var lastDay: [Int64]
  private var lastText: [String]

  init(_ columns: [Column], zone: Zone, reveals: Bool) {
    self.columns = columns
    self.zone = zone
    self.reveals = reveals
    lastDay = Array(repeating: .min, count: columns.count)
    lastText = Array(repeating: "", count: columns.count)
  }

  /// Prints the statement's row.
  func print(_ row: borrowing Statement, to sink: any RowSink) throws {
    for place in columns.indices {
      if row.isNull(place) {
        sink.null()
        continue
      }
      let column = columns[place]
      switch column.kind.shape {
      case .text, .code:
        if let serial = column.target?().number {
          sink.text(serial.text(row.int64(place), zone))
        } else if let serial = column.kind as? SerialKind {
          sink.text(serial.text(row.int64(place), zone))
        } else if let mask = column.kind.mask, !reveals {
          sink.text(mask(row.string(place)))
        } else {
          sink.text(row.bytes(place))
        }
      case .integer: sink.integer(row.int64(place))
      case .boolean: sink.boolean(row.int64(place) != 0)
      case .decimal: sink.decimal(row.int64(place))
      case .money: sink.money(row.int64(place))
      case .date, .instant, .period:
        // Neighbouring rows mostly repeat their days.
        let value = row.int64(place)
        if value != lastDay[place] {
          lastDay[place] = value
          lastText[place] = column.kind.text(value, zone)
        }
        if lastText[place].isEmpty { sink.null() } else { sink.text(lastText[place]) }
      }
    }
    try sink.endRow()
  }
}
