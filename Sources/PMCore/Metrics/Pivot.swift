// Pivots of the service desk: what they tell apart, what they measure, and exact cells.

/// What a pivot tells tickets apart by.
package enum PivotDimension: String, CaseIterable, Sendable {
  case category, kind, channel, community, building, department, assignee, responsible, cause
  case severity, product, month, week, weekday, hour

  package var title: Words {
    switch self {
    case .cause: Words("Cause", zh: "原因")
    case .week: Words("Week", zh: "周")
    case .weekday: Words("Weekday", zh: "星期")
    case .hour: Words("Hour", zh: "时段")
    case .month: Words("Month", zh: "月份")
    default: metric?.title ?? Words(rawValue)
    }
  }

  /// The dimension of key figures that this one is.
  package var metric: MetricDimension? {
    self == .month ? nil : MetricDimension(rawValue: rawValue)
  }

  /// What its labels are chosen from; empty where they are free.
  package var choices: [Choice] {
    switch self {
    case .kind: Ticket.kinds
    case .channel: Ticket.channels
    case .severity: Ticket.severities
    default: []
    }
  }

  /// Whether the labels come from the moment of the row.
  package var isTime: Bool { [.month, .week, .weekday, .hour].contains(self) }

  /// The label of a place in time: an hour, else a day's number.
  package func label(of number: Int64) -> String {
    let day = Day(number: Int32(truncatingIfNeeded: number))
    switch self {
    case .month: return day.period.description
    case .week:
      // The week belongs to the year of its Thursday.
      let thursday = day.adding(4 - day.weekday)
      let newYear = thursday.period.adding(1 - thursday.period.month).first
      let week = padded(thursday.days(since: newYear) / 7 + 1, 2)
      return padded(thursday.period.year, 4) + "-W" + week
    case .weekday: return "\(day.weekday)"
    case .hour: return padded(Int(number), 2)
    default: return "\(number)"
    }
  }

  /// Labels in natural order, none last; hours and weekdays whole, unless there is nothing at all.
  package func ordered(_ labels: some Sequence<String>) -> [String] {
    var labels = Set(labels)
    if !labels.isEmpty { labels.formUnion(allLabels ?? []) }
    return labels.map { ($0, [$0.isEmpty ? 1 : 0] + Array(NaturalKey.of($0).utf8)) }
      .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }

  /// Every label there is, where reports show them all.
  private var allLabels: [String]? {
    switch self {
    case .weekday: (1...7).map(String.init)
    case .hour: (0...23).map { padded($0, 2) }
    default: nil
    }
  }
}

/// What a pivot shows in its cells.
package enum PivotMeasure: String, CaseIterable, Sendable {
  case count, share
  case handlingRate = "handling_rate"
  case timeliness
  case passRate = "pass_rate"
  case satisfaction
  case meanHours = "mean_hours"
  case cost

  package var title: Words {
    switch self {
    case .count: Words("Tickets", zh: "工单数")
    case .share: Words("Share of tickets", zh: "占比")
    case .handlingRate: Words("Tickets handled", zh: "处理率")
    case .timeliness: Words("Finished in time", zh: "完成及时率")
    case .passRate: Words("Passed at inspection", zh: "合格率")
    case .satisfaction: Words("Satisfaction", zh: "满意率")
    case .meanHours: Words("Mean hours to finish", zh: "平均处理小时")
    case .cost: Words("Cost", zh: "费用")
    }
  }

  /// What it counts, and the key figure that it is for one kind of ticket.
  package var meaning: Words {
    switch self {
    case .count: Words("tickets of every state and validity", zh: "工单数，不论状态与有效性")
    case .share: Words("count ÷ all tickets of the table", zh: "工单数 ÷ 表内全部工单")
    case .handlingRate:
      Words(
        "finished ÷ all; of complaints only those judged valid (with --kind complaint:"
          + " complaint_handling_rate), of others those neither invalid nor cancelled",
        zh: "已完成 ÷ 全部；投诉仅计已判有效的（--kind complaint 即 complaint_handling_rate），其他类型不计无效与取消的")
    case .timeliness:
      Words(
        "finished within the service level ÷ finished or past it, neither invalid nor cancelled"
          + " (with --kind repair: repair_timeliness); replies to complaints are another figure,"
          + " complaint_reply_timeliness",
        zh: "时限内完成 ÷ 已完成或已超时，不计无效与取消的（--kind repair 即 repair_timeliness）；投诉回复及时率是另一指标 complaint_reply_timeliness")
    case .passRate:
      Words(
        "passed ÷ inspected, first inspections (with --kind repair: repair_pass_rate)",
        zh: "首次验收合格 ÷ 已验收（--kind repair 即 repair_pass_rate）")
    case .satisfaction:
      Words(
        "callbacks scored 4–5 ÷ scored (with --kind repair: repair_callback_satisfaction)",
        zh: "回访 4–5 分 ÷ 有评分的回访（--kind repair 即 repair_callback_satisfaction）")
    case .meanHours:
      Words(
        "hours by the clock from creation to finish, of every finished ticket, valid or not;"
          + " nights and suspended time are in it",
        zh: "受理至完成的自然小时数，含夜间与挂起时间；计全部已完成工单，不论有效与否")
    case .cost: Words("what the tickets cost, of every state and validity", zh: "工单费用合计，不论状态与有效性")
    }
  }

  /// The decimals of a cell.
  package var scale: Int {
    switch self {
    case .count: 0
    case .cost, .meanHours: 2
    default: 4
    }
  }

  /// The fact whose rows it measures.
  package var fact: MetricFact { self == .satisfaction ? .callback : .ticket }
}

