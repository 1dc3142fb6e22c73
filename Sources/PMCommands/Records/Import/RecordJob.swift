// One record type's way from a file into its table: check every row, sort, write in chunks.
import PMCore
import PMFormat
import PMStore

extension Context {
  /// What the rows of a file are held against.
  mutating func importClock() throws -> RecordJob.Clock {
    RecordJob.Clock(today: try clockDay(), now: now(), asOf: try today())
  }
}

/// One record type of one file.
final class RecordJob {
  /// The day and the moment of a command, whatever `--as-of` says; and the day that this says.
  struct Clock {
    let today: Day
    let now: Instant
    let asOf: Day
  }

  let plan: ImportPlan
  private let cells: CellContext
  private var references: [(slot: Int, lookup: ReferenceLookup)] = []
  private var vocabularies: [(slot: Int, words: [String], last: [UInt8])] = []
  /// How many findings got the nearest real name as a hint: more are not shown anyway.
  private var hinted = 0
  private var warnings = 0
  /// Codes that the command found for rows without one, in the order of the file.
  var supplied: [(offset: Int, code: String)] = []
  var index = RowIndex()
  private var key = NaturalKey()
  /// The cells of the rule that is asked.
  private var ruleCells: [Cell] = []
  /// Fills in what the file leaves to the command.
  var complete: RowCompletion?
  /// The names that are stored in the place of other words, by slot.
  var standardNames: [Int: [String: String]] = [:]
  /// Whether the rows created or changed are wanted afterwards.
  var keepsTouched = false
  /// The rows created or changed, by their place in the file.
  var touched: [(id: Int64, offset: Int)] = []
  /// Whether the file has personal data of the record in it.
  let isPersonal: Bool
  /// The stored rows whose personal data the input was compared with.
  var compared: Set<Int64> = []

  /// Whether the last row that was read says which record it means.
  private(set) var hasKey = false
  /// What other rows say of the record that a row means and leaves empty, by the row's place.
  private var additions: [Int: [(slot: Int, cell: Cell, from: Int)]] = [:]
  /// The bytes of those.
  private let addedCells = CellContext()
  /// Dates after this are in the future.
  var clock: Clock?
  private let pastSlots: [Int]

  /// Whether the one row was typed on the command line.
  let isTyped: Bool

  init(_ plan: ImportPlan, cells: CellContext, isTyped: Bool = false) {
    self.plan = plan
    self.cells = cells
    self.isTyped = isTyped
    isPersonal = plan.columns.contains { $0.column.isPersonal }
    pastSlots = plan.columns.indices.filter { plan.columns[$0].column.isPast }
  }

  /// Opens the tables that the cells refer to; `unborn` ones are written by the same command.
  ///
  /// - Parameter again: the rows were checked before; words are not looked up once more.
  func open(_ database: Database, without unborn: Set<String>, again: Bool = false) throws {
    references = []
    vocabularies = []
    for (slot, planned) in plan.columns.enumerated() {
      let column = planned.column
      if let target = column.target?(), !unborn.contains(target.name) {
        references.append(
          (slot, try ReferenceLookup(database, target: target, restriction: column.restriction)))
      } else if !again, let (target, name) = column.vocabulary?() {
        let words = try database.rows(
          "SELECT DISTINCT \"\(name)\" FROM \(target.table) ORDER BY 1"
        ) { $0.string(0) }
        vocabularies.append((slot, words, []))
      }
    }
  }

  /// The lookups of columns that point at this very record; nil where the file has none.
  var selfReferences: [ReferenceLookup]? {
    let own = references.compactMap { slot, lookup in
      isOwn(slot) ? lookup : nil
    }
    return own.isEmpty ? nil : own
  }

  /// Which of these rows were created or changed: those asked about are few, those written may be millions.
  func touched(among rows: Set<Int64>) -> Set<Int64> {
    rows.isEmpty ? [] : Set(touched.lazy.map(\.id).filter(rows.contains))
  }

