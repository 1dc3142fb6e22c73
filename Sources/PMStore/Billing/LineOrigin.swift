// What brought a line that no charge makes.
package import PMCore

extension Database {
  /// What brought the line: opening balances, a demand, a deduction from a deposit, a ticket; nil
  /// where none of them did.
  package func origin(of bill: PostedBill) throws -> ExplainedStep? {
    let found = try first(
      """
      SELECT bill.opening,
             (SELECT reference FROM opening_bill
               WHERE bill_id = COALESCE(bill.principal_id, bill.id) ORDER BY id LIMIT 1),
             asked.id, asked.reference, taken.deposit_id, taken.reason, ticket.number
        FROM bill
        LEFT JOIN deposit AS asked ON asked.bill_id = bill.id
        LEFT JOIN deduction AS taken ON taken.bill_id = bill.id AND taken.deposit_id = bill.deposit_id
        LEFT JOIN ticket ON ticket.id = bill.ticket_id
       WHERE bill.id = ?1
       ORDER BY taken.id
      """, [.integer(bill.id)]
    ) { row in
      (
        isOpening: row.int64(0) != 0, reference: row.optionalString(1) ?? "",
        asked: row.optionalInt64(2), slip: row.optionalString(3) ?? "",
        deposit: row.optionalInt64(4), reason: row.optionalString(5) ?? "",
        ticket: row.optionalString(6)
      )
    }
    guard let found else { return nil }
    if found.isOpening {
      return ExplainedStep(
        "opening", Words("taken over from another system", zh: "由其他系统转入"), Words(found.reference))
    }
    if let deposit = found.asked {
      let number = Deposit.number.kind.text(deposit, .standard)
      return ExplainedStep(
        "deposit", Words("asks for the deposit", zh: "押金应收"), Words("\(number) \(found.slip)"))
    }
    if let deposit = found.deposit {
      let number = Deposit.number.kind.text(deposit, .standard)
      return ExplainedStep(
        "deduction", Words("deducted from the deposit", zh: "由押金抵扣"), Words("\(number): \(found.reason)"))
    }
    return found.ticket.map { ExplainedStep("ticket", Words("ticket", zh: "工单"), Words($0)) }
  }
}
