// What is said where the terms of late fees change: they count from each bill's first day on.
import PMCore
import PMStore

/// The terms of late fees before a change, and what the change charges anew.
final class LateTermsChange {
  private var before: [Int64: LateRule] = [:]
  private(set) var warned: [Words] = []

  /// Adds to `hooks` the warning of terms that charge what is past anew.
  func joined(to hooks: ImportHooks) -> ImportHooks {
    var joined = hooks
    joined.began = { [self] database in
      try hooks.began?(database)
      before = try database.lateRules()
    }
    joined.written = { [self] database, job, findings in
      try hooks.written?(database, job, findings)
      warned = try job.clock.map { try warnings(database, through: $0.asOf) } ?? []
    }
    joined.warned = { [self] in (hooks.warned?() ?? []) + warned }
    return joined
  }

  /// What is charged anew through `day`, by fee.
  private func warnings(_ database: Database, through day: Day) throws -> [Words] {
    let after = try database.lateRules()
    let changed = after.filter { before[$0.key]?.terms != $0.value.terms }
    if changed.isEmpty { return [] }
    var sums: [Int64: (bills: Int, was: Money, now: Money)] = [:]
    try database.forEachOverdueBill(before: day, ofFees: Set(changed.keys)) { bill in
      func fee(_ rule: LateRule?) throws -> Money {
        guard let rule else { return bill.posted }
        return try lateFee(
          principal: bill.amount, dueOn: bill.dueOn, policy: rule.terms,
          reductions: bill.reductions, asOf: day)
      }
      let (was, now) = try (fee(before[bill.fee]), fee(changed[bill.fee]))
      if was == now { return }
      let sum = sums[bill.fee] ?? (0, .zero, .zero)
      sums[bill.fee] = (sum.bills + 1, try sum.was.adding(was), try sum.now.adding(now))
    }
    return try sums.sorted { $0.key < $1.key }.map { id, sum in
      let fee = try database.code(of: Fee.record, id) ?? "?"
      let bills = counted(sum.bills, "bill")
      return Words(
        "\(fee): pm bill late charges the late fees of \(bills), paid or not, anew from their first day by these terms: through \(day) \(sum.now) in place of \(sum.was); to have them for later bills only, set the old terms again and let new charges name another fee with a late policy of its own",
        zh:
          "\(fee)：pm bill late 将按新规则从首日起重算 \(sum.bills) 笔账单（不论是否缴清）的违约金：截至 \(day) 应计 \(sum.now)，原为 \(sum.was)；若只适用于以后的账单，请改回原规则，另设收费项目及其违约金规则，由新的收费设置使用"
      )
    }
  }
}
