// Where a customer belongs, who may live, own and pay in several places: conditions as SQL.
import PMCore

/// Which customers are of a part of the organisation, and which of another, too.
///
/// A customer is of the places where he has or had a home, owes, or is the developer. Of who never had
/// a home, what he paid, left as deposit or was let off tells, too. Who is of no place is everybody's:
/// somebody new. All of it is asked of the tables themselves, whatever a fence hides, and by index.
struct CustomerPlaces {
  /// The organisations of the part.
  private let part: String
  /// Those, and what stands above them: a company builds and is paid for all that it has.
  private let named: String

  init(of orgs: [Int64], in tree: OrgTree) {
    part = sqlList(Set(orgs).sorted())
    named = sqlList(Set(orgs).union(orgs.flatMap { tree.chain(from: $0) }).sorted())
  }

  /// Whether the customer in the column `id` is of the part, or everybody's.
  func isOf(_ id: String) -> String {
    """
    (\(lives(id, "IN"))
     OR NOT \(hasHome(id))
        AND (\(paid(id, "IN"))
             OR NOT (\(lives(id, "NOT IN")) OR \(paid(id, "NOT IN")))
                AND (\(paidCompany(id, "IN")) OR NOT \(paidCompany(id, "NOT IN")))))
    """
  }

  /// Whether it is for something in the part, or for its company, that he is of it: of who is of no place
  /// at all nothing does.
  func isPlaced(_ id: String) -> String { "(\(lives(id, "IN")) OR \(paid(id, "IN")) OR \(paidCompany(id, "IN")))" }

  /// Whether he is of another place, be it beside the part.
  func isElsewhere(_ id: String) -> String {
    "(\(lives(id, "NOT IN")) OR NOT \(hasHome(id)) AND \(paid(id, "NOT IN")))"
  }

  /// Whether he has, of no home, paid a company that is not above the part.
  func paidElsewhere(_ id: String) -> String { "(NOT \(hasHome(id)) AND \(paidCompany(id, "NOT IN")))" }

  private func hasHome(_ id: String) -> String {
    "EXISTS (SELECT 1 FROM main.occupancy AS lived WHERE lived.customer_id = \(id))"
  }

  /// The developer of a company is of each of its places.
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
