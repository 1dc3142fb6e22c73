// A customer's account: what was billed to him and what he paid, in order of days.
package import PMCore

/// One entry of a statement of account.
package struct AccountEntry: Equatable, Sendable {
  package enum Kind: String, Sendable {
    case bill, late, payment
    /// A payment taken back.
    case reversal
    /// Prepayment from another system or from another customer, and to another customer.
    case prepaid, carried
    case refund
    /// What a deposit paid.
    case deduction
    /// A waiver or write-off, or one taken back.
    case adjustment
  }

  package let day: Day
  package let kind: Kind
  /// The number of the bill or payment.
  package let number: Int64
  package let room: String?
  /// Of a bill the fee's name, of a payment or refund its method, of an adjustment its kind.
  package let text: String
  package let period: Period?
  /// What it raises the balance by; negative: lowers it.
  package let amount: Money
}

/// Who a statement is for.
package struct AccountHolder: Equatable, Sendable {
  package let code: String
  package let name: String
  package let phone: String?
  package let address: String?
  /// The rooms that he holds or that were billed to him, in natural order.
  package let rooms: [String]
  /// The community of the first of them.
  package let community: Int64?
}

extension Database {
  /// Bills by the day they were issued, all else by its value date.
  ///
  /// Bills that are void are no entries, and deposits paid back are none: what is held of them is not
  /// in the balance. What settled what does not show: a payment lowers the
  /// balance whole, and what no bill took is in the balance as a credit.
  private static let entries = """
    SELECT bill.issued_on AS day, CASE WHEN bill.principal_id IS NULL THEN 'bill' ELSE 'late' END AS kind,
           bill.id AS number, bill.room_id, fee.name AS text, bill.period, bill.amount_minor AS amount_minor
      FROM bill
      JOIN fee ON fee.id = bill.fee_id
     WHERE bill.customer_id = ?1 AND bill.ended IS NOT 'void'
    UNION ALL
    SELECT paid_on, 'payment', id, room_id, method, NULL, -amount_minor
      FROM payment
     WHERE payer_id = ?1
    UNION ALL
    SELECT reversed_on, 'reversal', id, room_id, method, NULL, amount_minor
      FROM payment
     WHERE payer_id = ?1 AND reversed_on IS NOT NULL
    UNION ALL
    SELECT paid_on, 'prepaid', id, NULL, '', NULL, -amount_minor
      FROM prepayment
     WHERE customer_id = ?1 AND payment_id IS NULL AND bill_id IS NULL AND source_id IS NULL
    UNION ALL
    SELECT posted_on, 'prepaid', id, NULL, '', NULL, -amount_minor
      FROM prepayment
     WHERE customer_id = ?1 AND source_id IS NOT NULL
    UNION ALL
    SELECT y.posted_on, 'carried', y.id, NULL, '', NULL, y.amount_minor
      FROM prepayment AS source
      JOIN prepayment AS y ON y.source_id = source.id
     WHERE source.customer_id = ?1
    UNION ALL
    SELECT refunded_on, 'refund', id, NULL, method, NULL, amount_minor
      FROM refund
     WHERE customer_id = ?1 AND deposit_id IS NULL
    UNION ALL
    SELECT deducted_on, 'deduction', deduction.id, bill.room_id, fee.name, NULL, -deduction.amount_minor
      FROM deduction
      JOIN deposit ON deposit.id = deduction.deposit_id
      JOIN bill ON bill.id = deduction.bill_id
      JOIN fee ON fee.id = deposit.fee_id
     WHERE bill.customer_id = ?1
    UNION ALL
    SELECT adjustment.value_on, 'adjustment', adjustment.id, bill.room_id, adjustment.kind,
           bill.period, -adjustment.amount_minor
      FROM bill
      JOIN adjustment ON adjustment.bill_id = bill.id
     WHERE bill.customer_id = ?1 AND \(Adjustment.changesOpen)
    """

  /// The balance of a customer before `day`.
  package func accountBalance(of customer: Int64, before day: Day) throws -> Money {
    Money(
      minor: try scalar(
        "SELECT COALESCE(sum(amount_minor), 0) FROM (\(Self.entries)) WHERE day < ?2",
        [.integer(customer), .integer(Int64(day.number))]) ?? 0)
  }

  /// The entries of a customer from `first` through `last`, bills first on each day.
  package func accountEntries(
    of customer: Int64, from first: Day, through last: Day
  ) throws -> [AccountEntry] {
    try rows(
      """
      SELECT day, entry.kind, entry.number, room.code, text, period, amount_minor
        FROM (\(Self.entries)) AS entry
        LEFT JOIN room ON room.id = room_id
       WHERE day BETWEEN ?2 AND ?3
       ORDER BY day, entry.kind NOT IN ('bill', 'late'), entry.kind, entry.number
      """, [.integer(customer), .integer(Int64(first.number)), .integer(Int64(last.number))]
    ) { row in
      AccountEntry(
        day: row.day(0), kind: AccountEntry.Kind(rawValue: row.string(1)) ?? .bill,
        number: row.int64(2), room: row.optionalString(3), text: row.string(4),
        period: row.isNull(5) ? nil : row.period(5), amount: row.money(6))
    }
  }

  /// Everybody who was billed, paid or holds a prepayment; with `orgs` those billed for rooms there.
  /// In natural order.
  package func accountHolders(orgs: [Int64]?) throws -> [Int64] {
    let money =
      orgs == nil
      ? """
       UNION SELECT payer_id FROM payment
       UNION SELECT customer_id FROM prepayment
      """ : ""
    return try rows(
      """
      SELECT id
        FROM customer
       WHERE id IN (SELECT customer_id FROM bill WHERE \(inScope(orgs, room: "room_id"))\(money))
       ORDER BY key
      """) { $0.int64(0) }
  }

  /// Who the customer is, and his rooms.
  package func accountHolder(_ customer: Int64) throws -> AccountHolder? {
    let rooms = try rows(
      """
      SELECT code, community_id
        FROM room
       WHERE id IN (SELECT room_id FROM bill WHERE customer_id = ?1
                    UNION SELECT room_id FROM occupancy WHERE customer_id = ?1)
       ORDER BY key
      """, [.integer(customer)]
    ) { (code: $0.string(0), community: $0.optionalInt64(1)) }
    return try first(
      "SELECT code, name, phone, address FROM customer WHERE id = ?1", [.integer(customer)]
    ) { row in
      AccountHolder(
        code: row.string(0), name: row.string(1), phone: row.optionalString(2),
        address: row.optionalString(3), rooms: rooms.map(\.code), community: rooms.first?.community)
    }
  }
}
