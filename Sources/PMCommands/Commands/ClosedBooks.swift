// What closed books refuse, and how it is put right instead.
import PMCore
import PMStore

extension Closings {
  /// Refuses a command of its own date where the books of `org` (nil: of all) are closed on `day`.
  func requireOpen(on day: Day, for org: Int64? = nil) throws {
    if isClosed(day.period, for: org) { throw Failure.closed(day.period) }
  }

  /// Refuses where the books of `org` are closed for the period of a bill.
  func requireOpen(_ period: Period, for org: Int64?) throws {
    if isClosed(period, for: org) { throw Failure.closedRun(period) }
  }
}

extension Database {
  /// Refuses the lines that a run posted where the books of one of their rooms are closed for `period`.
  func requireOpen(_ period: Period, toPost run: Int64) throws {
    let closings = try closings()
    try closings.requireOpen(period, for: nil)
    if !closings.differByOrg { return }
    for org in try orgsBilled(run: run) { try closings.requireOpen(period, for: org) }
  }
}

extension Failure {
  /// A command whose date lies in a closed period.
  static func closed(_ period: Period) -> Failure {
    Failure.refused(
      "period-closed", Words("\(period) is closed", zh: "\(period) 已结账"),
      hint: Words("use a date after the close", zh: "请使用结账期之后的日期"))
  }

  /// A bill, or a run of bills, whose period is closed.
  static func closedRun(_ period: Period) -> Failure {
    Failure.refused(
      "period-closed", Words("\(period) is closed", zh: "\(period) 已结账"), hint: correcting)
  }

  /// How to correct what is closed.
  static let correcting = Words(
    "correct a bill of it with pm bill adjust NUMBER --reason TEXT; for what was left out, pm bill reopen",
    zh: "更正其账单请用 pm bill adjust NUMBER --reason TEXT；补出遗漏请先 pm bill reopen")
}
