// How a late line and a correction came about.
package import PMCore

extension Database {
  /// The working of a late line in the state in which it was posted; nil for any other bill, and
  /// where its fee has no late policy any more.
  package func lateSteps(_ line: PostedBill) throws -> (steps: [ExplainedStep], amount: Money)? {
    guard let id = line.principal, let principal = try postedBill(id),
      let rule = try lateRules()[line.fee.id],
      let run = try scalar("SELECT run FROM bill WHERE id = ?1", [.integer(line.id)])
    else { return nil }
    let terms = rule.terms
    let reductions = try rows(
      """
      SELECT value_on, amount_minor FROM allocation WHERE bill_id = ?1 AND run < ?2
      UNION ALL
      SELECT value_on, amount_minor FROM adjustment
       WHERE bill_id = ?1 AND run < ?2 AND \(Adjustment.changesOpen)
       ORDER BY 1, 2
      """, [.integer(id), .integer(run)]
    ) { Reduction($0.day(0), $0.money(1)) }
    let posted = Money(
      minor: try scalar(
        """
        SELECT sum(amount_minor) FROM bill
         WHERE principal_id = ?1 AND id < ?2
           AND NOT EXISTS (SELECT 1 FROM adjustment AS a
                            WHERE a.bill_id = bill.id AND a.kind = 'void' AND a.run < ?3)
        """, [.integer(id), .integer(line.id), .integer(run)]) ?? 0)
    let number = Bill.number.kind.text(id, .standard)
    var steps = [
      ExplainedStep(
        "principal", Words("principal", zh: "本金"),
        Words("\(number): \(principal.amount)", zh: "\(number)：\(principal.amount)")),
      ExplainedStep("due_on", Words("due", zh: "缴费期限"), Words("\(principal.dueOn)")),
      ExplainedStep(
        "policy", Words("daily rate, grace days", zh: "日费率与宽限天数"),
        Words("\(terms.dailyRate), \(terms.graceDays)")),
    ]
    let first = principal.dueOn.adding(min(max(terms.graceDays, 0), 100_000) + 1)
    var sum = Ratio.zero
    if let overdue = DaySpan(first, line.to) {
      for run in overdueRuns(principal.amount, on: overdue, reductions) {
        guard let minor = Int64(exactly: run.outstanding) else { continue }
        steps.append(
          ExplainedStep(
            "outstanding", Words("\(run.span.from) – \(run.span.to)"),
            Words("\(Money(minor: minor)) × \(run.span.count) × \(terms.dailyRate)")))
        sum = try sum.plus(
          Money(minor: minor).ratio.times(Ratio(Int64(run.span.count))).times(terms.dailyRate.ratio))
      }
    }
    steps.append(ExplainedStep("sum", Words("together", zh: "合计"), Words(sum.exactText)))
    if let cap = terms.cap {
      let most = try cap.ratio.times(principal.amount.ratio)
      steps.append(
        ExplainedStep(
          "cap", Words("at most", zh: "上限"), Words("\(cap) × \(principal.amount) = \(most.exactText)")))
    }
    let fee = try lateFee(
      principal: principal.amount, dueOn: principal.dueOn, policy: terms, reductions: reductions,
      asOf: line.to)
    let amount = try fee.adding(-posted)
    steps += [
      ExplainedStep(
        "late_fee", Words("late fee through \(line.to)", zh: "截至 \(line.to) 的违约金"), Words("\(fee)")),
      ExplainedStep("posted", Words("posted before", zh: "此前已计"), Words("\(posted)")),
      ExplainedStep("amount", Words("amount", zh: "金额"), Words("\(amount)")),
    ]
    return (steps, amount)
  }

  /// The bill that a line corrects, and why; nil for any other bill.
  package func correction(_ line: PostedBill) throws -> (bill: PostedBill, step: ExplainedStep)? {
    let of = try scalar("SELECT corrects_id FROM bill WHERE id = ?1", [.integer(line.id)])
    guard let of, let bill = try postedBill(of) else { return nil }
    let reason = try text(
      """
      SELECT reason FROM adjustment
       WHERE bill_id = ?1 AND kind = 'adjust' AND run = (SELECT run FROM bill WHERE id = ?2)
      """, [.integer(of), .integer(line.id)])
    let number = Bill.number.kind.text(of, .standard)
    return (
      bill,
      ExplainedStep(
        "corrects", Words("corrects", zh: "更正"),
        Words(
          "\(number): \(bill.amount) (\(reason ?? ""))",
          zh: "\(number)：\(bill.amount)（\(reason ?? "")）"))
    )
  }
}
