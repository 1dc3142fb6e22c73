// `pm report pivot`: tickets by any two of their properties.
import PMCore
import PMFormat
import PMStore

/// `pm report pivot`: a table of one measure, rows by columns, with totals and a heat map.
enum ReportPivot: Command {
  static let rows = Option(
    "rows", of: PivotDimension.self, Words("What a row stands for.", zh: "行按此分组。"))
  static let columns = Option(
    "cols", of: PivotDimension.self, Words("What a column stands for.", zh: "列按此分组。"))
  static let measure = Option(
    "measure", of: PivotMeasure.self, Words("What the cells show.", zh: "单元格显示的指标。"),
    default: .count)

  static let spec = CommandSpec(
    "report pivot", Words("Tickets by any two of their properties.", zh: "工单交叉分析。"),
    options: [rows, columns, measure] + TicketReport.choice,
    examples: [
      "pm report pivot --rows category --cols channel --period 2026-10 --as-of 2026-11-20",
      "pm report pivot --rows weekday --cols hour --period 2026-10 --format html --output heat.html",
      "pm report pivot --rows department --cols month --measure timeliness --from 2026-07-01 --to 2026-12-31",
    ],
    notes: [
      Words(
        "Tickets count by the day they were created, satisfaction by the day of the call.",
        zh: "工单按受理日计，满意率按回访日计。"),
      Words(
        "weekday: 1 is Monday; week: ISO 8601. Totals are worked out from the cases, not from the cells.",
        zh: "weekday：1 为星期一；week 按 ISO 8601。合计由原始数据计算，并非各格相加。"),
    ] + PivotMeasure.allCases.map(definition), takesScope: true)

  /// What a measure counts, in a line.
  private static func definition(_ measure: PivotMeasure) -> Words {
    let meaning = measure.meaning
    return Words("\(measure.rawValue): \(meaning.en).", zh: "\(measure.rawValue)（\(measure.title.zh)）：\(meaning.zh)。")
  }

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let rows = try arguments.require(rows)
    let columns = arguments[columns]
    let measure = arguments[measure] ?? .count
    let database = try context.openForReading()
    let question = try TicketReport.question(arguments, &context, database)
    let pivot = try database.pivot(
      measure, rows: rows, columns: columns, kind: arguments[TicketReport.kind], question)
    try context.show(report(pivot, rows, columns, question, context))
  }

  private static func report(
    _ pivot: Pivot, _ rows: PivotDimension, _ columns: PivotDimension?, _ question: MetricQuestion,
    _ context: Context
  ) throws -> Report {
    let language = context.language
    let kind: OutputField.Kind =
      switch pivot.measure {
      case .count: .integer
      case .cost: .money
      default: .fixed(scale: pivot.measure.scale)
      }
    let rowLabels = pivot.rows(rows)
    let columnLabels = columns.map { pivot.columns($0) } ?? []
    var report = TicketReport.report(pivot.measure.title, question, context)
    report.fields = [
      context.column(rows.rawValue, rows.title.zh, rows.metric?.isOfCodes == true ? .code : .text)
    ]
    report.fields += columnLabels.map {
      OutputField(name: $0.isEmpty ? "-" : $0, title: head($0, columns, context), kind: kind)
    }
    report.fields.append(context.column("total", "合计", kind))
    for row in rowLabels {
      report.rows.append(
        [.text(TicketReport.label(row, of: rows, context))]
          + (try columnLabels.map { try cell(pivot[row, $0], of: pivot) })
          + [try cell(pivot.total(row: row), of: pivot)])
    }
    if !rowLabels.isEmpty {
      report.rows.append(
        [.text(context.label("total", "合计"))]
          + (try columnLabels.map { try cell(pivot.total(column: $0), of: pivot) })
          + [try cell(pivot.total, of: pivot)])
    }
    if pivot.measure != .count { report.heading.notes = [definition(pivot.measure)[language]] }
    if !rowLabels.isEmpty, rowLabels.count <= 100, columnLabels.count <= ReportOptions.mostBars {
      report.heading.charts = [
        Chart(
          title: pivot.measure.title[language], scale: pivot.measure.scale,
          try columns.map { try heat(pivot, rows, $0, context) } ?? bars(pivot, rows, context))
      ]
    }
    return report
  }

  private static func cell(_ tally: PivotTally, of pivot: Pivot) throws -> OutputValue {
    guard let value = try pivot.value(tally) else { return .null }
    switch pivot.measure {
    case .count: return .integer(value)
    case .cost: return .money(value)
    default: return .decimal(value)
    }
  }

  /// What a chart or a heading calls a group.
  private static func head(_ text: String, _ dimension: PivotDimension?, _ context: Context) -> String {
    text.isEmpty ? TicketReport.blank[context.language] : TicketReport.label(text, of: dimension, context)
  }

  /// A bar for each row.
  private static func bars(_ pivot: Pivot, _ rows: PivotDimension, _ context: Context) throws -> Chart.Figure {
    .bar(
      try pivot.rows(rows).compactMap { row in
        try pivot.value(pivot.total(row: row)).map {
          Chart.Point(head(row, rows, context), $0, isCode: rows.metric?.isOfCodes == true)
        }
      })
  }

  /// Each row by each column; nothing where there were no cases.
  private static func heat(
    _ pivot: Pivot, _ rows: PivotDimension, _ columns: PivotDimension, _ context: Context
  ) throws -> Chart.Figure {
    let (rowLabels, columnLabels) = (pivot.rows(rows), pivot.columns(columns))
    return .heat(
      rows: rowLabels.map { head($0, rows, context) }, columns: columnLabels.map { head($0, columns, context) },
      cells: try rowLabels.map { row in
        try columnLabels.map { column in
          let tally = pivot[row, column]
          return tally == PivotTally() ? nil : try pivot.value(tally)
        }
      })
  }
}
