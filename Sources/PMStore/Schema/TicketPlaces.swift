// Where a ticket belongs, which may name neither room nor customer: conditions as SQL.
import PMCore

/// Which tickets belong to a part of the organisation.
///
/// | room  | customer             | the ticket belongs to                                            |
/// |-------|----------------------|------------------------------------------------------------------|
/// | given | any                  | the community of the room                                        |
/// | none  | of the part          | the part                                                         |
/// | none  | of other places only | those, and the part of whoever took it down or last handed it on |
/// | none  | none, or of no place | the part in whose hands it is                                    |
///
/// In whose hands it is says the first of these that is known:
///
/// 1. who last said with whom the ticket lies (`TicketEvent.placing`; if it was imported and not moved
///    since, who imported it), if he has a scope;
/// 2. its department, else its assignee;
/// 3. who took it down.
///
/// If none is known the ticket belongs to everybody, so that it is not forgotten. A ticket in the hands of
/// an organisation above the part does not belong to the part. The conditions read the tables themselves
/// (`main.`), not the views of a fence.
package struct TicketPlaces: Sendable {
  /// The organisations of the part.
  private let part: String
  /// Those, and what stands above them.
  private let named: String
  private let customers: CustomerPlaces

  package init(of orgs: [Int64], in tree: OrgTree) {
    part = sqlList(Set(orgs).sorted())
    named = sqlList(Set(orgs).union(orgs.flatMap { tree.chain(from: $0) }).sorted())
    customers = CustomerPlaces(of: orgs, in: tree)
  }

  /// Whether the ticket in the row `ticket` belongs to the part, or to everybody.
  package func isOf(_ ticket: String) -> String {
    condition(ticket, nowhere: isOnDesk(ticket), elsewhere: isKept(ticket))
  }

  /// Whether somebody of the part may write such a ticket; one that names no place belongs to its writer.
  func mayBecome(_ ticket: String) -> String { condition(ticket, nowhere: "1", elsewhere: "0") }

  /// - Parameters:
  ///   - nowhere: the condition if neither room nor customer says where.
  ///   - elsewhere: the condition if the customer belongs to other places only.
  private func condition(_ ticket: String, nowhere: String, elsewhere: String) -> String {
    let (room, customer) = ("\(ticket).room_id", "\(ticket).customer_id")
    return """
      CASE WHEN \(room) IS NOT NULL THEN (SELECT community_id FROM main.room WHERE id = \(room)) IN (\(part))
           WHEN \(customer) IS NOT NULL AND NOT \(customers.isOf(customer)) THEN \(elsewhere)
           WHEN \(customer) IS NOT NULL AND \(customers.isPlaced(customer)) THEN 1
           ELSE \(nowhere) END
      """
  }

  // MARK: Neither room nor customer

  /// Where an organisation stands: within the part, outside of it, or outside and not above it either.
  private enum Lies { case within, outside, beside }

  /// Whether it is in the hands of the part. Somebody with a scope means the departments of that scope,
  /// the only ones he sees; of two with one name the one where the ticket was taken down is meant.
  private func isOnDesk(_ ticket: String) -> String {
    let hand = Self.actor(of: ticket, TicketEvent.placing)
    return """
      CASE WHEN \(isOne(hand, of: staff(.within))) THEN 1
           WHEN \(isOne(hand, of: staff(.beside))) THEN 0
           WHEN \(isHeld(ticket, .within)) THEN NOT (\(isHeld(ticket, .outside)) AND \(isTaken(ticket, .beside)))
           WHEN \(isHeld(ticket, .outside)) THEN 0
           ELSE \(isTaken(ticket, .within)) OR NOT (\(isTaken(ticket, .outside)) OR \(isOne(hand, of: staff(.outside)))) END
      """
  }

  /// Whether somebody of the part took it down or has it in hand: it stays with the part, wherever its
  /// customer moves.
  private func isKept(_ ticket: String) -> String {
    [[.add], TicketEvent.placing].map { isOne(Self.actor(of: ticket, $0), of: staff(.within)) }.joined(
      separator: " OR ")
  }

  /// Who made the last of these moves; if there is none, who imported the ticket.
  static func actor(of ticket: String, _ moves: [TicketMove]) -> String {
    let list = moves.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return """
      coalesce((SELECT actor FROM main.ticket_event WHERE ticket_id = \(ticket).id AND move IN (\(list)) ORDER BY serial DESC LIMIT 1),
               (SELECT entry.actor FROM main.history AS h JOIN main.journal AS entry ON entry.id = h.journal_id
                 WHERE h.record = 'ticket' AND h.row_id = \(ticket).id AND h.old = '\(Database.nothingBefore)'))
      """
  }

  /// Whether the login that took it down works there; if that is unknown, the person named in
  /// `first_contact`.
  private func isTaken(_ ticket: String, _ lies: Lies) -> String {
    isKnown(Self.actor(of: ticket, [.add]), staff, else: "\(ticket).first_contact", lies)
  }

  /// Whether its department stands there; if that is unknown, its assignee.
  private func isHeld(_ ticket: String, _ lies: Lies) -> String {
    isKnown("\(ticket).department", departments, else: "\(ticket).assignee", lies)
  }

  /// Whether `name` is one of `names`, else whether `other` is one of the staff.
  private func isKnown(
    _ name: String, _ names: (Lies) -> String, else other: String, _ lies: Lies
  ) -> String {
    """
    (\(isOne(name, of: names(lies)))
     OR \(isOne(other, of: staff(lies))) AND NOT (\(isOne(name, of: names(.within))) OR \(isOne(name, of: names(.outside)))))
    """
  }

  private func isOne(_ name: String, of names: String) -> String { "coalesce(\(name) IN (\(names)), 0)" }

  private func departments(_ lies: Lies) -> String {
    let condition = "d.kind = 'department' AND d.id \(lies == .within ? "IN" : "NOT IN") (\(part))"
    return
      "SELECT d.code FROM main.org AS d WHERE \(condition) UNION SELECT d.name FROM main.org AS d WHERE \(condition)"
  }

  /// The codes, names and logins of the staff who work there. Without a scope the department says where;
  /// somebody whose department stands above the part is neither within nor outside.
  private func staff(_ lies: Lies) -> String {
    let above =
      "SELECT o.id FROM main.org AS o WHERE o.id IN (\(named)) OR o.kind = 'department' AND o.parent_id IN (\(named))"
    let (scope, department) =
      switch lies {
      case .within: ("IN (\(part))", "IN (\(part))")
      case .outside: ("NOT IN (\(part))", "NOT IN (\(above))")
      case .beside: ("NOT IN (\(named))", "NOT IN (\(above))")
      }
    let condition = "CASE WHEN s.scope_id IS NOT NULL THEN s.scope_id \(scope) ELSE s.department_id \(department) END"
    return ["code", "name", "login"].map {
      "SELECT s.\($0) FROM main.staff AS s WHERE s.\($0) IS NOT NULL AND \(condition)"
    }
    .joined(separator: " UNION ")
  }
}

extension Database {
  /// What history keeps for a row that an import created: nothing was there before.
  static let nothingBefore = "{}"

  /// Keeps who imported tickets without a room: if he has a scope they belong to it, as tickets do that he
  /// takes down. Nothing is kept for somebody without a scope.
  package func keepWhoBrought(tickets ids: [Int64], run: Int64) throws {
    if try ownTable(Ticket.record.table) == nil || ids.isEmpty { return }
    try self.run(
      """
      INSERT INTO history (journal_id, record, row_id, old)
      SELECT ?1, 'ticket', t.id, '\(Self.nothingBefore)'
        FROM ticket AS t
       WHERE t.id IN (SELECT value FROM json_each(?2)) AND t.room_id IS NULL
         AND NOT EXISTS (SELECT 1 FROM history AS h WHERE h.record = 'ticket' AND h.row_id = t.id)
         AND NOT EXISTS (SELECT 1 FROM ticket_event AS e WHERE e.ticket_id = t.id)
       ORDER BY t.id
      """, [.integer(run), .list(ids)])
  }
}

extension TicketEvent {
  /// The moves that say with whom a ticket lies.
  static let placing: [TicketMove] = [.add, .dispatch, .handOn]
}
