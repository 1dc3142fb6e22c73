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
        "asked: homes, shops and offices of the scope delivered by the end of the survey; response_rate: rooms that answered ÷ asked. share: answers of 4 or 5 ÷ answers. Answers of later days than --as-of do not count; one without a day counts from the survey's last day on, as in customer_satisfaction and customer_loyalty.",
        zh:
          "asked：调查结束时范围内已交付的住宅、商铺与办公房间数；response_rate：答卷房间 ÷ 应调查房间；share：4–5 分答卷占比。--as-of 之后的答卷不计；未填日期的答卷自调查结束日起计入，与 customer_satisfaction、customer_loyalty 一致。"
      ),
      Words(
        "last_year: the latest survey of the same scope that began in the year before; group: all answers to surveys that began in the same year, in the dimensions of this one.",
        zh: "last_year：同一范围上年开始的最近一次调查；group：同年开始的全部调查在本调查各维度上的答卷。"),
      Words(
        "Like is compared with like: comparable and last_year are shares over the dimensions that both surveys asked, change = comparable − last_year; share is over all dimensions of this one.",
        zh: "同口径比较：comparable 与 last_year 只计两次调查都问过的维度，change = comparable − last_year；share 计本次全部维度。"),
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
    let dimensions = try database.dimensions(of: survey, asOf: day)
    let earlier = try before.map { try database.dimensions(of: $0, asOf: day) } ?? []
    // Only what was asked in both years can be compared.
    let both = dimensions.filter(earlier.contains)
    func tallies(_ survey: StoredSurvey?, _ asked: [String]) throws -> [String: AnswerTally] {
      try survey.map { try database.answers(to: $0, by: dimension, asOf: day, among: asked) } ?? [:]
    }
    let answers = try tallies(survey, dimensions)
    let comparable = try tallies(survey, both)
    let then = try tallies(before, both)
    let group = try database.groupAnswers(like: survey, by: dimension, asOf: day, among: dimensions)
    var report = Report(
      title: survey.name,
      parameters: [(context.words("Survey", "调查编码"), survey.code)]
        + context.rangeParameters(survey.from, survey.to, asOf: day)
        + [(context.words("Last year", "上年调查"), before?.code ?? "—")],
      fields: fields(dimension, context))
    if before != nil, both.count < max(dimensions.count, earlier.count) {
      report.heading.notes.append(noteOfComparison(over: both, context))
    }
    report.heading.notes += try notes(on: survey, by: dimension, dimensions, asOf: day, database, context)
    var points: [Chart.Point] = []
    for name in names(answers, dimension) {
      let tally = answers[name] ?? AnswerTally()
      report.rows.append(
        [.text(label(name, dimension, context)), .integer(asked), .integer(tally.rooms)]
          + (try figures(tally, asked, survey, comparable[name], then[name], group[name])))
      let share = try rate(tally.content, of: tally.answers)
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
    // A column in which nothing stands takes the room of others.
    return context.format.isForPeople
      ? report.withoutEmpty(["target", "met", "last_year", "change", "comparable"]) : report
  }

  private static func noteOfComparison(over both: [String], _ context: Context) -> String {
    let names = both.map { label($0, .dimension, context) }
    return context.words(
      "comparable, last_year and change: over what both surveys asked (\(names.joined(separator: ", ")))",
      "可比满意率、上年满意率与较上年：只计两次调查都问过的维度（\(names.joined(separator: "、"))）")
  }

  private static func notes(
    on survey: StoredSurvey, by dimension: SurveyDimension, _ dimensions: [String], asOf day: Day,
    _ database: Database, _ context: Context
  ) throws -> [String] {
    var notes: [String] = []
    let undated = day < survey.to ? try database.undatedAnswers(to: survey) : 0
    if undated > 0 {
      notes.append(
        context.words(
          "\(counted(undated, "answer")) without a day: counted from \(survey.to) on",
          "\(undated) 份未填日期的答卷自 \(survey.to) 起计入"))
    }
    if dimension == .dimension, dimensions.contains(loyalty) {
      notes.append(
        context.words(
          "\(loyaltyQuestion.en) is one question of the survey; the key figure customer_loyalty counts the rooms that gave 4–5 on both repurchase and recommend",
          "“\(loyaltyQuestion.zh)”是问卷中的一题；指标“忠诚度”（customer_loyalty）计再购买与推荐均为 4–5 分的房间"))
    }
    return notes
  }

  private static func fields(
    _ dimension: SurveyDimension, _ context: Context
  ) -> [OutputField] {
    [
      context.column(dimension.rawValue, dimension == .dimension ? "维度" : "责任部门", .text),
      context.column("asked", "应调查房间", .integer), context.column("responded", "答卷房间", .integer),
      context.column("response_rate", "回收率", .fixed(scale: 4)), context.column("answers", "答卷数", .integer),
      context.column("content", "4–5 分", .integer), context.column("share", "满意率", .fixed(scale: 4)),
      context.column("target", "目标", .decimal(scale: 4)), context.column("met", "是否达标", .boolean),
      context.column("last_year", "上年满意率", .fixed(scale: 4)), context.column("change", "较上年", .fixed(scale: 4)),
      context.column("group", "集团均值", .fixed(scale: 4)),
      context.column("comparable", "可比满意率", .fixed(scale: 4)),
    ]
  }

  private static func figures(
    _ tally: AnswerTally, _ asked: Int64, _ survey: StoredSurvey, _ comparable: AnswerTally?,
    _ before: AnswerTally?, _ group: AnswerTally?
  ) throws -> [OutputValue] {
    func share(_ tally: AnswerTally?) throws -> OutputValue {
      try rate(tally?.content ?? 0, of: tally?.answers ?? 0)
    }
    let (now, like, then) = (try share(tally), try share(comparable), try share(before))
    var change = OutputValue.null
    if case .decimal(let new) = like, case .decimal(let old) = then { change = .decimal(new - old) }
    // Compared as whole numbers, not as rounded shares.
    let met = survey.target.flatMap { target -> Bool? in
      if tally.answers == 0 { return nil }
      return Int128(tally.content) * 10_000 >= Int128(target) * Int128(tally.answers)
    }
    return [
      try rate(tally.rooms, of: asked), .integer(tally.answers),
      .integer(tally.content), now, survey.target.map { .decimal($0) } ?? .null,
      met.map { .boolean($0) } ?? .null, then, change, try share(group),
      like,
    ]
  }

  /// The dimension that bears the name of a key figure, and what people read for it.
  private static let loyalty = "loyalty"
  private static let loyaltyQuestion = Words("loyalty (own question)", zh: "忠诚度（单题）")

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
    if name.isEmpty { return context.label("all", "全部") }
    guard dimension == .dimension, context.format.isForPeople else { return name }
    if name == loyalty { return loyaltyQuestion[context.language] }
    guard context.language == .chinese else { return name }
    return Answer.dimensions.first { $0.value == name }?.zh ?? name
  }
}
