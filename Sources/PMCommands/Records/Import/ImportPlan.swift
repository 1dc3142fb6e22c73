// How the cells of a file become the cells of a record: compiled once a command.
import PMCore
import PMFormat

/// One column of the record on its way from the file.
struct PlannedColumn {
  /// Where the cell comes from.
  enum Source {
    /// The cell of this place in the row.
    case field(Int)
    /// The same in each row.
    case constant(Cell)
    /// Composed from the cells of these places, such as a room code from building, unit, number.
    case composed([ComposedPart])
    /// The cell of this place where it is filled, else what the command has found out.
    case supplied(Int?)
  }

  let column: Column
  let source: Source
  /// Taken by new rows only.
  let isCreateOnly: Bool
  /// The column's name in the file: the owner's `name` is `owner_name` on a room sheet.
  let nameInFile: String
  /// What an empty cell means.
  let empty: Cell

  init(
    _ column: Column, _ source: Source, isCreateOnly: Bool = false, nameInFile: String? = nil
  ) {
    self.column = column
    self.source = source
    self.isCreateOnly = isCreateOnly
    self.nameInFile = nameInFile ?? column.name
    empty =
      switch column.defaultValue {
      case .integer(let value): .integer(value)
      case .text, nil: .null
      }
  }
}

/// What each row needs of a planned column; not copied, so that a cell costs no counting of
/// references.
private struct CellReader: ~Copyable {
  let kind: any CellKind
  /// The place in the row; -1 for a cell from elsewhere.
  let field: Int
  let isRequired: Bool
  let empty: Cell

  init(_ planned: PlannedColumn) {
    kind = planned.column.kind
    isRequired = planned.column.isRequired
    empty = planned.empty
    if case .field(let place) = planned.source { field = place } else { field = -1 }
  }

  /// The cell that `bytes` stand for.
  @inline(__always)
  borrowing func cell(_ bytes: Bytes, _ context: CellContext) -> Cell {
    bytes.count == 0 ? empty : kind.parse(bytes, context)
  }
}

/// The readers of a row, side by side where the loop over the cells reaches them without a copy.
private final class CellReaders {
  /// Valid as long as this object.
  let pointer: UnsafePointer<CellReader>
  let count: Int
  private let start: UnsafeMutablePointer<CellReader>

  init(_ columns: [PlannedColumn]) {
    start = .allocate(capacity: max(columns.count, 1))
    for place in columns.indices { (start + place).initialize(to: CellReader(columns[place])) }
    pointer = UnsafePointer(start)
    count = columns.count
  }

  deinit {
    start.deinitialize(count: count)
    start.deallocate()
  }
}

/// A piece of a composed code, and what stands in front of it.
struct ComposedPart {
  enum Source {
    case field(Int)
    case constant([UInt8])
  }

  let literal: [UInt8]
  let source: Source
}

/// The plan of one record type for one file.
struct ImportPlan {
  let record: RecordType
  let columns: [PlannedColumn]
  /// Their names; rows ask for slots by them.
  private let names: [String]
  /// The slots of the natural key, in order.
  let keySlots: [Int]
  /// The slots of each of the record's rules whose columns the file has.
  let rules: [(rule: RowRule, slots: [Int])]
  /// The record's rules of whose columns the file has some but not all: asked of the stored rows.
  let storedRules: [RowRule]
  /// The places in the row that tell whether this record is there; empty: always.
  let presence: [Int]
  /// The same columns with only what each row needs.
  private let readers: CellReaders
  /// Text defaults, kept alive for the cells that point at them.
  private let constants: CellContext
  /// Whether all cells are as a spreadsheet gets them from `--excel`.
  private let isGuarded: Bool

