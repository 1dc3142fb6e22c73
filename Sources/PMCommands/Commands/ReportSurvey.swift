// `pm report survey`: how a survey came out, against its target, the year before and the group.
import PMCore
import PMFormat
import PMStore

/// `pm report survey CODE`.
enum ReportSurvey: Command {
  static let code = Argument("CODE", Words("The survey.", zh: "调查编码。"))
  static let by = Option(
    "by", of: SurveyDimension.self, Words("A row for each of these.", zh: "按此分组。"),
    default: .dimension)

  static let spec = CommandSpec(
    "report survey",
    Words("A survey against target, last year and the group.", zh: "满意度调查结果：对比目标、上年与集团均值。"),
    arguments: [code], options: [by],
    examples: [
      "pm report survey MYD-2026", "pm report survey MYD-2026 --by department --format html --lang zh",
    ],
    notes: [
      Words(
        "asked: rooms of the scope delivered by the end of the survey; response_rate: rooms that answered ÷ asked. share: answers of 4 or 5 ÷ answers. Answers of later days than --as-of do not count.",
        zh: "asked：调查结束时范围内已交付的房间数；response_rate：答卷房间 ÷ 应答房间；share：4–5 分答卷占比。--as-of 之后的答卷不计。"),
      Words(
        "last_year: the latest survey of the same scope that began in the year before; group: all answers to surveys that began in the same year.",
        zh: "last_year：同一范围上年开始的最近一次调查；group：同年开始的全部调查的答卷。"),
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let dimension = arguments[by] ?? .dimension
    let database = try context.openForReading()
    let id = try database.row(
      of: Survey.record, code: try arguments.require(code), zone: try context.databaseZone())
    let day = try context.today()
    try context.show(report(id, by: dimension, asOf: day, database, context))
  }

  /// The report on one survey, with a bar and its target for each row.
  static func report(
    _ id: Int64, by dimension: SurveyDimension, asOf day: Day, _ database: Database,
    _ context: Context
  ) throws -> Report {
    guard let survey = try database.survey(id) else { throw Failure.fault("a survey is gone") }
    let before = try database.survey(before: survey)
    let asked = try database.roomsAsked(survey)
    let answers = try database.answers(to: survey, by: dimension, asOf: day)
    let earlier = try before.map { try database.answers(to: $0, by: dimension, asOf: day) } ?? [:]
    let group = try database.groupAnswers(like: survey, by: dimension, asOf: day)
    var report = Report(
      title: survey.name,
      parameters: [
        (context.words("Survey", "调查编码"), survey.code),
        (context.words("From", "起"), "\(survey.from)"), (context.words("To", "止"), "\(survey.to)"),
        (context.words("Last year", "上年调查"), before?.code ?? "—"),
      ],
      fields: fields(dimension, context))
    var points: [Chart.Point] = []
    for name in names(answers, dimension) {
      let tally = answers[name] ?? AnswerTally()
      report.rows.append(
        [.text(label(name, dimension, context)), .integer(asked), .integer(tally.rooms)]
          + (try figures(tally, asked, survey, earlier[name], group[name])))
      let share = try ReportWorkload.share(tally.content, of: tally.answers, scale: 4)
      if case .decimal(let units) = share {
        points.append(Chart.Point(label(name, dimension, context), units))
      }
    }
    if !points.isEmpty, points.count <= 40 {
      // Four decimals are percent with two.
      report.heading.charts = [
        Chart(
          title: context.words("Scored 4 or 5, in percent", "4–5 分占比，百分比"), scale: 2, unit: "%",
          goal: survey.target, goalName: context.words("target", "目标"), .bar(points))
      ]
    }
    return report
  }

  private static func fields(
    _ dimension: SurveyDimension, _ context: Context
  ) -> [OutputField] {
    func field(_ name: String, _ zh: String, _ kind: OutputField.Kind) -> OutputField {
      TicketReport.field(name, zh, kind, context)
    }
    return [
      field(dimension.rawValue, dimension == .dimension ? "维度" : "责任部门", .text),
      field("asked", "应答房间", .integer), field("responded", "答卷房间", .integer),
      field("response_rate", "回收率", .fixed(scale: 4)), field("answers", "答卷数", .integer),
      field("content", "4–5 分", .integer), field("share", "满意率", .fixed(scale: 4)),
      field("target", "目标", .decimal(scale: 4)), field("met", "是否达标", .boolean),
      field("last_year", "上年满意率", .fixed(scale: 4)), field("change", "较上年", .fixed(scale: 4)),
      field("group", "集团均值", .fixed(scale: 4)),
    ]
  }

  private static func figures(
    _ tally: AnswerTally, _ asked: Int64, _ survey: StoredSurvey, _ before: AnswerTally?,
    _ group: AnswerTally?
  ) throws -> [OutputValue] {
    func share(_ tally: AnswerTally?) throws -> OutputValue {
      try ReportWorkload.share(tally?.content ?? 0, of: tally?.answers ?? 0, scale: 4)
    }
    let (now, then) = (try share(tally), try share(before))
    var change = OutputValue.null
    if case .decimal(let new) = now, case .decimal(let old) = then { change = .decimal(new - old) }
    // Compared as whole numbers, not as rounded shares.
    let met = survey.target.flatMap { target -> Bool? in
      if tally.answers == 0 { return nil }
      return Int128(tally.content) * 10_000 >= Int128(target) * Int128(tally.answers)
    }
    return [
      try ReportWorkload.share(tally.rooms, of: asked, scale: 4), .integer(tally.answers),
      .integer(tally.content), now, survey.target.map { .decimal($0) } ?? .null,
      met.map { .boolean($0) } ?? .null, then, change, try share(group),
    ]
  }

  /// All first, then dimensions in the order of their declaration, departments by name.
  private static func names(
    _ answers: [String: AnswerTally], _ dimension: SurveyDimension
  ) -> [String] {
    let places = Dictionary(
      Answer.dimensions.enumerated().map { ($1.value, $0) }, uniquingKeysWith: { first, _ in first })
    return answers.keys.sorted { left, right in
      if dimension == .dimension, let a = places[left], let b = places[right] { return a < b }
      return NaturalKey.of(left) < NaturalKey.of(right)
    }
  }

  private static func label(
    _ name: String, _ dimension: SurveyDimension, _ context: Context
  ) -> String {
    if name.isEmpty { return context.words("all", "全部") }
    guard dimension == .dimension, context.format.isForPeople, context.language == .chinese
    else { return name }
    return Answer.dimensions.first { $0.value == name }?.zh ?? name
  }
}
