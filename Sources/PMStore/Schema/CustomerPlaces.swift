// Where a customer belongs, who may live, own and pay in several places: conditions as SQL.
import PMCore

/// Which customers belong to a part of the organisation, and which to another as well.
///
/// | the customer                                                        | belongs to                 |
/// |---------------------------------------------------------------------|----------------------------|
/// | has or had a home there, has an open bill there, or is developer    | each of these places       |
/// | never had a home; paid for a room, left a deposit, was let off      | these places, too          |
/// | has none of these; paid a company for no room                       | all places of that company |
/// | has none of these, such as somebody new                             | everybody                  |
///
/// The conditions read the tables themselves (`main.`), not the views of a fence, and by index.
struct CustomerPlaces {
  /// The organisations of the part.
  private let part: String
  /// Those, and what stands above them: a company builds and is paid for all that it has.
  private let named: String

  init(of orgs: [Int64], in tree: OrgTree) {
    part = sqlList(Set(orgs).sorted())
    named = sqlList(Set(orgs).union(orgs.flatMap { tree.chain(from: $0) }).sorted())
  }

  /// Whether the customer in the column `id` belongs to the part, or to everybody.
  func isOf(_ id: String) -> String {
    """
    (\(lives(id, "IN"))
     OR NOT \(hasHome(id))
        AND (\(paid(id, "IN"))
             OR NOT (\(lives(id, "NOT IN")) OR \(paid(id, "NOT IN")))
                AND (\(paidCompany(id, "IN")) OR NOT \(paidCompany(id, "NOT IN")))))
    """
  }

  /// Whether something in the part, or money paid to its company, ties him to it; nothing does for a
  /// customer who belongs to everybody.
  func isPlaced(_ id: String) -> String { "(\(lives(id, "IN")) OR \(paid(id, "IN")) OR \(paidCompany(id, "IN")))" }

  /// Whether he belongs to another place, also besides the part.
  func isElsewhere(_ id: String) -> String {
    "(\(lives(id, "NOT IN")) OR NOT \(hasHome(id)) AND \(paid(id, "NOT IN")))"
  }

  /// Whether he never had a home, and paid a company that is not above the part.
  func paidElsewhere(_ id: String) -> String { "(NOT \(hasHome(id)) AND \(paidCompany(id, "NOT IN")))" }

  private func hasHome(_ id: String) -> String {
    "EXISTS (SELECT 1 FROM main.occupancy AS lived WHERE lived.customer_id = \(id))"
  }

  /// The developer of a company belongs to each of its places.
  private func lives(_ id: String, _ lies: String) -> String {
    """
    (EXISTS (SELECT 1 FROM main.occupancy AS lived JOIN main.room AS home ON home.id = lived.room_id
              WHERE lived.customer_id = \(id) AND home.community_id \(lies) (\(part)))
     OR coalesce(\(id) IN (SELECT developer_id FROM main.org AS built
                            WHERE developer_id IS NOT NULL AND built.id \(lies) (\(lies == "IN" ? named : part))), 0)
     OR EXISTS (SELECT 1 FROM main.bill AS owed
                 WHERE owed.customer_id = \(id) AND \(Bill.isOpen(of: "owed")) AND \(isRoom("owed.room_id", lies))))
    """
  }

  private func paid(_ id: String, _ lies: String) -> String {
    """
    (EXISTS (SELECT 1 FROM main.payment AS paid
              WHERE paid.payer_id = \(id) AND \(isRoom("coalesce(paid.room_id, paid.payer_room_id)", lies)))
     OR EXISTS (SELECT 1 FROM main.deposit AS held
                 WHERE held.customer_id = \(id) AND \(isRoom("held.room_id", lies)))
     OR EXISTS (SELECT 1 FROM main.bill AS lost
                 WHERE lost.customer_id = \(id) AND \(Bill.isWrittenOff(of: "lost")) AND \(isRoom("lost.room_id", lies))))
    """
  }

  private func paidCompany(_ id: String, _ lies: String) -> String {
    """
    EXISTS (SELECT 1 FROM main.payment AS paid
             WHERE paid.payer_id = \(id) AND coalesce(paid.room_id, paid.payer_room_id) IS NULL
               AND paid.company_id \(lies) (\(named)))
    """
  }

  private func isRoom(_ room: String, _ lies: String) -> String {
    "(SELECT community_id FROM main.room WHERE id = \(room)) \(lies) (\(part))"
  }
}