  /// - Parameter columns: columns of the key that are not among them have their default.
  init(
    record: RecordType, columns: [PlannedColumn], presence: [Int] = [], isGuarded: Bool,
    constants: CellContext
  ) {
    self.record = record
    self.presence = presence
    self.isGuarded = isGuarded
    self.constants = constants
    let absent = record.key.filter { name in
      !columns.contains { $0.column.name == name }
    }
    let defaults = absent.compactMap { name -> PlannedColumn? in
      guard let column = record.column(name),
        !column.isRequired || column.defaultValue != nil
      else { return nil }
      if case .text(let text)? = column.defaultValue {
        return PlannedColumn(column, .constant(.text(constants.keep(text.utf8))))
      }
      return PlannedColumn(column, .constant(PlannedColumn(column, .constant(.null)).empty))
    }
    self.columns = (columns + defaults).map { planned in
      guard case .text(let text)? = planned.column.defaultValue, planned.empty.isNull else {
        return planned
      }
      return planned.withEmpty(.text(constants.keep(text.utf8)))
    }
    readers = CellReaders(self.columns)
    let names = self.columns.map(\.column.name)
    self.names = names
    func slot(_ name: String) -> Int? { names.firstIndex(of: name) }
    keySlots = record.key.map { slot($0) ?? -1 }
    storedRules = record.rules.filter { rule in
      let known = rule.columns.filter { slot($0) != nil }.count
      return known > 0 && known < rule.columns.count
    }
    rules = record.rules.compactMap { rule in
      let slots = rule.columns.compactMap(slot)
      return slots.count == rule.columns.count ? (rule, slots) : nil
    }
  }

  /// This plan with the columns `names` in it, empty unless the file has them.
  func supplying(_ names: [String]) -> ImportPlan {
    let missing = names.filter { slot(of: $0) == nil }.compactMap { record.column($0) }
    if missing.isEmpty { return self }
    let added = missing.map { PlannedColumn($0, .constant(PlannedColumn($0, .supplied(nil)).empty)) }
    return ImportPlan(
      record: record, columns: columns + added, presence: presence, isGuarded: isGuarded,
      constants: constants)
  }

  /// What is asked across rows and tables once the rows are stored.
  var crossChecks: [CrossCheck] { record.crossChecks.filter { !$0.whereGiven || slot(of: $0.column) != nil } }

  /// Whether the rows must be looked at again once they are stored.
  var asksStoredRows: Bool { !crossChecks.isEmpty || !storedRules.isEmpty }

  /// The slot of the column called `name`.
  func slot(of name: String) -> Int? { names.firstIndex(of: name) }

  /// Whether this row carries the record.
  func isPresent(in row: borrowing CSVRow) -> Bool {
    if presence.isEmpty { return true }
    for field in presence where row[field].trimmed.count > 0 { return true }
    return false
  }

  /// Reads the row's cells in the order of the columns; bad ones are among them.
  ///
  /// Cells point into the row or into `context`.
  func read(
    _ row: borrowing CSVRow, supplied: Cell, _ context: CellContext, into cells: inout [Cell],
    warn: (Int, CellFault) -> Void
  ) -> Bool {
    var isGood = true
    let start = cells.count
    let readers = self.readers.pointer
    for slot in 0..<self.readers.count {
      let field = readers[slot].field
      var cell: Cell
      if field >= 0 {
        cell = readers[slot].cell(content(row, field, slot, context), context)
      } else {
        cell = elsewhere(row, slot, supplied, context)
      }
      switch cell {
      case .null:
        if readers[slot].isRequired {
          cell = .bad(.required)
          isGood = false
        }
      case .bad: isGood = false
      default: break
      }
      cells.append(cell)
    }
    if context.warning != nil { tellWarnings(row, supplied, context, cells[start...], warn) }
    return isGood
  }

  /// A cell that does not simply stand in the file.
  private func elsewhere(
    _ row: borrowing CSVRow, _ slot: Int, _ supplied: Cell, _ context: CellContext
  ) -> Cell {
    let readers = self.readers.pointer
    switch columns[slot].source {
    case .constant(let constant): return constant
    case .supplied(let field):
      guard let field else { return supplied }
      let bytes = content(row, field, slot, context)
      return bytes.count > 0 ? readers[slot].kind.parse(bytes, context) : supplied
    case .composed(let parts):
      let code = compose(parts, row, slot, context)
      return code.isEmpty ? .null : readers[slot].kind.parse(context.keep(code), context)
    case .field: return .null
    }
  }