  /// Where in the file each created or changed row stands.
  var touchedOffsets: [Int64: Int] {
    Dictionary(touched.map { ($0.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The bytes of a text that a command puts into a cell, for as long as the row is looked at.
  func keep(_ text: String) -> Bytes { cells.keep(text.utf8) }

  /// Reads a row into `row` cells, tells what is wrong with it, and resolves its references.
  ///
  /// - Returns: false where the row may not be written.
  func read(
    _ row: borrowing CSVRow, into values: inout [Cell], report: (RowFinding) -> Void,
    warn: (() -> RowFinding) -> Void
  ) throws -> Bool {
    let start = values.count
    let offset = row.offset
    var warned: [(slot: Int, fault: CellFault)] = []
    let isRead = plan.read(row, supplied: supplied(at: offset, cells), cells, into: &values) {
      warned.append(($0, $1))
    }
    for (slot, fault) in warned {
      warnings += 1
      // Only the first are shown: of the others nothing is built.
      let finding = warnings > Findings.shown ? nil : finding(fault, slot, row)
      warn { finding ?? RowFinding(offset: offset, code: fault.code, words: fault.words) }
    }
    var isGood = isRead
    if !isRead {
      for slot in plan.columns.indices {
        if case .bad(let fault) = values[start + slot] { report(finding(fault, slot, row)) }
      }
    }
    for slot in pastSlots {
      let isMoment = plan.columns[slot].column.kind.shape == .instant
      guard let clock, let number = values[start + slot].integer,
        number > (isMoment ? clock.now.seconds : Int64(clock.today.number))
      else { continue }
      // Nobody has been there yet, or called: by hand that is a slip.
      if cells.isStrict || isTyped && isMoment || plan.columns[slot].column.refusesFuture {
        isGood = false
        report(finding(after: clock, slot, row))
      } else {
        warnings += 1
        let code = "in-the-future"
        let finding = warnings > Findings.shown ? nil : finding(after: clock, slot, row)
        warn { finding ?? RowFinding(offset: offset, code: code, words: Words(code)) }
      }
    }
    hasKey = isRead || plan.keySlots.allSatisfy { $0 < 0 || !values[start + $0].isBad }
    if let complete, let finding = try complete(self, &values, start, offset) {
      hasKey = false
      if isRead {
        isGood = false
        report(finding)
      }
    }
    for place in plan.rules.indices where !holds(place, values, from: start) {
      isGood = false
      let (rule, slots) = plan.rules[place]
      report(
        RowFinding(offset: offset, plan.columns[slots[0]], code: rule.code, words: rule.words))
    }
    for place in vocabularies.indices {
      let slot = vocabularies[place].slot
      guard case .text(let bytes) = values[start + slot],
        !vocabularies[place].last.elementsEqual(bytes)
      else { continue }
      if vocabularies[place].words.contains(bytes.text) {
        vocabularies[place].last = Array(bytes)
        continue
      }
      isGood = false
      let near = hinted < Findings.shown ? suggestion(for: bytes.text, among: vocabularies[place].words) : nil
      report(unknown(bytes, slot, row, plan.columns[slot].column.name, near.map(maybe)))
    }
    return isGood
  }

  /// Whether a rule across columns holds for the row whose cells begin at `start`.
  private func holds(_ place: Int, _ values: [Cell], from start: Int) -> Bool {
    ruleCells.removeAll(keepingCapacity: true)
    for slot in plan.rules[place].slots { ruleCells.append(values[start + slot]) }
    return plan.rules[place].rule.holds(ruleCells[...])
  }

  /// Turns the codes of references into rows; unknown ones are reported.
  ///
  /// The natural key is made of the codes: it must be asked for before.
  ///
  /// - Parameters:
  ///   - wait: asked at a reference to this very record whether it is looked at later: a row may name
  ///     another one of the same file, which is not stored yet.
  func resolve(
    _ row: borrowing CSVRow, _ values: inout [Cell], from start: Int,
    wait: () -> Bool = { false }, report: (RowFinding) -> Void
  ) throws -> Bool {
    var isGood = true
    // By place: a loop over the references would count each of them once more a row.
    for place in references.indices {
      let slot = references[place].slot
      guard case .text(let code) = values[start + slot] else { continue }
      if let id = try references[place].lookup.row(code) {
        values[start + slot] = .integer(id)
      } else {
        isGood = false
        if isOwn(slot), wait() { continue }
        report(try unknown(code, slot, row, references[place].lookup))
      }
    }
    return isGood
  }

  /// Reports the references of a row to this very record that are neither stored nor in the file.
  func checkOwn(
    _ row: borrowing CSVRow, _ values: [Cell], report: (RowFinding) -> Void
  ) throws {
    for (slot, lookup) in references where isOwn(slot) {
      guard case .text(let code) = values[slot], try lookup.row(code) == nil else { continue }
      key.removeAll()
      key.append(code)
      if key.withKeyBytes({ index.contains($0) }) { continue }
      report(try unknown(code, slot, row, lookup))
    }
  }

  /// The column that tells people which record a row means.
  var tellingSlot: Int? { (plan.record.tellingColumn ?? plan.record.key.first).flatMap(plan.slot) }

  private func isOwn(_ slot: Int) -> Bool {
    plan.columns[slot].column.target?().name == plan.record.name
  }

  /// What other rows add to the row at `offset`.
  func added(to offset: Int) -> [(slot: Int, cell: Cell)] {
    if additions.isEmpty { return [] }
    return (additions[offset] ?? []).map { ($0.slot, $0.cell) }
  }

  /// Adds what the row at `donor` says to the row at `offset`, which says nothing there.
  func add(_ cell: Cell, at slot: Int, to offset: Int, from donor: Int) {
    additions[offset, default: []].append((slot, cell.kept(in: addedCells), donor))
  }

  /// Takes nothing from these rows.
  func forget(_ refused: OffsetSet) {
    if additions.isEmpty || refused.isEmpty { return }
    additions = additions.mapValues { $0.filter { !refused.contains($0.from) } }
  }

  /// Copies bytes to where the cells of the row may point at them.
  func keep(_ text: String) -> Cell { .text(cells.keep(text.utf8)) }

  /// A finding about the column called `name` of the row at `offset`.
  func finding(
    at offset: Int, _ name: String, _ code: String, _ words: Words, value: String? = nil, hint: Words? = nil
  ) -> RowFinding {
    RowFinding(
      offset: offset, field: plan.slot(of: name).flatMap { plan.columns[$0].field },
      column: plan.record.column(name), code: code, value: value, words: words, hint: hint)
  }

  /// Gives the natural key of the row whose cells begin at `start` to `body`; references are still
  /// codes.
  func withKey<Value>(_ values: [Cell], from start: Int, _ body: (Bytes) throws -> Value) rethrows -> Value {
    key.removeAll()
    plan.appendKey(values[start...], to: &key)
    return try key.withKeyBytes { try body($0) }
  }

  /// The code that the command found for the row at `offset`.
  func supplied(at offset: Int, _ cells: CellContext) -> Cell {
    if supplied.isEmpty { return .null }
    var low = 0
    var high = supplied.count
    while low < high {
      let middle = (low + high) / 2
      if supplied[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    guard low < supplied.count, supplied[low].offset == offset else { return .null }
    return .text(cells.keep(supplied[low].code.utf8))
  }

  private func finding(_ fault: CellFault, _ slot: Int, _ row: borrowing CSVRow) -> RowFinding {
    let planned = plan.columns[slot]
    let bytes = planned.field.map { row[$0].trimmed }
    var words = fault.words
    var hint = bytes.flatMap { planned.column.kind.remedy(fault, $0) } ?? fault.remedy
    if let bytes, let error = planned.column.kind.explain(bytes) {
      words = Words(
        "\(words.en), at its character \(error.column): \(error.message.en)",
        zh: "\(words.zh)，第 \(error.column) 个字符处：\(error.message.zh)")
    } else if fault == .outOfRange, hint == nil {
      hint = planned.column.kind.instruction
      if let decimal = planned.column.kind as? DecimalKind {
        let least = decimal.text(max(decimal.minimum, -decimal.maximum), cells.zone)
        let most = decimal.text(decimal.maximum, cells.zone)
        hint =
          decimal.isMoney
          ? Words("write an amount from \(least) to \(most)", zh: "应为 \(least) 到 \(most) 的金额")
          : Words("write a decimal number from \(least) to \(most)", zh: "应为 \(least) 到 \(most) 的小数")
      }
    } else if fault == .badRule || fault == .badSerial {
      hint = planned.column.kind.instruction
    } else if fault == .notAChoice {
      let near = choice(nearTo: bytes?.text ?? "", of: planned.column.kind)
      hint = near.map(maybe) ?? planned.column.kind.instruction
    }
    return RowFinding(
      offset: row.offset, planned, code: fault.code,
      value: fault == .required ? nil : bytes.flatMap { planned.column.repeated(shown($0)) },
      words: words, hint: hint)
  }

  private func finding(after clock: Clock, _ slot: Int, _ row: borrowing CSVRow) -> RowFinding {
    let isMoment = plan.columns[slot].column.kind.shape == .instant
    return RowFinding(
      offset: row.offset, plan.columns[slot], code: "in-the-future",
      value: plan.columns[slot].field.map { shown(row[$0].trimmed) },
      words: isMoment
        ? Words("is later than now", zh: "晚于现在")
        : Words("is later than today, \(clock.today)", zh: "晚于今天 \(clock.today)"))
  }

  private func unknown(
    _ code: Bytes, _ slot: Int, _ row: borrowing CSVRow, _ lookup: ReferenceLookup
  ) throws -> RowFinding {
    let column = plan.columns[slot].column
    // Where only some rows count, the column says which: a community, not any org.
    let target = column.restriction == nil ? column.target?().name ?? "" : column.name
    return unknown(
      code, slot, row, target, hinted < Findings.shown ? try lookup.hint(for: code) : nil)
  }

  private func unknown(
    _ code: Bytes, _ slot: Int, _ row: borrowing CSVRow, _ what: String, _ hint: Words?
  ) -> RowFinding {
    hinted += 1
    return RowFinding(
      offset: row.offset, plan.columns[slot], code: "unknown-\(what)", value: shown(code),
      words: Words("is no known \(what)", zh: "不是已有的\(Records.named(what)?.title.zh ?? plan.columns[slot].column.zh)"),
      hint: hint
        ?? (isTyped ? plan.columns[slot].column.target?().name : nil).map {
          Words("those there are: pm \($0) list", zh: "已有的见 pm \($0) list")
        })
  }

  private func shown(_ bytes: Bytes) -> String {
    let text = bytes.text
    // What is cut in the middle of a number could not be known for one.
    return text.count > 80 ? String(maskedPersons(text).prefix(80)) + "…" : text
  }
}
