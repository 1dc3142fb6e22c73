// What is said of imported history that has gaps: it is taken, as it cannot be made up for.
import PMCore
import PMStore

extension Database {
  /// What there is to say of tickets that are history, or were until the run.
  ///
  /// - Parameter gaps: those that are looked for; calls come in after the tickets they are about.
  func historyWarnings(_ gaps: [HistoryGap], among rows: [Int64], run: Int64) throws -> [Words] {
    try gaps.compactMap { gap in
      let numbers = try historyGaps(gap, among: rows, before: run)
      if numbers.isEmpty { return nil }
      let named = shortList(numbers)
      return Words(
        "\(counted(numbers.count, "ticket")) \(gap.words.en): \(named.en)",
        zh: "\(numbers.count) 张工单\(gap.words.zh)：\(named.zh)")
    }
  }
}