  /// Some cell was let pass with a warning: reads them once more to see which.
  private func tellWarnings(
    _ row: borrowing CSVRow, _ supplied: Cell, _ context: CellContext, _ cells: ArraySlice<Cell>,
    _ warn: (Int, CellFault) -> Void
  ) {
    let readers = self.readers.pointer
    for slot in 0..<self.readers.count {
      context.warning = nil
      let field = readers[slot].field
      if field >= 0 {
        let bytes = content(row, field, slot, context)
        if bytes.count > 0 { _ = readers[slot].kind.parse(bytes, context) }
      } else {
        _ = elsewhere(row, slot, supplied, context)
      }
      if let warning = context.warning { warn(slot, warning) }
    }
    context.warning = nil
  }

  /// The cell without blanks at its ends and without the guard against spreadsheets.
  @inline(__always)
  private func content(
    _ row: borrowing CSVRow, _ field: Int, _ slot: Int, _ context: CellContext
  ) -> Bytes {
    var bytes = row[field]
    if bytes.count == 0 { return bytes }
    let (first, last) = (bytes[0], bytes[bytes.count - 1])
    // Nearly all cells begin and end with a plain character.
    if first > 0x27, first < 0x7F, last > 0x20, last < 0x7F, first != UInt8(ascii: "=") { return bytes }
    bytes = bytes.trimmed
    guard bytes.count > 0, bytes[0] == UInt8(ascii: "=") || bytes[0] == UInt8(ascii: "'") else {
      return bytes
    }
    return unguarded(bytes, columns[slot].column, context)
  }

  /// What a guarded cell stands for.
  ///
  /// A file with a byte order mark, or not in UTF-8, comes from a spreadsheet: all guards of `--excel` are
  /// taken away. In any other file text means itself, but no code or number begins with `="`.
  private func unguarded(_ bytes: Bytes, _ column: Column, _ context: CellContext) -> Bytes {
    if isGuarded, let plain = unguardExcelCell(bytes) { return context.keep(plain) }
    guard !(column.kind is TextKind), bytes.count > 3, bytes[0] == UInt8(ascii: "="),
      bytes[1] == UInt8(ascii: "\""), bytes[bytes.count - 1] == UInt8(ascii: "\"")
    else { return bytes }
    return Bytes(rebasing: bytes[2..<bytes.count - 1]).trimmed
  }

  /// A code out of its pieces; an empty piece takes the literal in front of it along.
  private func compose(
    _ parts: [ComposedPart], _ row: borrowing CSVRow, _ slot: Int, _ context: CellContext
  ) -> [UInt8] {
    var code: [UInt8] = []
    for part in parts {
      switch part.source {
      case .field(let field):
        let bytes = content(row, field, slot, context)
        if bytes.count == 0 { continue }
        if !code.isEmpty { code += part.literal }
        code += bytes
      case .constant(let bytes):
        if !code.isEmpty { code += part.literal }
        code += bytes
      }
    }
    return code
  }

  /// Appends the row's natural key to `key`, which is empty.
  func appendKey(_ cells: ArraySlice<Cell>, to key: inout NaturalKey) {
    for slot in keySlots {
      guard slot >= 0 else {
        key.append(Bytes(start: nil, count: 0))
        continue
      }
      switch cells[cells.startIndex + slot] {
      case .text(let bytes), .masked(let bytes): key.append(bytes)
      case .integer(let number): key.append(number: number)
      case .null, .bad: key.append(Bytes(start: nil, count: 0))
      }
    }
  }
}

extension PlannedColumn {
  fileprivate func withEmpty(_ cell: Cell) -> PlannedColumn {
    PlannedColumn(self, empty: cell)
  }

  private init(_ other: PlannedColumn, empty: Cell) {
    column = other.column
    source = other.source
    isCreateOnly = other.isCreateOnly
    nameInFile = other.nameInFile
    self.empty = empty
  }

  /// The place in the row that a finding points at.
  var field: Int? {
    switch source {
    case .field(let field): return field
    case .composed(let parts):
      // The last piece is the number, which tells most.
      for part in parts.reversed() {
        if case .field(let field) = part.source { return field }
      }
      return nil
    case .supplied(let field): return field
    case .constant: return nil
    }
  }
}
