// The dashboard: its parts in order, each a report of its own.
import PMCore
import PMFormat
import PMStore

/// What is shown of one range of days, out of one unchanging state of the database.
struct Dashboard {
  let database: Database
  /// The range, as-of, scope and targets of all parts.
  let question: MetricQuestion
  let context: Context
  /// An SQL condition on the ticket `t`.
  let scope: String

  /// The whole page.
  func report() throws -> Report {
    var report = TicketReport.report(Words("Dashboard", zh: "管理看板"), question, context)
    report.heading.parameters += context.scopeParameter
    let figures = try database.figures(question)
    report.heading.tiles = try tiles(figures)
    report.heading.notes = try silent(figures)
    report.heading.drawsOnTerminal = true
    report.sections = try [overdue(), trends(), causes(), hours(), collection()] + surveys()
    for place in report.sections.indices { report.sections[place].heading.drawsOnTerminal = true }
    if let width = context.lineWidth, width < 100 {
      report.sections = report.sections.map { $0.keeping(Self.foremost) }
    }
    return report
  }

  /// The columns that a narrow terminal has room for.
  private static let foremost: Set = [
    "number", "room", "assignee", "what", "due_at", "days_overdue",
    "group", "billed", "received", "rate",
    "dimension", "answers", "share", "target", "met", "last_year", "change",
  ]

  /// The twelve months that end with the range.
  var year: MetricQuestion {
    var year = question
    year.first = question.last.period.adding(-11).first
    year.dimension = .month
    return year
  }

  func words(_ en: String, _ zh: String) -> String { context.words(en, zh) }

  /// A part of the page.
  func part(
    _ title: Words, fields: [OutputField] = [], notes: [String] = [], charts: [Chart] = []
  ) -> Report {
    Report(title: title[context.language], fields: fields, notes: notes, charts: charts)
  }

  /// What targets are called.
  var target: String { words("target", "目标") }
}

extension MetricQuestion {
  /// The same question of the days a year earlier, as of the same day.
  var yearBefore: MetricQuestion {
    var before = self
    before.first = first.yearBefore
    before.last = last.yearBefore
    return before
  }
}

extension MetricFigure {
  /// The group's goal in ten-thousandths, as charts have it.
  var goalUnits: Int64? { (try? targetUnits()).map { $0 / 10_000 } }
}
