// `--scope ORG` for rows of any record: those of the rooms under an organisation.
package import PMCore

/// The condition that a row `t` of a record lies under these organisations; "1" for a record that
/// knows no places.
package func scopeCondition(of record: RecordType, under orgs: [Int64], in tree: OrgTree) -> String {
  guard let column = record.scopeColumn else { return "1" }
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
    return isHeld(orgs, tree, room: room, company: "t.company_id", customer: first(customers))
  }
  if record.name == Ticket.record.name { return TicketPlaces(of: orgs, in: tree).isOf("t") }
  let list = sqlList(orgs)
  if column.name == "community" { return "t.\(column.quoted) IN (\(list))" }
  let rooms = "(SELECT id FROM room WHERE community_id IN (\(list)))"
  let within = "t.\(column.quoted) IN \(rooms)"
  guard !column.isRequired, let customer = record.column("customer") else { return within }
  // What concerns no room stands where its customer has one.
  return """
    (\(within)
     OR t.\(column.quoted) IS NULL
        AND t.\(customer.quoted) IN (SELECT customer_id FROM occupancy WHERE room_id IN \(rooms)))
    """
}
