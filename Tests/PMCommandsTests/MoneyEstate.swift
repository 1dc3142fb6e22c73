// A small estate with bills, for the tests of what happens to money.
import PMCommands
import PMStore
import Testing

extension Estate {
  /// Two rooms of K1 (A-2 let to K3), one of K2; WYF 300.00 due on the last day of its month, TCF
  /// 100.00 due on the 20th of the month, in advance. WYF bears late fees of 0.0005 a day.
  convenience init(billed periods: [String]) {
    self.init([
      ("org", "code,kind,name,parent\nCO,company,Company,\nHY,community,Garden,CO\n"),
      ("late-policy", "code,daily_rate,grace_days,cap\nLP,0.0005,0,1\n"),
      (
        "fee",
        """
        code,name,class,tax_rate,priority,late_policy
        WYF,Service,recurring,0.06,10,LP
        TCF,Parking,recurring,0.09,5,

        """
      ),
      (
        "tariff",
        "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,300\nT2,TCF,2020-01-01,fixed,100\n"
      ),
      (
        "room",
        """
        code,community,kind,floor_area,status,owner_code,owner_name
        A-1,HY,residence,100,occupied,K1,One
        A-2,HY,residence,100,let,K1,One
        A-3,HY,residence,100,occupied,K2,Two

        """
      ),
      ("customer", "code,name,room,role,from\nK3,Three,A-2,tenant,2025-01-01\n"),
      (
        "charge",
        """
        room,fee,tariff,from,payer,timing,due_day
        A-1,WYF,T1,2026-01-01,owner,advance,
        A-2,WYF,T1,2026-01-01,occupant,advance,
        A-3,WYF,T1,2026-01-01,owner,advance,
        A-1,TCF,T2,2026-01-01,owner,advance,20
        A-2,TCF,T2,2026-01-01,owner,advance,20

        """
      ),
    ])
    for period in periods { run("bill", "run", "--period", period, "--quiet") }
  }

  /// Books one payment; the summary or the messages.
  @discardableResult
  func pay(
    _ amount: String, by customer: String = "", for room: String = "", on day: String,
    fee: String = "", reference: String? = nil
  ) -> Ran {
    let reference = reference ?? "R-\(day)-\(customer)-\(room)-\(amount)"
    return take(
      "payment",
      "customer,room,paid_on,method,amount,reference,fee\n\(customer),\(room),\(day),bank,\(amount),\(reference),\(fee)\n"
    )
  }

  /// Corrects a bill on a day: whole, or as `more` says.
  @discardableResult
  func adjust(_ number: String, _ day: String, _ more: String...) -> Ran {
    run(["bill", "adjust", number, "--reason", "x", "--as-of", day] + more)
  }

  /// The number of the last line that owes something.
  func lastBill() throws -> String {
    try #require(try rows("SELECT printf('B%07d', max(id)) FROM bill WHERE amount_minor > 0").first)
  }

  /// The rows of a statement as text, values joined by commas.
  func rows(_ sql: String) throws -> [String] {
    try Database.open(database, mode: .readOnly).rows(sql) { row in
      (0..<row.columnCount).map { row.string($0) }.joined(separator: ",")
    }
  }

  /// What was settled of each bill of which something was: room, fee, class, amount, paid.
  func settled() throws -> [String] {
    try rows(
      """
      SELECT room.code, fee.code, bill.class, amount_minor, paid_minor
        FROM bill JOIN room ON room.id = room_id JOIN fee ON fee.id = fee_id
       WHERE paid_minor <> 0 ORDER BY bill.id
      """)
  }

  /// What customers have left: code, earmark, sum.
  func prepaid() throws -> [String] {
    try rows(
      """
      SELECT customer.code, fee.code, left_minor
        FROM prepayment JOIN customer ON customer.id = customer_id
        LEFT JOIN fee ON fee.id = fee_id
       WHERE left_minor > 0 ORDER BY prepayment.id
      """)
  }

  /// The late lines: room, day, amount, paid.
  func lateLines() throws -> [String] {
    try rows(
      """
      SELECT room.code, "to" - (SELECT min(due_on) FROM bill), amount_minor, paid_minor
        FROM bill JOIN room ON room.id = room_id
       WHERE class = 'late' ORDER BY bill.id
      """)
  }

  /// Checks every identity between bills, allocations, payments and prepayments.
  func expectBalanced(_ location: SourceLocation = #_sourceLocation) throws {
    let faults = try rows(
      """
      SELECT 'bill', id FROM bill
       WHERE paid_minor <> COALESCE(
         (SELECT sum(amount_minor) FROM allocation WHERE bill_id = bill.id), 0)
          OR (amount_minor >= 0 AND paid_minor NOT BETWEEN 0 AND amount_minor)
      UNION ALL
      SELECT 'payment', id FROM payment
       WHERE allocated_minor <> COALESCE(
         (SELECT sum(amount_minor) FROM allocation WHERE payment_id = payment.id), 0)
          OR amount_minor <> allocated_minor + COALESCE(
            (SELECT sum(amount_minor) FROM prepayment WHERE payment_id = payment.id), 0)
      UNION ALL
      SELECT 'prepayment', id FROM prepayment
       WHERE left_minor < 0 OR amount_minor - left_minor <> COALESCE(
         (SELECT sum(amount_minor) FROM allocation WHERE prepayment_id = prepayment.id), 0)
      """)
    #expect(faults == [], sourceLocation: location)
  }
}
