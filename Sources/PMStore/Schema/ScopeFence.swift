// Keeping somebody to a part of the organisation: what a connection shows and takes then.
import PMCore

/// A part of the organisation as a fence around a connection.
///
/// Reading, each table that belongs to a place is hidden behind a temporary view of the same name
/// with only the rows within: SQLite looks in the temporary schema first, so every statement of
/// the program, whatever it joins, finds those and no others. Writing, temporary triggers refuse to add,
/// change or remove a row outside. Nothing of either is stored.
package struct ScopeFence: Sendable {
  /// The message of a trigger that refused a row.
  package static let refusal = "outside-scope"
  /// The same of money, which a room can tell the place of.
  package static let refusalOfMoney = "outside-scope-money"

  /// The organisations whose bills, tickets and money are seen and changed.
  private let own: String
  /// Those whose rooms and customers are seen, as the mode of the database says.
  private let seen: String
  /// The own ones and those above them: what a row may name as its company.
  private let named: String
  /// Which customers are of either.
  private let ownCustomers, seenCustomers: CustomerPlaces
  /// Which tickets are of the own ones.
  private let ownTickets: TicketPlaces

  /// - Parameter mode: the kind of organisation at which rooms and customers are shared; nil where they are not.
  package init(around root: Int64, in tree: OrgTree, mode: String?) {
    let chain = tree.chain(from: root)
    let own = tree.under(root)
    self.own = sqlList(own)
    named = sqlList(own + chain.dropFirst())
    let seen = mode.map { Self.shared(around: chain, in: tree, mode: $0) } ?? own
    self.seen = sqlList(seen)
    ownCustomers = CustomerPlaces(of: own, in: tree)
    seenCustomers = CustomerPlaces(of: seen + own, in: tree)
    ownTickets = TicketPlaces(of: own, in: tree)
  }

  /// Whether rooms and customers are seen beyond what is one's own.
  package var sharesFurther: Bool { seen != own }

  /// The organisations that share their rooms and customers with the lowest of `chain`: all under the
  /// nearest of the mode's kind. What stands under no group is one group without a name.
  private static func shared(around chain: [Int64], in tree: OrgTree, mode: String) -> [Int64] {
    if let head = chain.first(where: { tree.kind(of: $0) == mode }) { return tree.under(head) }
    if mode != "group" { return chain.first.map { tree.under($0) } ?? [] }
    return tree.all.filter { org in !tree.chain(from: org).contains { tree.kind(of: $0) == "group" } }
  }

  /// A reference of a row that says where it belongs.
  private struct Place {
    let column: Column
    let target: String

    /// Whether the row may also name what stands above: its company, and, to be read, what holds
    /// for everything under an organisation.
    var isCompany: Bool { column.name == "company" }

    /// The lower, the better it says where a row belongs.
    var rank: Int {
      switch (target, column.name) {
      case ("room", _), ("org", "community"): 0
      case ("org", "company"): 4
      case ("customer", _): 3
      case ("org", _): 2
      default: 1
      }
    }
  }

  /// The records that belong to places, each with the references that tell where. A reference to a
  /// record that is declared later does not count, so that no view asks itself.
  private static let placed: [(record: RecordType, places: [Place])] = {
    var known: Set = ["org", "customer", "room"]
    var placed: [(RecordType, [Place])] = []
    for record in Records.all where record.name != "org" && record.name != "customer" {
      let places = record.columns.compactMap { column -> Place? in
        guard column.isStored, let target = column.target?().name, known.contains(target),
          target != record.name, column.name != "department"
        else { return nil }
        return Place(column: column, target: target)
      }
      if places.isEmpty { continue }
      known.insert(record.name)
      let order = places.enumerated().sorted {
        ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
      }
      placed.append((record, order.map(\.element)))
    }
    return placed
  }()

  /// The tables that are fenced.
  package static var tables: [String] { ["org", "customer"] + placed.map(\.record.table) }

  /// Rooms and who lives in them are shared at the level of the mode.
  private static let shared: Set = ["room", "room-version", "occupancy"]

  /// Callers and visitors are served wherever they live.
  private static let served: Set = ["ticket", "visit"]

  // MARK: Reading

  /// The views that hide what lies outside; run once on a connection that only reads.
  var views: String { views(named: "") }

  /// What the names of the views begin with that say, while a command writes, what it may see.
  static let seenPrefix = "seen_"

  /// What the names of the views begin with that say what a command may change.
  static let withinPrefix = "within_"

  private func views(named prefix: String) -> String {
    func view(_ table: String, _ condition: String) -> String {
      "CREATE TEMP VIEW \(prefix)\(table) AS SELECT * FROM main.\(table) AS t WHERE \(condition);\n"
    }
    // Whoever writes may name the departments of his company, which work for his part.
    let departments = prefix.isEmpty ? "" : " OR t.kind = 'department' AND t.parent_id IN (\(named))"
    var sql = view("org", "t.id IN (\(named))\(departments)") + view("customer", seenCustomers.isOf("t.id"))
    for (name, condition) in [
      ("own_customer", ownCustomers.isOf("t.id")), ("elsewhere_customer", ownCustomers.isElsewhere("t.id")),
      ("elsewhere_payer", ownCustomers.paidElsewhere("t.id")),
    ] {
      sql += "CREATE TEMP VIEW \(name) AS SELECT id FROM main.customer AS t WHERE \(condition);\n"
    }
    for (record, places) in Self.placed {
      let rooms = Self.shared.contains(record.name) ? seen : own
      sql += view(
        record.table,
        condition(places, of: record, row: "t", rooms: rooms, isReading: true, views: "temp." + prefix))
    }
    return sql
  }

  // MARK: Writing

  /// The triggers that refuse rows outside; run once on a connection that writes.
  var triggers: String {
    var sql =
      views(named: Self.seenPrefix)
      + "CREATE TEMP VIEW \(Self.withinPrefix)customer AS SELECT id FROM main.customer AS t WHERE "
      + ownCustomers.isOf("t.id") + ";\n"
      + trigger("customer", "UPDATE", not: ownCustomers.isOf("OLD.id"))
      + trigger("customer", "DELETE", not: ownCustomers.isOf("OLD.id"))
    for (record, places) in Self.placed {
      func within(_ row: String) -> String {
        condition(places, of: record, row: row, rooms: own, isReading: false, views: "temp." + Self.withinPrefix)
      }
      sql +=
        "CREATE TEMP VIEW \(Self.withinPrefix)\(record.table) AS SELECT id FROM main.\(record.table) AS t WHERE \(within("t"));\n"
      // Whoever takes a ticket down that names no place may name any department: those of elsewhere are
      // as unknown to him as what is nowhere.
      let new = record.name == Ticket.record.name ? ownTickets.mayBecome("NEW") : within("NEW")
      // The events that say whose it is are written behind the ticket itself.
      let moves = TicketEvent.placing.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      let begins = record.name == TicketEvent.record.name ? "NEW.move IN (\(moves)) OR " : ""
      sql += trigger(record.table, "INSERT", not: begins + new + namesOwn(places, of: record, isNew: true))
      // What stays his though its customer came to live elsewhere, he goes on with.
      let kept = record.name == Ticket.record.name ? " OR NEW.customer_id IS OLD.customer_id AND \(within("NEW"))" : ""
      sql += trigger(
        record.table, "UPDATE", not: "\(within("OLD")) AND (\(new)\(kept))" + namesOwn(places, of: record, isNew: false)
      )
      sql += trigger(record.table, "DELETE", not: within("OLD"))
    }
    return sql
  }

  /// The further conditions on customers in a row that is written. Naming a customer from elsewhere beside
  /// a room of one's own is refused: it would make him one's own. Money of a customer who belongs to
  /// other places, too, must name its room, else nobody could tell whose it is.
  private func namesOwn(_ places: [Place], of record: RecordType, isNew: Bool) -> String {
    if Self.served.contains(record.name) { return "" }
    var sql = ""
    for place in places where place.target == "customer" {
      let (new, old) = ("NEW.\(place.column.quoted)", "OLD.\(place.column.quoted)")
      sql += " AND (\(new) IS NULL\(isNew ? "" : " OR \(new) IS \(old)") OR \(exists("within_customer", new)))"
    }
    guard isNew, record.name == "payment" else { return sql }
    return sql + """
       AND (coalesce(NEW.room_id, NEW.payer_room_id) IS NOT NULL OR coalesce(NEW.company_id IN (\(own)), 0)
            OR NOT \(exists("elsewhere_customer", "coalesce(NEW.payer_id, NEW.customer_id)")))
      """
  }

  private func exists(_ view: String, _ id: String) -> String { "EXISTS (SELECT 1 FROM temp.\(view) WHERE id = \(id))" }

  private func trigger(_ table: String, _ event: String, not condition: String) -> String {
    """
    CREATE TEMP TRIGGER fence_\(table)_\(event.lowercased()) BEFORE \(event) ON main.\(table)
    WHEN NOT (\(condition))
    BEGIN SELECT RAISE(ABORT, '\(table == "payment" && event == "INSERT" ? Self.refusalOfMoney : Self.refusal)'); END;

    """
  }

  // MARK: Conditions

  /// Whether a row lies within, by the first of its references that is not empty; by `placeless` if all
  /// are empty, and for a ticket by `TicketPlaces`.
  private func condition(
    _ places: [Place], of record: RecordType, row: String, rooms: String, isReading: Bool,
    views: String
  ) -> String {
    if record.name == Ticket.record.name { return ownTickets.isOf(row) }
    var sql = "CASE"
    for place in places {
      let id = "\(row).\(place.column.quoted)"
      let lies =
        switch (place.target, place.column.name) {
        case ("room", _): "(SELECT community_id FROM main.room WHERE id = \(id)) IN (\(rooms))"
        case ("org", "community"): "\(id) IN (\(rooms))"
        case ("org", _): "\(id) IN (\(isReading || place.isCompany ? named : own))"
        // Homes are shared, money and tickets are not. Who has no home is his company's.
        case ("customer", _) where isReading && !Self.shared.contains(record.name):
          exists("own_customer", id) + ofNoRoom(id, places, of: record, row: row)
        default: "EXISTS (SELECT 1 FROM \(views)\(table(place.target)) WHERE id = \(id))"
        }
      sql += " WHEN \(id) IS NOT NULL THEN \(lies)"
    }
    sql += " ELSE \(placeless(places, of: record, row: row, isReading: isReading)) END"
    return switch record.name {
    case "bank-batch": "(\(sql)) AND \(isAllWithin(batch: row))"
    case "cash-review": "(\(sql)) AND \(isAllWithin(review: row, views))"
    default: sql
    }
  }

  /// The further conditions under which a row that names a customer and no room is within.
  ///
  /// Money belongs to its company. If the customer belongs to other places, too, it could be for those, so
  /// it is within only if all of the company is. Likewise a message, unless colleagues of the part sent it.
  private func ofNoRoom(_ id: String, _ places: [Place], of record: RecordType, row: String) -> String {
    if Self.served.contains(record.name) { return "" }
    let isElsewhere = exists("elsewhere_customer", id)
    if let company = places.first(where: \.isCompany).map({ "\(row).\($0.column.quoted)" }) {
      return
        " AND coalesce(\(company) IN (\(named)), 1) AND (coalesce(\(company) IN (\(own)), 0) OR NOT \(isElsewhere))"
    }
    let isAlone = "NOT (\(isElsewhere) OR \(exists("elsewhere_payer", id)))"
    if record.name != "notice" { return " AND \(isAlone)" }
    return """
       AND (\(isAlone) OR EXISTS (SELECT 1 FROM main.journal AS entry JOIN main.staff AS known ON known.login = entry.actor
                                  WHERE entry.id = \(row).run AND known.scope_id IN (\(own))))
      """
  }

  /// Whether a row that names no place is within.
  private func placeless(_ places: [Place], of record: RecordType, row: String, isReading: Bool) -> String {
    // An empty organisation means all of them: only somebody without a scope may change such a row.
    if !isReading, places.allSatisfy({ $0.target == "org" && !$0.isCompany }) { return "0" }
    // A record about rooms that names none belongs to everybody; one that never names a room, to people.
    if places.contains(where: { $0.target == "room" }) { return "1" }
    return colleagues(of: record, row: row)
  }

  /// Whether every bill of a batch lies within: a company's batch may hold bills of all its places, and
  /// its file shows the accounts of their customers.
  private func isAllWithin(batch row: String) -> String {
    """
    NOT EXISTS (SELECT 1 FROM main.bank_line AS l JOIN main.bank_item AS i ON i.line_id = l.id
                 JOIN main.bill AS b ON b.id = i.bill_id
                WHERE l.batch_id = \(row).id
                  AND CASE WHEN b.room_id IS NULL THEN NOT \(ownCustomers.isOf("l.customer_id"))
                      ELSE (SELECT community_id FROM main.room WHERE id = b.room_id) NOT IN (\(own)) END)
    """
  }

  /// Whether every receipt of a review lies within: a company's cashier may sit anywhere.
  private func isAllWithin(review row: String, _ views: String) -> String {
    """
    NOT EXISTS (SELECT 1 FROM main.payment AS p
                 WHERE p.counter = 1 AND p.paid_on = \(row).paid_on AND p.review_id = \(row).id
                   AND NOT EXISTS (SELECT 1 FROM \(views)payment WHERE id = p.id))
    """
  }

  /// Whether a row that names no place is within, by the person and the department that it names:
  ///
  /// | person           | department    | within                        |
  /// |------------------|---------------|-------------------------------|
  /// | of the staff     | any           | if the person works within    |
  /// | not of the staff | on record     | if one of that name is within |
  /// | not of the staff | not on record | yes                           |
  ///
  /// A person works where his scope is, else where his department is. Without either he counts as within
  /// if he has no login, since he could be anywhere.
  private func colleagues(of record: RecordType, row: String) -> String {
    var sql = "1"
    if let department = record.columns.first(where: { $0.named == .department }) {
      sql = isOneOf(
        "(SELECT * FROM main.org WHERE kind = 'department')", called: "known.code, known.name",
        "\(row).\(department.quoted)", where: "known.id IN (\(departments))", else: "1")
    }
    if let staff = record.columns.first(where: { $0.named == .staff }) {
      sql = isOneOf(
        "main.staff", called: "known.code, known.name, known.login", "\(row).\(staff.quoted)", where: works, else: sql)
    }
    return sql
  }

  private var departments: String { "SELECT id FROM main.org WHERE id IN (\(named)) OR parent_id IN (\(named))" }

  /// Whether one of the staff, `known`, works within.
  private var works: String {
    """
    CASE WHEN known.scope_id IS NOT NULL THEN known.scope_id IN (\(own))
         WHEN known.department_id IS NOT NULL THEN known.department_id IN (\(departments))
         ELSE known.login IS NULL END
    """
  }

  /// Whether what is written for somebody of this name is within; so it is for a name not on record.
  package func isColleague(_ name: String, _ database: Database) throws -> Bool {
    let sql =
      "SELECT \(isOneOf("main.staff", called: "known.code, known.name, known.login", "?1", where: works, else: "1"))"
    return try database.scalar(sql, [.text(name)]) == 1
  }

  /// Whether `condition` holds for a row of `table` that is called `name`; `other` where none is.
  private func isOneOf(
    _ table: String, called words: String, _ name: String, where condition: String, else other: String
  ) -> String {
    let known = "SELECT 1 FROM \(table) AS known WHERE \(name) IN (\(words))"
    return "CASE WHEN EXISTS (\(known)) THEN EXISTS (\(known) AND (\(condition))) ELSE \(other) END"
  }

  private func table(_ name: String) -> String { Records.named(name)?.table ?? name }
}

