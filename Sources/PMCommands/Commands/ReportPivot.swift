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
    ], takesScope: true)

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
    func cell(_ tally: PivotTally) throws -> OutputValue {
      guard let value = try pivot.value(tally) else { return .null }
      switch pivot.measure {
      case .count: return .integer(value)
      case .cost: return .money(value)
      default: return .decimal(value)
      }
    }
    func label(_ text: String) -> String { text.isEmpty ? "-" : text }
    let rowLabels = pivot.rows(rows)
    let columnLabels = columns.map { pivot.columns($0) } ?? []
    var report = TicketReport.report(pivot.measure.title, question, context)
    report.fields = [
      OutputField(
        name: rows.rawValue, title: language == .chinese ? rows.title.zh : rows.rawValue,
        kind: .text)
    ]
    report.fields += columnLabels.map { OutputField(name: label($0), kind: kind) }
    report.fields.append(
      OutputField(name: "total", title: language == .chinese ? "合计" : "total", kind: kind))
    for row in rowLabels {
      report.rows.append(
        [.text(row)] + (try columnLabels.map { try cell(pivot[row, $0]) })
          + [try cell(pivot.total(row: row))])
    }
    if !rowLabels.isEmpty {
      report.rows.append(
        [.text(context.words("total", "合计"))]
          + (try columnLabels.map { try cell(pivot.total(column: $0)) })
          + [try cell(pivot.total)])
    }
    let chart = try self.chart(pivot, rowLabels, columnLabels)
    if !rowLabels.isEmpty, rowLabels.count <= 100, columnLabels.count <= 60 {
      report.heading.charts = [
        Chart(
          title: pivot.measure.title[language], scale: pivot.measure.scale,
          columns == nil
            ? .bar(
              try rowLabels.compactMap { row in
                try pivot.value(pivot.total(row: row)).map { Chart.Point(label(row), $0) }
              })
            : chart)
      ]
    }
    return report
  }

  private static func chart(
    _ pivot: Pivot, _ rows: [String], _ columns: [String]
  ) throws -> Chart.Figure {
    .heat(
      rows: rows.map { $0.isEmpty ? "-" : $0 }, columns: columns.map { $0.isEmpty ? "-" : $0 },
      cells: try rows.map { row in
        try columns.map { column in
          let tally = pivot[row, column]
          return tally == PivotTally() ? nil : try pivot.value(tally)
        }
      })
  }
}
