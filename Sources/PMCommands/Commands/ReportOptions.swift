// The options that reports share, and the days that they name.
import PMCore

/// The options that reports share.
enum ReportOptions {
  static let from = Option(
    "from", "DATE", Words("First day of the range.", zh: "起始日期。"), parse: Day.init(_:))
  static let to = Option(
    "to", "DATE", Words("Last day of the range.", zh: "截止日期。"), parse: Day.init(_:))
  static let period = Option(
    "period", "YYYY-MM", Words("The month of the report.", zh: "报表月份。"), parse: Period.init(_:))

  /// The days from --from through --to, or those of --period.
  static func range(_ arguments: Arguments) throws -> (first: Day, last: Day) {
    if let period = arguments[period] {
      if arguments.isGiven(from) || arguments.isGiven(to) {
        throw Failure.usage(
          "conflicting-options", Words("give --period, or --from and --to", zh: "请用 --period，或 --from 与 --to"))
      }
      return (period.first, period.last)
    }
    let range = (first: try arguments.require(from), last: try arguments.require(to))
    if range.last < range.first {
      throw Failure.usage(
        "ends-before-it-starts",
        Words(
          "--to \(range.last) is before --from \(range.first)",
          zh: "--to \(range.last) 早于 --from \(range.first)"))
    }
    return range
  }
}

extension Context {
  /// What a report says of itself in the language of the run.
  func words(_ en: String, _ zh: String) -> String { Words(en, zh: zh)[language] }
}
