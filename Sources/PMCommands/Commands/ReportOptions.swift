// The options that reports share, and the days that they name.
import PMCore
import PMFormat
import PMStore

/// The options that reports share.
enum ReportOptions {
  static let from = Option(
    "from", "DATE", Words("First day of the range.", zh: "起始日期。"), parse: Day.init(_:))
  static let to = Option(
    "to", "DATE", Words("Last day of the range.", zh: "截止日期。"), parse: Day.init(_:))
  static let period = Option(
    "period", "YYYY-MM", Words("The month of the report.", zh: "报表月份。"), parse: Period.init(_:))

  static let by = Option(
    "by", of: ReportDimension.self,
    Words("A row for each of these instead.", zh: "改为按此汇总，每项一行。"))

  /// The days from --from through --to, or those of --period.
  static func range(_ arguments: Arguments) throws -> (first: Day, last: Day) {
    if let period = arguments[period] {
      if arguments.isGiven(from) || arguments.isGiven(to) {
        throw Failure.usage(
          "conflicting-options", Words("give --period, or --from and --to", zh: "请用 --period，或 --from 与 --to"))
      }
      return (period.first, period.last)
    }
    if !arguments.isGiven(from), !arguments.isGiven(to) {
      throw Failure.usage(
        "required-option",
        Words(
          "--period YYYY-MM, or --from DATE and --to DATE, is required",
          zh: "须给 --period YYYY-MM，或 --from DATE 与 --to DATE"))
    }
    let range = (first: try arguments.require(from), last: try arguments.require(to))
    try refuseReversed(range.first, range.last)
    return range
  }

  /// Refuses a range without a day; an end that is left open may be any.
  ///
  /// - Parameter end: the option that gave the last day.
  static func refuseReversed(_ first: Day?, _ last: Day?, end: String = "--to") throws {
    guard let first, let last, last < first else { return }
    throw Failure.usage(
      "ends-before-it-starts",
      Words("\(end) \(last) is before --from \(first)", zh: "\(end) \(last) 早于 --from \(first)"))
  }

  /// How many bars or points of a chart can be read.
  static let mostBars = 60

  /// One chart of bars, where there are so few that they can be read.
  static func bars(_ title: String, _ points: [Chart.Point], unit: String = "") -> [Chart] {
    guard (1...mostBars).contains(points.count) else { return [] }
    return [Chart(title: title, scale: 2, unit: unit, .bar(points))]
  }
}

extension Day {
  /// The day a year earlier; the last day of a month stays the last one, also of February.
  var yearBefore: Day {
    let before = period.adding(-12)
    return self == period.last ? before.last : before.day(days(since: period.first) + 1)
  }
}

extension Report {
  /// Adds up the amounts and whole numbers of these columns in a last row, for people to read.
  mutating func addTotal(of names: Set<String>, _ context: Context) throws {
    guard !rows.isEmpty else { return }
    var sums: [OutputValue] = fields.map { _ in .null }
    for place in fields.indices where names.contains(fields[place].name) {
      var sum = Money.zero
      for row in rows {
        switch row[place] {
        case .money(let units), .integer(let units): sum = try sum.adding(Money(minor: units))
        default: continue
        }
      }
      sums[place] = fields[place].kind == .integer ? .integer(sum.minor) : .money(sum.minor)
    }
    sums[0] = .text(context.words("Total", "合计"))
    total = sums
  }

  /// The sum of a column, as `addTotal` has found it.
  func total(of name: String) -> Int64 {
    guard let place = fields.firstIndex(where: { $0.name == name }),
      case .money(let units)? = total?[place]
    else { return 0 }
    return units
  }

  /// Puts the share of one column's sum in another's into the last row.
  mutating func addTotalRate(_ name: String, _ part: String, of whole: String) throws {
    guard let place = fields.firstIndex(where: { $0.name == name }) else { return }
    let share = try rate(total(of: part), of: total(of: whole))
    total?[place] = share
  }
}

extension ReportGroup {
  /// What a chart calls the group.
  var label: String { isNone ? "–" : name.isEmpty ? code : name }

  /// The group in a chart.
  func point(_ value: Int64) -> Chart.Point { Chart.Point(label, value, isCode: name.isEmpty) }
}

extension Context {
  /// The columns that say which group a row is.
  func groupColumns(_ dimension: ReportDimension) -> [OutputField] {
    [
      column("group", dimension.title.zh, dimension == .building ? .text : .plain), column("name", "名称", .text),
    ]
  }

  /// What a heading says of the days of a report.
  func rangeParameters(_ first: Day, _ last: Day, asOf day: Day? = nil) -> [(name: String, value: String)] {
    var parameters: [(name: String, value: String)] = [
      (words("From", "起"), "\(first)"), (words("To", "止"), "\(last)"),
    ]
    if let day { parameters.append((words("As of", "截至"), "\(day)")) }
    return parameters
  }
}

/// A share in units of `scale` decimals, half up; null where there is nothing to divide by.
func rate(_ part: Int64, of whole: Int64, scale: Int = 4) throws -> OutputValue {
  if whole <= 0 { return .null }
  return .decimal(try Ratio(part, over: whole).rounded(.halfUp, scale: scale))
}
