// What imported tickets lack that tickets which are worked on here could not.
package import PMCore

/// Something that is not as it should be of imported tickets.
package enum HistoryGap: String, Sendable, CaseIterable {
  case order, verify, callback

  /// What is said of tickets with it.
  package var words: Words {
    switch self {
    case .order:
      Words("accepted, finished or closed before the step that comes first", zh: "接单、完成或关闭早于其前一步骤")
    case .verify:
      Words("closed without the verification that their procedure asks for", zh: "未按作业程序验收即关闭")
    case .callback:
      Words("closed without the callback that their procedure asks for", zh: "未按作业程序回访即关闭")
    }
  }

  /// What holds of row `t` that has it, and of its procedure `p`.
  fileprivate var condition: String {
    switch self {
    case .order:
      "t.dispatched_at > t.accepted_at OR t.accepted_at > t.finished_at OR t.finished_at > t.closed_at"
    case .verify:
      "t.closed_at IS NOT NULL AND p.verify = 1 AND t.verify_result IS NOT 'pass'"
    case .callback:
      """
      t.closed_at IS NOT NULL AND p.callback = 1
      AND NOT EXISTS (SELECT 1 FROM callback AS c WHERE c.ticket_id = t.id AND c.reached = 1)
      """
    }
  }
}

extension Database {
  /// The numbers of those of `rows` that are history, or were until the run, and have the gap.
  package func historyGaps(
    _ gap: HistoryGap, among rows: [Int64], before run: Int64
  ) throws -> [String] {
    let tickets = "FROM ticket AS t LEFT JOIN procedure AS p ON p.kind = t.kind"
    // Most have none: then their rows are not asked one by one.
    if try scalar("SELECT 1 \(tickets) WHERE (\(gap.condition)) LIMIT 1") == nil { return [] }
    return try self.rows(
      """
      SELECT t.number
        \(tickets)
       WHERE t.id IN (SELECT value FROM json_each(?1))
         AND (\(gap.condition))
         AND NOT EXISTS (SELECT 1 FROM ticket_event AS e WHERE e.ticket_id = t.id AND e.run < ?2)
       ORDER BY t.key
      """, [.list(rows), .integer(run)]
    ) { $0.string(0) }
  }
}
