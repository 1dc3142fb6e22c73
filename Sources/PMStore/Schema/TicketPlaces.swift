// Where a ticket belongs, which may name neither room nor customer: conditions as SQL.
import PMCore

/// Which tickets are of a part of the organisation.
///
/// The room tells, else the customer, where he is of some place. Of what names neither, he tells who
/// last said with whom it lies, where he is kept to a part himself; else its department, its
/// assignee, and who took it down, whichever is the first that is known. What none of these tells is
/// everybody's, so that nobody's ticket is forgotten. All of it is asked of the tables themselves,
/// whatever a fence hides.
package struct TicketPlaces: Sendable {
  /// The organisations of the part.
  private let part: String
  /// Those, and what stands above them, whose departments work for the part.
  private let named: String
  private let customers: CustomerPlaces

  package init(of orgs: [Int64], in tree: OrgTree) {
    func list(_ orgs: Set<Int64>) -> String { orgs.sorted().map(String.init).joined(separator: ", ") }
    part = list(Set(orgs))
    named = list(Set(orgs).union(orgs.flatMap { tree.chain(from: $0) }))
    customers = CustomerPlaces(of: orgs, in: tree)
  }

  /// Whether the ticket in the row `ticket` is of the part, or everybody's.
  package func isOf(_ ticket: String) -> String { condition(ticket, nowhere: isOnDesk(ticket)) }

  /// Whether somebody of the part may write such a ticket: what names no place is his, who writes it.
  func mayBecome(_ ticket: String) -> String { condition(ticket, nowhere: "1") }

  private func condition(_ ticket: String, nowhere: String) -> String {
    let (room, customer) = ("\(ticket).room_id", "\(ticket).customer_id")
    return """
      CASE WHEN \(room) IS NOT NULL THEN (SELECT community_id FROM main.room WHERE id = \(room)) IN (\(part))
           WHEN \(customer) IS NOT NULL AND NOT \(customers.isOf(customer)) THEN 0
           WHEN \(customer) IS NOT NULL AND \(customers.isPlaced(customer)) THEN 1
           ELSE \(nowhere) END
      """
  }

  // MARK: Neither room nor customer

  /// Whose hands it is in. Who is kept to a part knows the departments of that part alone, and means
  /// those; of two of one name that of who took the ticket down is meant.
  private func isOnDesk(_ ticket: String) -> String {
    let hand = actor(of: ticket, TicketEvent.placing)
    return """
      CASE WHEN \(isOne(hand, of: staff("IN"))) THEN 1
           WHEN \(isOne(hand, of: staff("NOT IN"))) THEN 0
           WHEN \(isHeld(ticket, "IN")) THEN NOT (\(isHeld(ticket, "NOT IN")) AND \(isTaken(ticket, "NOT IN")))
           WHEN \(isHeld(ticket, "NOT IN")) THEN 0
           ELSE \(isTaken(ticket, "IN")) OR NOT \(isTaken(ticket, "NOT IN")) END
      """
  }

  /// Who made the last of these moves.
  private func actor(of ticket: String, _ moves: [TicketMove]) -> String {
    let list = moves.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return "(SELECT actor FROM main.ticket_event WHERE ticket_id = \(ticket).id AND move IN (\(list)) ORDER BY serial DESC LIMIT 1)"
  }

  /// Whether he who took it down works in the part, or elsewhere; where nothing is known of where he
  /// does, he who is named as such.
  private func isTaken(_ ticket: String, _ lies: String) -> String {
    isKnown(
      actor(of: ticket, [.add]), staff, else: "\(ticket).first_contact", lies)
  }

  /// Whether its department is of the part, or of elsewhere; where none is known, its assignee.
  private func isHeld(_ ticket: String, _ lies: String) -> String {
    isKnown("\(ticket).department", departments, else: "\(ticket).assignee", lies)
  }

  /// Whether `name` is one of `names`, else whether `other` is one of the staff.
  private func isKnown(
    _ name: String, _ names: (String) -> String, else other: String, _ lies: String
  ) -> String {
    """
    (\(isOne(name, of: names(lies)))
     OR \(isOne(other, of: staff(lies))) AND NOT (\(isOne(name, of: names("IN"))) OR \(isOne(name, of: names("NOT IN")))))
    """
  }

  private func isOne(_ name: String, of names: String) -> String { "coalesce(\(name) IN (\(names)), 0)" }

  /// That an organisation is of the part, or works for it as a department of what stands above.
  private func isWithin(_ org: String) -> String {
    "(\(org).id IN (\(named)) OR \(org).kind = 'department' AND coalesce(\(org).parent_id IN (\(named)), 0))"
  }

  private func departments(_ lies: String) -> String {
    let condition = "d.kind = 'department' AND \(lies == "IN" ? "" : "NOT ")\(isWithin("d"))"
    return "SELECT d.code FROM main.org AS d WHERE \(condition) UNION SELECT d.name FROM main.org AS d WHERE \(condition)"
  }

  /// What people are called who work in the part, or elsewhere. Who has no scope is where his department
  /// is; who works for what stands above the part, too, is of neither.
  private func staff(_ lies: String) -> String {
    let department = lies == "IN"
      ? "s.department_id IN (\(part))" : "s.department_id NOT IN (SELECT o.id FROM main.org AS o WHERE \(isWithin("o")))"
    let condition =
      "CASE WHEN s.scope_id IS NOT NULL THEN s.scope_id \(lies) (\(lies == "IN" ? part : named)) ELSE \(department) END"
    return ["code", "name", "login"].map { "SELECT s.\($0) FROM main.staff AS s WHERE s.\($0) IS NOT NULL AND \(condition)" }
      .joined(separator: " UNION ")
  }
}

extension TicketEvent {
  /// The moves that say with whom a ticket lies.
  static let placing: [TicketMove] = [.add, .dispatch, .handOn]
}
