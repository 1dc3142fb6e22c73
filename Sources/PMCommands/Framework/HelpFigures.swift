// `pm help kpi`: where the key figures are, and which there are.
import PMCore
import PMFormat

extension HelpPage {
  /// The commands around key figures, then the catalogue with the goals that stand without a setting.
  func keyFigures() -> [HelpPart] {
    var lines: [String] = []
    let columns = Metric.catalogue.map(\.id.count).max() ?? 0
    for metric in Metric.catalogue {
      var line = metric.id + String(repeating: " ", count: columns - metric.id.count + 2) + metric.names[language]
      if let goal = metric.goal.value {
        line += (metric.goal.direction == .atLeast ? "  ≥ " : "  ≤ ") + goal.description
      }
      lines.append(line)
      lines += wrap(words(metric.numerator) + " ÷ " + words(metric.denominator), to: width - 4).map { "  " + $0 }
    }
    return [
      .title(Words("Key figures", zh: "指标")),
      .rows([
        ("pm report kpi --period 2026-10", Words("the figures of a month", zh: "某月的指标")[language]),
        (
          "pm report kpi --period 2026-10 --explain callback_rate",
          Words("the rows that one of them counts", zh: "某指标的逐条明细")[language]
        ),
        (
          "pm setting set target.callback_rate=0.95",
          Words("a target; by organisation and year: pm target", zh: "目标值；按组织与年度：pm target")[language]
        ),
      ]),
      .title(Words("The catalogue", zh: "目录")), .lines(lines),
      .title(Words("What --as-of leaves out", zh: "--as-of 的口径")),
    ] + Self.asOf.map { .text($0) }
  }

  /// What counts as having happened by a day.
  private static let asOf = [
    Words(
      "What happened after the day does not count: tickets, moves, calls, answers, postings.",
      zh: "该日之后发生的均不计：工单、流转、回访、答卷、入账。"),
    Words(
      "A ticket stands as its moves up to the day had left it: a complaint judged by a later verify"
        + " --valid, invalidate or reopen is judged as the moves before had judged it, work that was"
        + " sent back later is done, a ticket cancelled later is open.",
      zh: "工单按该日为止的流转记录取状态：其后由 verify --valid、invalidate 或 reopen 改判的投诉，按改判前的判定计；"
        + "其后返工的，当日仍为已完成；其后取消的，当日仍为未结。"),
    Words(
      "What has no moment holds at all times: valid typed by ticket set or imported, and names,"
        + " categories and departments as they are now. Of imported history that was opened again"
        + " the earlier finish is not kept.",
      zh: "没有时间的不受其限：用 ticket set 填写或导入的有效性，以及姓名、类别、部门均按现值。导入的历史工单重开后，原完成时间不再保留。"),
    Words(
      "An answer without a day counts from the last day of its survey on.",
      zh: "未填日期的答卷自调查结束日起计入。"),
  ]

  /// What a side counts, as it is declared.
  private func words(_ side: MetricSide) -> String {
    let fact = side.fact.rawValue
    let tallied =
      switch side.tally {
      case .rows: fact
      case .sum(let column): Words("sum of \(fact).\(column)", zh: "\(fact).\(column) 合计")[language]
      case .distinct(let column):
        Words("different \(fact).\(column)", zh: "不同的 \(fact).\(column) 数")[language]
      }
    let times =
      switch side.factor {
      case .one: ""
      case .months: Words(" × months", zh: " × 月数")[language]
      case .quarters: Words(" × quarters", zh: " × 季度数")[language]
      }
    return tallied + (side.predicate.isEmpty ? "" : " [\(side.predicate)]") + times
  }
}
