// `--scope ORG` for rows of any record: those of the rooms under an organisation.
import PMCore
import PMStore

extension Context {
  /// The condition that keeps rows of `record` under `--scope`; nil where nothing was asked.
  mutating func scopeCondition(of record: RecordType) throws -> String? {
    guard let code = try scopeCode(), let column = record.scopeColumn else { return nil }
    let database = try openForReading()
    let root = try database.row(of: Org.record, code: code, zone: try databaseZone())
    let tree = try database.orgTree()
    // Money may be for no room; then its company tells, and the homes of the customer.
    if record.column("company") != nil, record.column("customer") != nil {
      let rooms = ["room", "payer_room"].filter { record.column($0) != nil }.map { "t.\($0)_id" }
      let customers = ["payer", "customer"].filter { record.column($0) != nil }.map { "t.\($0)_id" }
      func first(_ columns: [String]) -> String {
        columns.isEmpty
          ? "NULL" : columns.count == 1 ? columns[0] : "coalesce(\(columns.joined(separator: ", ")))"
      }
      // What was paid ahead is for the room of its payment.
      let room =
        record.column("payment") == nil
        ? first(rooms) : "(SELECT coalesce(room_id, payer_room_id) FROM payment WHERE id = t.payment_id)"
      return isHeld(tree.under(root), tree, room: room, company: "t.company_id", customer: first(customers))
    }
    if record.name == Ticket.record.name { return TicketPlaces(of: tree.under(root), in: tree).isOf("t") }
    let orgs = sqlList(tree.under(root))
    if column.name == "community" { return "t.\(column.quoted) IN (\(orgs))" }
    let rooms = "(SELECT id FROM room WHERE community_id IN (\(orgs)))"
    let within = "t.\(column.quoted) IN \(rooms)"
    guard !column.isRequired, let customer = record.column("customer") else { return within }
    // What concerns no room stands where its customer has one.
    return """
      (\(within)
       OR t.\(column.quoted) IS NULL
          AND t.\(customer.quoted) IN (SELECT customer_id FROM occupancy WHERE room_id IN \(rooms)))
      """
  }
}
