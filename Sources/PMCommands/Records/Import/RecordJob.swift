// One record type's way from a file into its table: check every row, sort, write in chunks.
import PMCore
import PMFormat
import PMStore

/// Tells of a row at fault: where the row starts, the slot, the rule, the words and the remedy.
struct RowFinding {
  let offset: Int
  /// The place of the cell in the row, from 0; nil where no cell is to blame.
  let field: Int?
  let column: Column?
  let code: String
  /// The offending text, where it may be shown.
  let value: String?
  let words: Words
  let hint: Words?
  /// Where it is not the line in which the row starts.
  var line: Int?
}

/// One record type of one file.
final class RecordJob {
  let plan: ImportPlan
  private let cells: CellContext
  private var references: [Int: ReferenceLookup] = [:]
  private var vocabularies: [Int: Set<String>] = [:]
  /// Codes that the command found for rows without one, in the order of the file.
  var supplied: [(offset: Int, code: String)] = []
  var index = RowIndex()
  private var key = NaturalKey()
  /// Fills in what the file leaves to the command.
  var complete: RowCompletion?
  /// Whether the rows created or changed are wanted afterwards.
  var keepsTouched = false
  /// The rows created or changed, by their place in the file.
  var touched: [(id: Int64, offset: Int)] = []

  init(_ plan: ImportPlan, cells: CellContext) {
    self.plan = plan
    self.cells = cells
  }

  /// Opens the tables that the cells refer to; `unborn` ones are written by the same command.
  func open(_ database: Database, without unborn: Set<String>) throws {
    references = [:]
    vocabularies = [:]
    for (slot, planned) in plan.columns.enumerated() {
      let column = planned.column
      if let target = column.target?(), !unborn.contains(target.name) {
        references[slot] = try ReferenceLookup(
          database, target: target, restriction: column.restriction)
      } else if let (target, name) = column.vocabulary?() {
        vocabularies[slot] = Set(
          try database.rows("SELECT DISTINCT \"\(name)\" FROM \(target.table) ORDER BY 1") {
            $0.string(0)
          })
      }
    }
  }

  /// The lookups of columns that point at this very record; nil where the file has none.
  var selfReferences: [ReferenceLookup]? {
    let own = plan.columns.indices.compactMap { slot in
      plan.columns[slot].column.target?().name == plan.record.name ? references[slot] : nil
    }
    return own.isEmpty ? nil : own
  }

  /// Reads a row into `row` cells, tells what is wrong with it, and resolves its references.
  ///
  /// - Returns: false where the row may not be written.
  func read(
    _ row: borrowing CSVRow, into values: inout [Cell], report: (RowFinding) -> Void,
    warn: (RowFinding) -> Void
  ) throws -> Bool {
    let start = values.count
    let offset = row.offset
    let isRead = plan.read(row, supplied: suppliedCell(at: offset), cells, into: &values) { slot, fault in
      warn(finding(fault, slot, row))
    }
    var isGood = isRead
    if !isRead {
      for slot in plan.columns.indices {
        if case .bad(let fault) = values[start + slot] { report(finding(fault, slot, row)) }
      }
    }
    if isRead, let complete, let finding = try complete(self, &values, start, offset) {
      isGood = false
      report(finding)
    }
    for (rule, slots) in plan.rules
    where !rule.holds(slots.map { values[start + $0] }[...]) {
      isGood = false
      report(
        RowFinding(
          offset: offset, field: plan.columns[slots[0]].field, column: plan.columns[slots[0]].column,
          code: rule.code, value: nil, words: rule.words, hint: nil))
    }
    for (slot, words) in vocabularies {
      guard case .text(let bytes) = values[start + slot], !words.contains(bytes.text) else { continue }
      isGood = false
      report(unknown(bytes, slot, row, plan.columns[slot].column.name, Array(words)))
    }
    return isGood
  }

  /// Turns the codes of references into rows; unknown ones are reported.
  func resolve(
    _ row: borrowing CSVRow, _ values: inout [Cell], from start: Int,
    report: (RowFinding) -> Void
  ) throws -> Bool {
    var isGood = true
    for slot in plan.columns.indices {
      guard let lookup = references[slot], case .text(let code) = values[start + slot] else { continue }
      if let id = try lookup.row(code) {
        values[start + slot] = .integer(id)
      } else {
        isGood = false
        let target = plan.columns[slot].column.target?().name ?? ""
        report(unknown(code, slot, row, target, try lookup.candidates()))
      }
    }
    return isGood
  }

  /// Copies bytes to where the cells of the row may point at them.
  func keep(_ text: String) -> Cell { .text(cells.keep(text.utf8)) }

  /// A finding about the column called `name` of the row at `offset`.
  func finding(
    at offset: Int, _ name: String, _ code: String, _ words: Words, hint: Words? = nil
  ) -> RowFinding {
    RowFinding(
      offset: offset, field: plan.slot(of: name).flatMap { plan.columns[$0].field },
      column: plan.record.column(name), code: code, value: nil, words: words, hint: hint)
  }

  /// The natural key of the row whose cells begin at `start`; references are still codes.
  func naturalKey(_ values: [Cell], from start: Int) -> [UInt8] {
    key.removeAll()
    plan.appendKey(values[start...], to: &key)
    return key.bytes
  }

  private func suppliedCell(at offset: Int) -> Cell {
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
    var hint = fault.remedy
    if let bytes, let error = planned.column.kind.explain(bytes) {
      words = Words(
        "\(words.en), at its character \(error.column): \(error.message.en)",
        zh: "\(words.zh)，第 \(error.column) 个字符处：\(error.message.zh)")
    } else if fault == .notANumber || fault == .outOfRange {
      let kind = planned.column.kind.words
      if fault == .outOfRange { hint = Words("write \(kind.en)", zh: "应为\(kind.zh)") }
    } else if fault == .notAChoice {
      let near = suggestion(
        for: bytes?.text ?? "", among: planned.column.kind.choices.flatMap { [$0.value, $0.zh] + $0.aliases })
      let all = planned.column.kind.words
      hint = near.map { Words("did you mean \($0)?", zh: "是否为 \($0)？") }
        ?? Words("write \(all.en)", zh: "应为\(all.zh)")
    }
    return RowFinding(
      offset: row.offset, field: planned.field, column: planned.column, code: fault.code,
      value: planned.column.isPersonal || fault == .required ? nil : bytes.map { shown($0) },
      words: words, hint: hint)
  }

  private func unknown(
    _ code: Bytes, _ slot: Int, _ row: borrowing CSVRow, _ what: String, _ candidates: [String]
  ) -> RowFinding {
    let near = suggestion(for: code.text, among: candidates)
    return RowFinding(
      offset: row.offset, field: plan.columns[slot].field, column: plan.columns[slot].column,
      code: "unknown-\(what)", value: shown(code),
      words: Words("is no known \(what)", zh: "不是已有的\(Records.named(what)?.title.zh ?? what)"),
      hint: near.map { Words("did you mean \($0)?", zh: "是否为 \($0)？") })
  }

  private func shown(_ bytes: Bytes) -> String {
    let text = bytes.text
    return text.count > 80 ? String(text.prefix(80)) + "…" : text
  }
}
