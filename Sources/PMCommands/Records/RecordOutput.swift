// The rows of a record query on their way to a sink.
import PMCore
import PMFormat
import PMStore

extension Column {
  /// This column in the output.
  func field(_ language: Language) -> OutputField {
    let kind: OutputField.Kind =
      switch self.kind.shape {
      case .text: isProse ? .text : .code
      case .code: isReference || !(self.kind is SerialKind) ? .code : .plain
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

extension Column {
  /// A stored value as people read it; nothing for one that is not there.
  func text(
    _ value: SQLValue, _ zone: Zone, reveals: Bool, _ language: Language
  ) -> String {
    switch value {
    case .integer(let number):
      if kind.shape == .boolean { return (number == 0 ? Words("no", zh: "否") : Words("yes", zh: "是"))[language] }
      return (target?().number ?? kind).text(number, zone)
    case .text(let text):
      if language == .chinese, let choice = kind.choices.first(where: { $0.value == text }) {
        return choice.zh
      }
      return kind.mask.map { reveals ? text : $0(text) } ?? text
    case .null, .blob: return ""
    }
  }
}

/// Prints stored values of some columns to a sink, a row at a time; millions of rows go this way.
final class RecordPrinter {
  /// How the values of a column are printed, settled once.
  private enum Way: UInt8 {
    case text, integer, boolean, decimal, money
    /// A stored English word, shown to people in Chinese.
    case word
    /// A personal text, masked.
    case masked
    /// Free text, with numbers of people in it masked.
    case prose
    /// The number of a document.
    case serial
    /// The text of a day, moment or period, which neighbouring rows mostly share.
    case time
  }

  /// The longest text of a day, a moment or a document's number.
  private static let slot = 48

  private let columns: [Column]
  private let ways: [Way]
  private let serials: [SerialKind?]
  private let zone: Zone
  private let inUTC: Bool
  /// For each column the text last made, in a slot of its own, its length and its value.
  private let texts: UnsafeMutablePointer<UInt8>
  private let lengths: UnsafeMutablePointer<Int>
  private let values: UnsafeMutablePointer<Int64>

  /// The Chinese of the stored words, by column.
  private let words: [[String: String]]

  /// - Parameters:
  ///   - inChinese: show the words of choices in Chinese, as tables for people do.
  ///   - inUTC: print moments as `2026-10-01T11:17:00Z`, as other programs want them.
  init(
    _ columns: [Column], zone: Zone, reveals: Bool, inChinese: Bool = false, inUTC: Bool = false
  ) {
    self.inUTC = inUTC
    words = columns.map { column in
      Dictionary(column.kind.choices.map { ($0.value, $0.zh) }, uniquingKeysWith: { first, _ in first })
    }
    self.columns = columns
    self.zone = zone
    serials = columns.map { $0.target.map { $0().number } ?? ($0.kind as? SerialKind) }
    ways = columns.map { Self.way($0, reveals: reveals, inChinese: inChinese) }
    texts = .allocate(capacity: columns.count * Self.slot)
    lengths = .allocate(capacity: columns.count)
    lengths.initialize(repeating: 0, count: columns.count)
    values = .allocate(capacity: columns.count)
    values.initialize(repeating: .min, count: columns.count)
  }

  deinit {
    texts.deallocate()
    lengths.deallocate()
    values.deallocate()
  }

  private static func way(_ column: Column, reveals: Bool, inChinese: Bool) -> Way {
    if let target = column.target?() { return target.number == nil ? .text : .serial }
    switch column.kind.shape {
    case .text, .code:
      if column.kind is SerialKind { return .serial }
      if inChinese, !column.kind.choices.isEmpty { return .word }
      if reveals { return .text }
      return column.isProse ? .prose : column.isPersonal ? .masked : .text
    case .integer: return .integer
    case .boolean: return .boolean
    case .decimal: return .decimal
    case .money: return .money
    case .date, .instant, .period: return .time
    }
  }

  /// Prints the statement's row.
  func print(_ row: borrowing Statement, to sink: any RowSink) throws {
    for place in 0..<ways.count {
      if row.isNull(place) {
        sink.null()
        continue
      }
      switch ways[place] {
      case .text: sink.text(row.bytes(place))
      case .prose:
        let bytes = row.bytes(place)
        if let masked = maskedPersons(bytes) {
          masked.withUnsafeBufferPointer { sink.text($0) }
        } else {
          sink.text(bytes)
        }
      case .word:
        let word = row.string(place)
        sink.text(words[place][word] ?? word)
      case .integer: sink.integer(row.int64(place))
      case .boolean: sink.boolean(row.flag(place))
      case .decimal: sink.decimal(row.int64(place))
      case .money: sink.money(row.int64(place))
      case .masked:
        let text = row.string(place)
        sink.text(columns[place].kind.mask.map { $0(text) } ?? "****")
      case .serial, .time:
        let value = row.int64(place)
        if value != values[place] { remember(value, at: place) }
        if lengths[place] == 0 {
          sink.null()
        } else {
          sink.text(UnsafeBufferPointer(start: texts + place * Self.slot, count: lengths[place]))
        }
      }
    }
    try sink.endRow()
  }

  private func remember(_ value: Int64, at place: Int) {
    let kind: any CellKind = serials[place] ?? columns[place].kind
    values[place] = value
    lengths[place] = 0
    let isMoment = inUTC && serials[place] == nil && columns[place].kind.shape == .instant
    let text = isMoment ? Instant(seconds: value).utcText : kind.text(value, zone)
    for byte in text.utf8.prefix(Self.slot) {
      texts[place * Self.slot + lengths[place]] = byte
      lengths[place] += 1
    }
  }
}
