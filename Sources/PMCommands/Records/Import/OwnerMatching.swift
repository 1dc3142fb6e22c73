// Owners on a room sheet rarely have a code: who is meant, or a new customer.
import PMCore
import PMFormat
import PMStore

/// Finds or makes the customer code of each row that names an owner without one.
///
/// Matched by ID number, else by name and phone, else by name among the room's present occupants;
/// two candidates are an error naming both; none makes the next `C000001…` in file order. Rows of
/// the file that have a code count as if they were stored, wherever they stand.
final class OwnerMatching {
  private let source: ImportSource
  private let cells: CellContext
  private let owners: ImportPlan
  private let main: ImportPlan
  private var byID: Statement
  private var byPhone: Statement
  private var byRoom: Statement
  private var nextNumber = 1
  private var fileByID: [String: String] = [:]
  private var fileByPhone: [String: [Person]] = [:]
  /// The customers found by their ID numbers or phones; nil where nobody was looked for.
  private(set) var compared: Set<Int64>?
  /// The codes, in file order.
  private(set) var supplied: [(offset: Int, code: String)] = []

  /// An owner in the file.
  private struct Person {
    let code: String
    let idNumber: String?
  }

  /// - Parameter today: the day whose occupants are the present ones.
  init(
    _ database: Database, source: ImportSource, plan: FilePlan, owners: ImportPlan,
    cells: CellContext, today: Day
  ) throws {
    self.source = source
    self.cells = cells
    main = plan.main
    self.owners = owners
    // Nobody learns who lives elsewhere by naming his ID number or phone.
    let customers = try database.seenTable("customer")
    byID = try database.prepare("SELECT code, id FROM \(customers) WHERE id_number = ?1 ORDER BY key")
    byPhone = try database.prepare(
      """
      SELECT code, id FROM \(customers)
       WHERE name = ?1 AND phone IN (?2, ?4, ?5, ?6) AND (id_number IS NULL OR ?3 IS NULL OR id_number = ?3)
       ORDER BY key
      """)
    byRoom = try database.prepare(
      """
      SELECT DISTINCT customer.code
        FROM room
        JOIN occupancy ON occupancy.room_id = room.id
             AND (occupancy."to" IS NULL OR occupancy."to" >= \(today.number))
        JOIN customer ON customer.id = occupancy.customer_id
       WHERE room.key = ?1 AND customer.name = ?2
         AND (customer.id_number IS NULL OR ?3 IS NULL OR customer.id_number = ?3)
       ORDER BY customer.key
      """)
    let last = try database.text(
      "SELECT max(code) FROM customer WHERE code GLOB 'C[0-9][0-9][0-9][0-9][0-9][0-9]'")
    if let last { passOver(last) }
  }

  /// Goes through the file and settles every row that has an owner but no code.
  func run(without refused: OffsetSet, report: (RowFinding) -> Void) throws {
    forEachOwner(without: refused) { owner, _ in
      guard let code = owner.code else { return }
      passOver(code)
      remember(code, owner)
    }
    try forEachOwner(without: refused) { owner, row in
      if owner.code == nil { try settle(owner, row, report) }
    }
  }

  private func forEachOwner(
    without refused: OffsetSet, _ body: (Owner, borrowing CSVRow) throws -> Void
  ) rethrows {
    var scanner = source.scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    while true {
      let step = scanner.next(into: &row)
      if step == .end { break }
      if step == .row, !refused.contains(row.offset), owners.isPresent(in: row),
        let owner = owner(row)
      {
        try body(owner, row)
      }
      cells.reset()
      scanner.arena.reset()
    }
  }

  /// What a row says of its owner.
  private struct Owner {
    let code: String?
    let name: String
    let phone: String?
    let idNumber: String?

    /// The ID number where its check digit is right.
    var trusted: String? { idNumber.flatMap { documentCheck(Array($0.utf8)) == nil ? $0 : nil } }
    var phoneKey: String? { phone.map { name + "\u{2}" + $0 } }
  }

  /// The owner on a row; nil where the row names none.
  private func owner(_ row: borrowing CSVRow) -> Owner? {
    var values: [Cell] = []
    _ = owners.read(row, supplied: .null, cells, into: &values) { _, _ in }
    cells.warning = nil
    func text(_ column: String) -> String? {
      guard let slot = owners.slot(of: column) else { return nil }
      switch values[slot] {
      case .text(let bytes): return bytes.text
      // Stars in a name hide nothing that could be looked up.
      case .masked(let bytes) where column == "name": return bytes.text
      default: return nil
      }
    }
    guard let name = text("name") else { return nil }
    return Owner(
      code: text("code"), name: name, phone: text("phone"), idNumber: text("id_number"))
  }

