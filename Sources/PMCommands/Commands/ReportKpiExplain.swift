// `pm report kpi --explain ID`: the very rows that a key figure counts.
import PMCore
import PMFormat
import PMStore

extension ReportKpi {
  /// Shows what stands above and below the line of one figure, row by row.
  static func explain(
    _ metric: Metric, _ question: MetricQuestion, _ database: borrowing Database,
    _ context: inout Context
  ) throws {
    if let dimension = question.dimension, !metric.has(dimension) {
      throw Failure.usage(
        "not-told-apart",
        Words(
          "\(metric.id) cannot be told apart by \(dimension.rawValue)",
          zh: "\(metric.id) 不能按\(dimension.title.zh)分组"))
    }
    let language = context.language
    let heading = ReportHeading(
      title: metric.names[language],
      parameters: context.rangeParameters(question.first, question.last, asOf: question.asOf))
    let fields = [
      context.column(
        "group", question.dimension?.title.zh ?? "分组", question.dimension?.isOfCodes == true ? .code : .text),
      context.column("id", "代号", .plain),
      context.column("part", "部分", .plain), context.column("fact", "类别", .plain), context.column("key", "编号", .plain),
      context.column("room", "房号", .plain), context.column("at", "时间", .plain), context.column("amount", "数值", .plain),
    ]
    let zone = question.zone
    let sink = try context.sink(fields, heading: heading)
    try database.forEachRow(of: metric, question) { row in
      sink.text(row.group)
      sink.text(metric.id)
      sink.text(row.part.rawValue)
      sink.text(row.fact.rawValue)
      sink.text(key(row))
      sink.text(orNull: row.room)
      sink.text(orNull: row.at.map { moment($0, row.fact, zone) })
      sink.text(row.isMoney ? Money(minor: row.amount).description : "\(row.amount)")
      try sink.endRow()
    }
  }

  private static func key(_ row: MetricRow) -> String {
    guard row.fact == .bill || row.fact == .arrears, let id = Int64(row.key) else { return row.key }
    return Bill.record.serial?.text(id, .standard) ?? row.key
  }

  private static func moment(_ at: Int64, _ fact: MetricFact, _ zone: Zone) -> String {
    switch fact {
    case .ticket, .callback, .visit, .defect: zone.text(Instant(seconds: at))
    case .bill, .arrears: Period(index: Int32(truncatingIfNeeded: at)).description
    default: Day(number: Int32(truncatingIfNeeded: at)).description
    }
  }
}
