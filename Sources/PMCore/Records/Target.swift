// What key figures should reach: by organisation and year.

/// The target of a key figure for an organisation and all below it, in one year.
package enum Target {
  package static let record: RecordType = .init(
    "target", zh: "指标目标", key: ["org", "year", "kpi"],
    Words("Targets of key figures, by organisation and year.", zh: "指标目标值：按组织与年度。"),
    .reference("org", to: Org.record, zh: "组织编码", aliases: ["组织"], required: true),
    .integer("year", 1900...9999, zh: "年度", aliases: ["年份"], required: true),
    .choice(
      "kpi", Metric.catalogue.map { Choice($0.id, $0.names.zh) }, zh: "指标", aliases: ["代号"],
      required: true),
    .decimal(
      "value", scale: 8, zh: "目标值", aliases: ["目标"], required: true,
      Words("A ratio: 0.88.", zh: "比率：0.88。"))
  )
  .rule(
    RowRule(
      "value", "kpi", code: "not-a-ratio",
      Words("the figure is a share: 88% is 0.88", zh: "该指标为比率：88% 请写 0.88")
    ) { cells in
      guard let value = cells.first?.integer, value > powersOfTen[8],
        case .text(let id)? = cells.last
      else { return true }
      return Metric.catalogue.first { $0.id == id.text }.map { !$0.isShare } ?? true
    })
}