  private func settle(
    _ owner: Owner, _ row: borrowing CSVRow, _ report: (RowFinding) -> Void
  ) throws {
    var found: [String] = []
    if owner.idNumber != nil || owner.phone != nil { compared = compared ?? [] }
    if let trusted = owner.trusted {
      found = try codes(&byID, [.text(trusted)], and: fileByID[trusted].map { [$0] } ?? [])
    }
    if found.isEmpty, let phone = owner.phone, let phoneKey = owner.phoneKey {
      let inFile = (fileByPhone[phoneKey] ?? []).filter {
        $0.idNumber == nil || owner.idNumber == nil || $0.idNumber == owner.idNumber
      }
      found = try codes(
        &byPhone,
        [.text(owner.name), .text(phone), SQLValue(owner.idNumber)]
          + PhoneKind.spellings(phone).dropFirst().map { .text($0) },
        and: inFile.map(\.code))
    }
    if found.isEmpty {
      found = try codes(
        &byRoom, [.text(roomKey(row)), .text(owner.name), SQLValue(owner.idNumber)], and: [])
    }
    if found.count > 1 {
      report(
        RowFinding(
          offset: row.offset, field: owners.slot(of: "name").flatMap { owners.columns[$0].field },
          column: Room.ownerName,
          code: "two-candidates",
          words: Words(
            "could be \(found[0]) or \(found[1])", zh: "可能是 \(found[0])，也可能是 \(found[1])"),
          hint: Words("say which in owner_code", zh: "请在 owner_code 列写明")))
      return
    }
    let code = found.first ?? newCode()
    remember(code, owner)
    supplied.append((row.offset, code))
  }

  private func remember(_ code: String, _ owner: Owner) {
    if let trusted = owner.trusted, fileByID[trusted] == nil { fileByID[trusted] = code }
    guard let phoneKey = owner.phoneKey,
      !(fileByPhone[phoneKey] ?? []).contains(where: { $0.code == code })
    else { return }
    fileByPhone[phoneKey, default: []].append(Person(code: code, idNumber: owner.idNumber))
  }

  private func newCode() -> String {
    defer { nextNumber += 1 }
    return "C" + padded(nextNumber, 6)
  }

  /// Codes of this form that people gave are not made again.
  private func passOver(_ code: String) {
    guard code.utf8.count == 7, code.hasPrefix("C"), let number = Int(code.dropFirst()) else { return }
    nextNumber = max(nextNumber, number + 1)
  }

  private func roomKey(_ row: borrowing CSVRow) -> String {
    var values: [Cell] = []
    _ = main.read(row, supplied: .null, cells, into: &values) { _, _ in }
    var key = NaturalKey()
    main.appendKey(values[...], to: &key)
    return key.text
  }

  /// Up to two codes that a query finds, those in the file among them.
  private func codes(
    _ statement: inout Statement, _ values: [SQLValue], and inFile: [String]
  ) throws -> [String] {
    try statement.bind(values)
    defer { statement.reset() }
    var codes = inFile
    while codes.count < 2, try statement.step() {
      let code = statement.string(0)
      if statement.columnCount > 1 { compared?.insert(statement.int64(1)) }
      if !codes.contains(code) { codes.append(code) }
    }
    return codes
  }
}

/// Who owns a room already: a sheet that does not say since when means that ownership, no second one.
final class StandingOwners {
  private var since: Statement
  private let room: Int
  private let customer: Int
  private let from: Int

  init?(_ database: Database, _ plan: ImportPlan, today: Day) throws {
    guard let room = plan.slot(of: "room"), let customer = plan.slot(of: "customer"), let from = plan.slot(of: "from"),
      try database.scalar("SELECT 1 FROM occupancy LIMIT 1") != nil
    else { return nil }
    (self.room, self.customer, self.from) = (room, customer, from)
    since = try database.prepare(
      """
      SELECT o."from"
        FROM room
        JOIN occupancy AS o ON o.room_id = room.id AND o.role = 'owner'
             AND (o."to" IS NULL OR o."to" >= \(today.number))
        JOIN customer ON customer.id = o.customer_id
       WHERE room.key = ?1 AND customer.key = ?2
       ORDER BY o."from"
       LIMIT 1
      """)
  }

  /// Fills in the first day of the ownership that the row at `offset` means.
  func complete(_ owners: RecordJob, _ values: inout [Cell], _ offset: Int) throws {
    guard values[from].integer == Int64(Day.distantPast.number), case .text(let code) = values[room],
      case .text(let owner) = values[customer]
    else { return }
    try since.bind([.text(NaturalKey.of(code.text)), .text(NaturalKey.of(owner.text))])
    defer { since.reset() }
    guard try since.step() else { return }
    values[from] = .integer(since.int64(0))
    owners.add(values[from], at: from, to: offset, from: offset)
  }
}
