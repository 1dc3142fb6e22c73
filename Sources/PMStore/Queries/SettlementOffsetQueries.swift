// Prepayment onto open bills.
package import PMCore

/// What an offset did.
package struct OffsetCounts: Equatable, Sendable {
  /// Parts of prepayments booked on bills.
  package var parts = 0
  /// The sum of them.
  package var amount = Money.zero
  /// The customers, by code, who were passed over: part of what their money would have paid lies outside.
  package var passedOver: [String] = []
}

extension Settlement {
  /// Pays open bills, due or not, out of prepayment paid on or before `asOf`, in the order of
  /// allocation: earmarked prepayment first, then the free one, each oldest first.
  ///
  /// Posted on `asOf`; each part's value date is the later of its prepayment's day and
  /// min(due date, as-of). What was paid ahead for fees is no deposit: a demand is paid by money
  /// earmarked to its fee, or where `fees` names it.
  ///
  /// - Parameters:
  ///   - customer: of this customer only, and then of his bills on `room` only.
  ///   - fees: bills of these only; none: of any.
  ///   - passesOver: whether who is kept to a part uses what is of it alone, and passes over who has
  ///     bills of several places to pay; else the fence refuses those.
  ///   - refuse: told of a bill whose books are closed on `asOf`; it throws.
  package func offsetPrepayments(
    asOf: Day, customer: Int64? = nil, room: Int64? = nil, fees: [Int64] = [], passesOver: Bool = false,
    refuse: (Period) throws -> Void
  ) throws -> OffsetCounts {
    var counts = OffsetCounts()
    var use = try database.prepare(
      "UPDATE prepayment SET left_minor = left_minor - ?1 WHERE id = ?2")
    let ownBills = try passesOver ? database.ownTable("bill") : nil
    let ownMoney = try passesOver ? database.ownTable("prepayment") : nil
    for var group in try prepayments(paidBy: asOf, of: ownMoney)
    where customer == nil || customer == group.customer {
      let bills = try openBills(
        customer: group.customer, room: room,
        company: closings.orgs.hasSeveralCompanies ? group.company : nil
      ).filter { fees.isEmpty || fees.contains($0.fee) }
      func uses(_ bill: OpenBill, of prepayments: inout [OpenPrepayment]) -> [Offset] {
        offset(
          bill.line.open, fee: bill.fee, period: bill.period, dueOn: bill.ownDueOn, asOf: asOf,
          onlyEarmarked: bill.isDeposit && fees.isEmpty, prepayments: &prepayments)
      }
      if let ownBills {
        var left = group.prepayments
        let reached = bills.filter { !uses($0, of: &left).isEmpty }
        let isOwn = try reached.allSatisfy {
          try database.scalar("SELECT 1 FROM \(ownBills) WHERE id = ?1", [.integer($0.line.id)]) != nil
        }
        if !isOwn {
          let code = try database.code(of: Customer.record, group.customer)
          if let code, counts.passedOver.last != code { counts.passedOver.append(code) }
          continue
        }
      }
      for bill in bills {
        let parts = uses(bill, of: &group.prepayments)
        if !parts.isEmpty, closings.isClosed(asOf.period, for: bill.org) { try refuse(asOf.period) }
        for part in parts {
          try settle(
            bill.line.id, fee: bill.fee, part.amount, from: .prepayment(part.prepayment),
            valueOn: part.valueDate, postedOn: asOf)
          try use.bind(1, part.amount.minor)
          try use.bind(2, part.prepayment)
          try use.run()
          counts.parts += 1
          counts.amount = try counts.amount.adding(part.amount)
        }
      }
    }
    return counts
  }

  /// The prepayments of a customer in one company.
  private struct Group {
    let customer: Int64
    let company: Int64?
    var prepayments: [OpenPrepayment] = []
  }

  /// - Parameter own: the view of those that are used; nil for all.
  private func prepayments(paidBy day: Day, of own: String?) throws -> [Group] {
    var groups: [Group] = []
    try database.forEach(
      """
      SELECT p.customer_id, p.company_id, p.id, p.paid_on, p.fee_id, p.left_minor, p.for_from,
             p.for_to
        FROM prepayment AS p
        JOIN customer ON customer.id = p.customer_id
       WHERE p.left_minor > 0 AND p.paid_on <= ?1\(own.map { " AND p.id IN (SELECT id FROM \($0))" } ?? "")
       ORDER BY customer.key, p.company_id, p.paid_on, p.id
      """, [.day(day)]
    ) { row in
      let (customer, company) = (row.int64(0), row.optionalInt64(1))
      if groups.last.map({ $0.customer == customer && $0.company == company }) != true {
        groups.append(Group(customer: customer, company: company))
      }
      groups[groups.count - 1].prepayments.append(
        OpenPrepayment(
          id: row.int64(2), paidOn: row.day(3),
          earmark: Earmark(
            fee: row.optionalInt64(4), from: row.optionalPeriod(6), to: row.optionalPeriod(7)),
          left: row.money(5)))
    }
    return groups
  }
}
