// What must hold of late fees: each line is what its principal had borne by then, less what was posted.
import PMCore

extension Database {
  /// Lends the late lines whose amount is not what the run that made them posted: F of the principal
  /// through their day, by the terms and the settlements of then, less the late lines before them.
  ///
  /// Three scans side by side in the order of the principals, as `bill late` makes them; what was
  /// taken over from before (`opening`) is taken as it is.
  package func forEachWrongLateFee(_ body: (String) throws -> Void) throws {
    let terms = try LateTermsThen(self)
    let principals = "SELECT DISTINCT principal_id AS id FROM bill WHERE principal_id IS NOT NULL"
    var reductions = try SideRows(
      self,
      """
      WITH late AS MATERIALIZED (\(principals))
      SELECT a.bill_id, a.value_on, a.amount_minor, a.run
        FROM late CROSS JOIN allocation AS a ON a.bill_id = late.id
      UNION ALL
      SELECT adjustment.bill_id, adjustment.value_on, adjustment.amount_minor, adjustment.run
        FROM late CROSS JOIN adjustment ON adjustment.bill_id = late.id
       WHERE \(Adjustment.changesOpen)
       ORDER BY 1
      """)
    var lines = try SideRows(
      self,
      """
      SELECT principal_id, "to", amount_minor, run, id, opening,
             CASE WHEN ended = 'void'
                  THEN (SELECT min(v.run) FROM adjustment AS v WHERE v.bill_id = bill.id AND v.kind = 'void') END
        FROM bill
       WHERE principal_id IS NOT NULL
       ORDER BY principal_id, id
      """)
    var bills = try prepare(
      """
      WITH late AS MATERIALIZED (\(principals))
      SELECT p.id, p.fee_id, p.due_on, p.amount_minor
        FROM late CROSS JOIN bill AS p ON p.id = late.id
       ORDER BY p.id
      """)
    while try bills.step() {
      let (id, fee, dueOn, principal) = (bills.int64(0), bills.int64(1), bills.day(2), bills.money(3))
      var settled: [(reduction: Reduction, run: Int64)] = []
      try reductions.forEach(of: id) { row in
        settled.append((Reduction(row.day(1), row.money(2)), row.int64(3)))
      }
      var before: [(amount: Money, voidedBy: Int64?)] = []
      try lines.forEach(of: id) { row in
        let (day, amount, run, isOpening) = (row.day(1), row.money(2), row.int64(3), row.flag(5))
        var posted = Int128(0)
        for line in before where line.voidedBy.map({ $0 >= run }) ?? true { posted += Int128(line.amount.minor) }
        before.append((amount, row.optionalInt64(6)))
        if isOpening { return }
        let borne = try terms.of(fee, before: run).flatMap { terms in
          try? lateFee(
            principal: principal, dueOn: dueOn, policy: terms,
            reductions: settled.filter { $0.run < run }.map(\.reduction), asOf: day)
        }
        if borne.map({ Int128($0.minor) - posted }) != Int128(amount.minor) {
          try body(Bill.number.kind.text(row.int64(4), .standard))
        }
      }
    }
  }
}

/// The late terms of fees as they were before an entry of the journal replaced them.
private struct LateTermsThen {
  /// The policy of each fee, and the terms of each policy, as they are.
  private var policies: [Int64: Int64] = [:]
  private var terms: [Int64: LateTerms] = [:]
  private let database: Database
  /// Whether anything was ever replaced; mostly nothing was.
  private let hasChanged: Bool

  init(_ database: Database) throws {
    self.database = database
    hasChanged =
      try database.scalar(
        """
        SELECT 1 FROM history
         WHERE record = 'late_policy' OR record = 'fee' AND json_type(old, '$.late_policy_id') IS NOT NULL
         LIMIT 1
        """) != nil
    try database.forEach("SELECT id, late_policy_id FROM fee WHERE late_policy_id IS NOT NULL ORDER BY id") {
      policies[$0.int64(0)] = $0.int64(1)
    }
    try database.forEach("SELECT id, daily_rate, grace_days, cap FROM late_policy ORDER BY id") { row in
      terms[row.int64(0)] = LateTerms(
        dailyRate: Rate(units: row.int64(1)), graceDays: Int(row.int64(2)),
        cap: row.optionalInt64(3).map { Rate(units: $0) })
    }
  }

  /// What run `run` charged a fee by; nil where the fee had no policy then.
  func of(_ fee: Int64, before run: Int64) throws -> LateTerms? {
    guard hasChanged else { return policies[fee].flatMap { terms[$0] } }
    func then<Value>(
      _ record: String, _ row: Int64, _ column: String, _ now: Value?, _ read: (Int64) -> Value
    ) throws -> Value? {
      let old: Int64?? = try database.first(
        """
        SELECT old ->> '$.\(column)' FROM history
         WHERE record = ?1 AND row_id = ?2 AND journal_id > ?3 AND json_type(old, '$.\(column)') IS NOT NULL
         ORDER BY rowid LIMIT 1
        """, [.text(record), .integer(row), .integer(run)]
      ) { $0.optionalInt64(0) }
      guard let old else { return now }
      return old.map(read)
    }
    guard let policy = try then("fee", fee, "late_policy_id", policies[fee], { $0 }), let now = terms[policy]
    else { return nil }
    return LateTerms(
      dailyRate: try then("late_policy", policy, "daily_rate", now.dailyRate) { Rate(units: $0) } ?? now.dailyRate,
      graceDays: try then("late_policy", policy, "grace_days", now.graceDays) { Int($0) } ?? 0,
      cap: try then("late_policy", policy, "cap", now.cap) { Rate(units: $0) })
  }
}
