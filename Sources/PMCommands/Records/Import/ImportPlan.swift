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
  /// What an empty cell means.
  let empty: Cell

  init(_ column: Column, _ source: Source, isCreateOnly: Bool = false) {
    self.column = column
    self.source = source
    self.isCreateOnly = isCreateOnly
    empty =
      switch column.defaultValue {
      case .integer(let value): .integer(value)
      case .text, nil: .null
      }
  }
}

/// A piece of a composed code.
enum ComposedPart {
  case literal([UInt8])
  case field(Int)
}

/// The plan of one record type for one file.
struct ImportPlan {
  let record: RecordType
  let columns: [PlannedColumn]
  /// The slots of the natural key, in order.
  let keySlots: [Int]
  /// The slots of each of the record's rules whose columns the file has.
  let rules: [(rule: RowRule, slots: [Int])]
  /// The places in the row that tell whether this record is there; empty: always.
  let presence: [Int]
  /// Text defaults, kept alive for the cells that point at them.
  private let constants: CellContext

  init(
    record: RecordType, columns: [PlannedColumn], presence: [Int] = [], constants: CellContext
  ) {
    self.record = record
    self.presence = presence
    self.constants = constants
    self.columns = columns.map { planned in
      guard case .text(let text)? = planned.column.defaultValue, planned.empty.isNull else {
        return planned
      }
      return planned.withEmpty(.text(constants.keep(text.utf8)))
    }
    func slot(_ name: String) -> Int? { columns.firstIndex { $0.column.name == name } }
    keySlots = record.key.map { slot($0) ?? -1 }
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
      record: record, columns: columns + added, presence: presence, constants: constants)
  }

  /// The slot of the column called `name`.
  func slot(of name: String) -> Int? { columns.firstIndex { $0.column.name == name } }

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
    for slot in columns.indices {
      let planned = columns[slot]
      var cell: Cell
      switch planned.source {
      case .field(let field):
        let bytes = row[field].trimmed
        cell = bytes.count == 0 ? planned.empty : planned.column.kind.parse(bytes, context)
      case .constant(let constant): cell = constant
      case .supplied(let field):
        let bytes = field.map { row[$0].trimmed }
        if let bytes, bytes.count > 0 {
          cell = planned.column.kind.parse(bytes, context)
        } else {
          cell = supplied
        }
      case .composed(let parts):
        let code = compose(parts, row)
        cell = code.isEmpty ? .null : planned.column.kind.parse(context.keep(code), context)
      }
      if cell.isNull, planned.column.isRequired { cell = .bad(.required) }
      if case .bad = cell { isGood = false }
      if let warning = context.warning {
        context.warning = nil
        warn(slot, warning)
      }
      cells.append(cell)
    }
    return isGood
  }

  /// A code out of its pieces; an empty piece takes the literal in front of it along.
  private func compose(_ parts: [ComposedPart], _ row: borrowing CSVRow) -> [UInt8] {
    var code: [UInt8] = []
    var literal: [UInt8] = []
    for part in parts {
      switch part {
      case .literal(let bytes): literal = bytes
      case .field(let field):
        let bytes = row[field].trimmed
        if bytes.count == 0 { continue }
        if !code.isEmpty { code += literal }
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
    PlannedColumn(column: column, source: source, isCreateOnly: isCreateOnly, empty: cell)
  }

  private init(column: Column, source: Source, isCreateOnly: Bool, empty: Cell) {
    self.column = column
    self.source = source
    self.isCreateOnly = isCreateOnly
    self.empty = empty
  }

  /// The place in the row that a finding points at.
  var field: Int? {
    switch source {
    case .field(let field): return field
    case .composed(let parts):
      for case .field(let field) in parts { return field }
      return nil
    case .supplied(let field): return field
    case .constant: return nil
    }
  }
}
