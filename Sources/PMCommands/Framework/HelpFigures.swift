// `pm help kpi`: where the key figures are, and which there are.
import PMCore
import PMFormat

extension HelpPage {
  /// The commands around key figures, then the catalogue with the goals that stand without a setting.
  func keyFigures() -> String {
    var text = title(Words("Key figures", zh: "指标"))
    text += table([
      (
        "pm report kpi --period 2026-10",
        Words("the figures of a month", zh: "某月的指标")[language]
      ),
      (
        "pm report kpi --period 2026-10 --explain callback_rate",
        Words("the rows that one of them counts", zh: "某指标的逐条明细")[language]
      ),
      (
        "pm setting set target.callback_rate=0.95",
        Words("a target; by organisation and year: pm target", zh: "目标值；按组织与年度：pm target")[language]
      ),
    ])
    text += "\n" + title(Words("The catalogue", zh: "目录"))
    let width = Metric.catalogue.map(\.id.count).max() ?? 0
    for metric in Metric.catalogue {
      let name = metric.names[language]
      text += "  " + metric.id + String(repeating: " ", count: width - metric.id.count + 2) + name
      if let goal = metric.goal.value {
        text += (metric.goal.direction == .atLeast ? "  ≥ " : "  ≤ ") + goal.description
      }
      text += "\n"
      text += wrapped(
        words(metric.numerator) + " ÷ " + words(metric.denominator), indent: 4)
    }
    return text
  }

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