extension Database {
  /// Puts the fence around this connection.
  package func raise(_ fence: ScopeFence, toWrite: Bool) throws {
    fenceParts = nil
    try changingFences { try execute(toWrite ? fence.triggers : fence.views) }
  }

  /// The view of what somebody who writes may see of a table; the table itself where he sees it all.
  package func seenTable(_ table: String) throws -> String {
    let name = "temp." + ScopeFence.seenPrefix + table
    return try standingFence().contains("view " + name) ? name : table
  }

  /// The view of the rows of a table that somebody who writes may change; nil where no fence stands
  /// around it.
  func ownTable(_ table: String) throws(StoreError) -> String? {
    let name = "temp." + ScopeFence.withinPrefix + table
    return try standingFence().contains("view " + name) ? name : nil
  }

  /// Whether a customer is of places, too, that somebody kept to a part does not see.
  package func isElsewhere(customer: Int64) throws -> Bool {
    guard try standingFence().contains("view temp.elsewhere_customer") else { return false }
    return try scalar("SELECT 1 FROM temp.elsewhere_customer WHERE id = ?1", [.integer(customer)]) != nil
  }

  /// Takes down the fence that was left on this connection.
  package func lowerFence() throws {
    let parts = try standingFence()
    if parts.isEmpty { return }
    fenceParts = nil
    try changingFences { for part in parts { try execute("DROP \(part)") } }
  }

  /// The views and triggers around this connection.
  private func standingFence() throws(StoreError) -> [String] {
    if let fenceParts { return fenceParts }
    let parts = try rows(
      """
      SELECT type || ' temp.' || name
        FROM temp.sqlite_schema
       WHERE type IN ('view', 'trigger')
       ORDER BY name
      """
    ) { $0.string(0) }
    fenceParts = parts
    return parts
  }

  /// Temporary views change no file, but the switch that keeps readers from writing forbids them too.
  private func changingFences(_ body: () throws -> Void) throws {
    let isLocked = try scalar("PRAGMA query_only") == 1
    if isLocked { try execute("PRAGMA query_only = OFF") }
    try body()
    if isLocked { try execute("PRAGMA query_only = ON") }
  }
}
