// Owners on a room sheet rarely have a code: who is meant, or a new customer.
import PMCore
import PMFormat
import PMStore

/// Finds or makes the customer code of each row that names an owner without one.
///
/// Matched by ID number, else by name and phone, else by name among the room's present occupants;
/// two candidates are an error naming both; none makes the next `C000001…` in file order.
final class OwnerMatching {
  private let source: ImportSource
  private let cells: CellContext
  private let fields: [String: Int]
  private let main: ImportPlan
  private var byID: Statement
  private var byPhone: Statement
  private var byRoom: Statement
  private var nextNumber: Int
  private var newByID: [String: String] = [:]
  private var newByPhone: [String: String] = [:]
  /// The codes, in file order.
  private(set) var supplied: [(offset: Int, code: String)] = []

  init(_ database: Database, source: ImportSource, plan: FilePlan, cells: CellContext) throws {
    self.source = source
    self.cells = cells
    main = plan.main
    var fields: [String: Int] = [:]
    for part in plan.parts where part.record.name == "customer" {
      for planned in part.columns {
        if let field = planned.field { fields[planned.column.name] = field }
      }
    }
    self.fields = fields
    byID = try database.prepare("SELECT code FROM customer WHERE id_number = ?1 ORDER BY key")
    byPhone = try database.prepare(
      """
      SELECT code FROM customer
       WHERE name = ?1 AND phone = ?2 AND (id_number IS NULL OR ?3 IS NULL OR id_number = ?3)
       ORDER BY key
      """)
    byRoom = try database.prepare(
      """
      SELECT DISTINCT customer.code
        FROM room
        JOIN occupancy ON occupancy.room_id = room.id AND occupancy."to" IS NULL
        JOIN customer ON customer.id = occupancy.customer_id
       WHERE room.key = ?1 AND customer.name = ?2
         AND (customer.id_number IS NULL OR ?3 IS NULL OR customer.id_number = ?3)
         AND (customer.phone IS NULL OR ?4 IS NULL OR customer.phone = ?4)
       ORDER BY customer.key
      """)
    let last = try database.text(
      "SELECT max(code) FROM customer WHERE code GLOB 'C[0-9][0-9][0-9][0-9][0-9][0-9]'")
    nextNumber = (last.flatMap { Int($0.dropFirst()) } ?? 0) + 1
  }

  /// Goes through the file and settles every row that has an owner but no code.
  func run(rows part: ImportPlan, report: (RowFinding) -> Void) throws {
    guard fields["name"] != nil else { return }
    var scanner = source.scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    while true {
      let step = scanner.next(into: &row)
      if step == .end { break }
      if step == .row, part.isPresent(in: row), text("code", row) == nil, let name = text("name", row) {
        try settle(name, row, report)
      }
      cells.reset()
      scanner.arena.reset()
    }
  }

  private func settle(_ name: String, _ row: borrowing CSVRow, _ report: (RowFinding) -> Void) throws {
    let phone = value("phone", PhoneKind(), row)
    let idNumber = value("id_number", IDNumberKind(), row)
    let trusted = idNumber.flatMap { documentCheck(Array($0.utf8)) == nil ? $0 : nil }
    let phoneKey = phone.map { name + "\u{2}" + $0 }
    var found: [String] = []
    if let trusted {
      found = newByID[trusted].map { [$0] } ?? []
      if found.isEmpty { found = try codes(&byID, [.text(trusted)]) }
    }
    if found.isEmpty, let phone, let phoneKey {
      found = newByPhone[phoneKey].map { [$0] } ?? []
      if found.isEmpty {
        found = try codes(&byPhone, [.text(name), .text(phone), SQLValue(idNumber)])
      }
    }
    if found.isEmpty {
      found = try codes(
        &byRoom, [.text(roomKey(row)), .text(name), SQLValue(idNumber), SQLValue(phone)])
    }
    if found.count > 1 {
      report(
        RowFinding(
          offset: row.offset, field: fields["name"], column: Room.ownerName, code: "two-candidates",
          value: nil,
          words: Words(
            "could be \(found[0]) or \(found[1])", zh: "可能是 \(found[0])，也可能是 \(found[1])"),
          hint: Words("say which in owner_code", zh: "请在 owner_code 列写明")))
      return
    }
    let code = found.first ?? newCode()
    if let trusted { newByID[trusted] = code }
    if let phoneKey, newByPhone[phoneKey] == nil { newByPhone[phoneKey] = code }
    supplied.append((row.offset, code))
  }

  private func newCode() -> String {
    defer { nextNumber += 1 }
    return "C" + padded(nextNumber, 6)
  }

  private func roomKey(_ row: borrowing CSVRow) -> String {
    var values: [Cell] = []
    _ = main.read(row, supplied: .null, cells, into: &values) { _, _ in }
    var key = NaturalKey()
    main.appendKey(values[...], to: &key)
    return String(decoding: key.bytes, as: UTF8.self)
  }

  private func text(_ column: String, _ row: borrowing CSVRow) -> String? {
    guard let field = fields[column] else { return nil }
    let bytes = row[field].trimmed
    return bytes.count == 0 ? nil : bytes.text
  }

  private func value(_ column: String, _ kind: some CellKind, _ row: borrowing CSVRow) -> String? {
    guard let field = fields[column] else { return nil }
    let bytes = row[field].trimmed
    guard bytes.count > 0, case .text(let value) = kind.parse(bytes, cells) else { return nil }
    cells.warning = nil
    return value.text
  }

  private func codes(_ statement: inout Statement, _ values: [SQLValue]) throws -> [String] {
    try statement.bind(values)
    defer { statement.reset() }
    var codes: [String] = []
    while codes.count < 2, try statement.step() { codes.append(statement.string(0)) }
    return codes
  }
}
