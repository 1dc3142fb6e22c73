// Values of the domain on their way into a statement and out of a row: the one place that knows which
// integer each is stored as.
import CSQLite
package import PMCore

extension SQLValue {
  /// The date, or NULL for nil.
  package static func day(_ day: Day?) -> SQLValue { SQLValue(day.map { Int64($0.number) }) }
  /// The period, or NULL for nil.
  package static func period(_ period: Period?) -> SQLValue { SQLValue(period.map { Int64($0.index) }) }
  /// The moment, or NULL for nil.
  package static func instant(_ instant: Instant?) -> SQLValue { SQLValue(instant?.seconds) }
  /// The amount, or NULL for nil.
  package static func money(_ money: Money?) -> SQLValue { SQLValue(money?.minor) }
  /// The quantity, or NULL for nil.
  package static func quantity(_ quantity: Quantity?) -> SQLValue { SQLValue(quantity?.units) }
  /// The price, or NULL for nil.
  package static func price(_ price: Price?) -> SQLValue { SQLValue(price?.units) }
  /// 1 for what is true, 0 for what is not.
  package static func flag(_ flag: Bool) -> SQLValue { .integer(flag ? 1 : 0) }
}

/// Where a column may be NULL, the reading without `optional` takes it for 0.
extension Statement {
  /// The column as a date.
  package func day(_ column: Int) -> Day { Day(number: Int32(truncatingIfNeeded: int64(column))) }
  /// The column as a date; nil for NULL.
  package func optionalDay(_ column: Int) -> Day? { isNull(column) ? nil : day(column) }
  /// The column as a period.
  package func period(_ column: Int) -> Period { Period(index: Int32(truncatingIfNeeded: int64(column))) }
  /// The column as a period; nil for NULL.
  package func optionalPeriod(_ column: Int) -> Period? { isNull(column) ? nil : period(column) }
  /// The column as a moment.
  package func instant(_ column: Int) -> Instant { Instant(seconds: int64(column)) }
  /// The column as a moment; nil for NULL.
  package func optionalInstant(_ column: Int) -> Instant? { isNull(column) ? nil : instant(column) }
  /// The column as an amount.
  package func money(_ column: Int) -> Money { Money(minor: int64(column)) }
  /// The column as an amount; nil for NULL.
  package func optionalMoney(_ column: Int) -> Money? { isNull(column) ? nil : money(column) }
  /// The column as a quantity.
  package func quantity(_ column: Int) -> Quantity { Quantity(units: int64(column)) }
  /// The column as a quantity; nil for NULL.
  package func optionalQuantity(_ column: Int) -> Quantity? { isNull(column) ? nil : quantity(column) }
  /// The column as a price; nil for NULL.
  package func optionalPrice(_ column: Int) -> Price? { isNull(column) ? nil : Price(units: int64(column)) }
  /// The column as a rate.
  package func rate(_ column: Int) -> Rate { Rate(units: int64(column)) }
  /// The column as a rate; nil for NULL.
  package func optionalRate(_ column: Int) -> Rate? { isNull(column) ? nil : rate(column) }
  /// Whether the column is true, which is stored as 1.
  package func flag(_ column: Int) -> Bool { int64(column) != 0 }
  /// Whether the column is true; nil for NULL.
  package func optionalFlag(_ column: Int) -> Bool? { isNull(column) ? nil : flag(column) }

  /// The column as one of the words of a choice; throws where it has a word that is none of them.
  package func word<Word: RawRepresentable>(
    _ column: Int, as choice: Word.Type = Word.self
  ) throws(StoreError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: string(column)) else {
      // The word itself may say something of somebody.
      throw StoreError("the database has a word that pm does not know", code: SQLITE_CORRUPT)
    }
    return word
  }

  /// The column as one of the words of a choice; nil for NULL.
  package func optionalWord<Word: RawRepresentable>(
    _ column: Int, as choice: Word.Type = Word.self
  ) throws(StoreError) -> Word? where Word.RawValue == String {
    try isNull(column) ? nil : word(column)
  }
}
