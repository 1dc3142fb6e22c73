// A billing run: read a room, decide its lines, post them, the next room.
package import PMCore

/// What a billing run found and did.
package struct BillingOutcome: Sendable {
  package var created = 0
  /// How many findings were to be expected.
  package var expected = 0
  /// The first of them, as many as are shown to those who ask.
  package var expectedFirst: [BillFinding] = []
  package var open: [BillFinding] = []
  package var warnings: [BillFinding] = []
  /// Open findings that somebody answers for, with the reason.
  package var excused: [(finding: BillFinding, reason: String)] = []
}

/// What of a period a run bills; everything where all is nil.
package struct BillingSelection: Sendable {
  package var room: Int64?
  package var fee: Int64?
  /// An organisation with everything under it.
  package var scope: Int64?

  package init() {}
}

extension Database {
  /// Decides the lines of `dates.period` that are not posted yet, room by room in natural order.
  ///
  /// - Parameter post: given each line with its fee and tariff code; nil only looks for findings.
  package func bill(
    _ dates: RunDates, _ selection: BillingSelection = BillingSelection(), holdsSuspect: Bool,
    post: ((BillLine, BookFee, String) throws -> Void)?
  ) throws -> BillingOutcome {
    let book = try billingBook()
    let rooms = try RoomRuns(
      self, book, dates.period, holdsSuspect: holdsSuspect, room: selection.room)
    let excuses = try excuses(of: dates.period)
    var outcome = BillingOutcome()
    var run = RoomRun()
    var batch = LineBatch()
    while try rooms.next(into: &run) {
      if run.charges.isEmpty, run.meters.isEmpty { continue }
      if let scope = selection.scope, !run.scopes.contains(scope) { continue }
      batch.removeAll()
      run.lines(book.rules, dates, into: &batch)
      for finding in batch.findings where selection.fee == nil || selection.fee == finding.fee {
        switch finding.reason.kind {
        case .expected:
          outcome.expected += 1
          if outcome.expectedFirst.count < 50 { outcome.expectedFirst.append(finding) }
        case .open:
          if let reason = excuses[ExcuseKey(room: finding.room, fee: finding.fee)] {
            outcome.excused.append((finding, reason))
          } else {
            outcome.open.append(finding)
          }
        case .warning: outcome.warnings.append(finding)
        }
      }
      guard let post else { continue }
      for line in batch.lines where selection.fee == nil || selection.fee == line.fee {
        guard let place = book.feePlaces[line.fee] else { continue }
        try post(line, book.rules.fees[place], book.tariffCodes[line.tariff] ?? "")
        outcome.created += 1
      }
    }
    return outcome
  }

  /// The codes that a finding is told with.
  package func names(of finding: BillFinding) throws -> (
    room: String, fee: String, meter: String?, customer: String?
  ) {
    var customer: Int64?
    if case .ambiguousPayer(let chosen) = finding.reason { customer = chosen }
    return (
      try code(of: Room.record, finding.room) ?? "?", try code(of: Fee.record, finding.fee) ?? "?",
      try finding.meter.flatMap { try code(of: Meter.record, $0) },
      try customer.flatMap { try code(of: Customer.record, $0) }
    )
  }
}
