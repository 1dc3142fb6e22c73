// Columns of a row as values of the domain.
import PMCore

extension Statement {
  /// The column as a date.
  func day(_ column: Int) -> Day { Day(number: Int32(truncatingIfNeeded: int64(column))) }
  /// The column as a date; nil for NULL.
  func optionalDay(_ column: Int) -> Day? { isNull(column) ? nil : day(column) }
  /// The column as a period.
  func period(_ column: Int) -> Period { Period(index: Int32(truncatingIfNeeded: int64(column))) }
  /// The column as a period; nil for NULL.
  func optionalPeriod(_ column: Int) -> Period? { isNull(column) ? nil : period(column) }
  /// The column as an amount.
  func money(_ column: Int) -> Money { Money(minor: int64(column)) }
}