/// Exact tallies of a cell; sums of cells are the tallies of both.
package struct PivotTally: Sendable, Equatable {
  package var above: Int64 = 0
  package var below: Int64 = 0

  package init(_ above: Int64 = 0, over below: Int64 = 0) {
    self.above = above
    self.below = below
  }

  package mutating func add(_ other: PivotTally) throws(ArithmeticError) {
    let (above, over) = above.addingReportingOverflow(other.above)
    let (below, under) = below.addingReportingOverflow(other.below)
    if over || under { throw .overflow }
    self = PivotTally(above, over: below)
  }
}

/// Rows by columns of tallies.
package struct Pivot: Sendable {
  package let measure: PivotMeasure
  private var cells: [String: [String: PivotTally]] = [:]
  private var columnTotals: [String: PivotTally] = [:]
  private var rowTotals: [String: PivotTally] = [:]
  package private(set) var total = PivotTally()

  package init(_ measure: PivotMeasure) { self.measure = measure }

  package mutating func add(
    _ tally: PivotTally, row: String, column: String
  ) throws(ArithmeticError) {
    try cells[row, default: [:]][column, default: PivotTally()].add(tally)
    try rowTotals[row, default: PivotTally()].add(tally)
    try columnTotals[column, default: PivotTally()].add(tally)
    try total.add(tally)
  }

  /// The rows, and the columns, in natural order; what has no label last.
  package func rows(_ dimension: PivotDimension) -> [String] { dimension.ordered(rowTotals.keys) }
  package func columns(_ dimension: PivotDimension) -> [String] {
    dimension.ordered(columnTotals.keys)
  }

  package subscript(row: String, column: String) -> PivotTally {
    cells[row]?[column] ?? PivotTally()
  }
  package func total(row: String) -> PivotTally { rowTotals[row] ?? PivotTally() }
  package func total(column: String) -> PivotTally { columnTotals[column] ?? PivotTally() }

  /// A cell as printed, in units of the measure's scale, halves up; nil where it has no value.
  package func value(_ tally: PivotTally) throws(ArithmeticError) -> Int64? {
    switch measure {
    case .count, .cost: return tally.above
    case .share:
      if total.above == 0 { return nil }
      return try Ratio(tally.above, over: total.above).rounded(.halfUp, scale: 4)
    case .meanHours:
      if tally.below == 0 { return nil }
      return try Ratio(tally.above, over: tally.below).times(Ratio(1, over: 3600))
        .rounded(.halfUp, scale: 2)
    case .handlingRate, .timeliness, .passRate, .satisfaction:
      if tally.below == 0 { return nil }
      return try Ratio(tally.above, over: tally.below).rounded(.halfUp, scale: 4)
    }
  }
}
