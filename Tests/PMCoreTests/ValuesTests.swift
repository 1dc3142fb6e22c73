// Money, decimals, fractions, civil days and natural keys: exact at every edge.
import PMCore
import Testing

@Suite struct ValuesTests {
  @Test(
    "a decimal is read exactly or refused",
    arguments: [
      ("0", 8, DecimalCell.value(0)), ("2.80", 8, .value(280_000_000)),
      ("-4.49", 2, .value(-449)), ("0.66286875", 8, .value(66_286_875)),
      ("1.500", 2, .value(150)), ("1.505", 2, .tooManyDecimals), ("1e3", 2, .notANumber),
      ("", 2, .notANumber), ("-", 2, .notANumber), (".5", 2, .notANumber), ("5.", 2, .notANumber),
      ("1,23", 2, .notANumber), ("12abc", 2, .notANumber), ("--1", 2, .notANumber),
      ("92233720368547758.07", 2, .value(.max)), ("92233720368547758.08", 2, .outOfRange),
      ("99999999999999999999", 0, .outOfRange),
    ] as [(String, Int, DecimalCell)])
  func readsDecimals(text: String, scale: Int, expected: DecimalCell) {
    #expect(withBytes(of: text) { parseDecimal($0, scale: scale) } == expected)
  }

  @Test("a decimal is written without needless zeros, money with both decimals")
  func writesDecimals() {
    #expect(Quantity(units: 533_757).description == "53.3757")
    #expect(Price(units: 280_000_000).description == "2.8")
    #expect(Money(minor: 25_000).description == "250.00")
    #expect(Money(minor: -5).description == "-0.05")
  }

  @Test(
    "each rounding settles halves its own way",
    arguments: [
      (Rounding.halfUp, [13, -13, 14, -14]), (.halfEven, [12, -12, 14, -14]),
      (.down, [12, -12, 13, -13]), (.up, [13, -13, 14, -14]),
    ] as [(Rounding, [Int64])])
  func rounds(rounding: Rounding, expected: [Int64]) throws {
    let eighths = [
      Ratio(125, over: 1000), Ratio(-125, over: 1000), Ratio(135, over: 1000),
      Ratio(-135, over: 1000),
    ]
    #expect(try eighths.map { try $0.money(rounding).minor } == expected)
  }

  @Test("a fraction out of range throws instead of trapping")
  func overflows() {
    let huge = Ratio(.max)
    #expect(throws: ArithmeticError.overflow) {
      try huge.times(huge).times(huge).times(huge)
    }
    #expect(throws: ArithmeticError.divisionByZero) { try huge.divided(by: .zero) }
  }

  @Test("every day from 1900 to 2100 has the civil date after the one before it")
  func civilDaysFollowEachOther() throws {
    var day = try #require(Day("1900-01-01"))
    var (year, month, date) = (1900, 1, 1)
    while year < 2100 {
      #expect(day.civil == (year, month, date))
      #expect(Day(day.description) == day)
      day = day.adding(1)
      date += 1
      if date > daysInMonth(year: year, month: month) { (month, date) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect(Day("2026-11-22")?.weekday == 7)
    #expect(Day("2024-02-30") == nil)
    #expect(Day("1970-01-01")?.number == 0)
  }

  @Test("natural keys order digit runs by value and never collide")
  func naturalOrder() {
    let codes = [
      "1", "01", "001", "1-1", "1-2", "1-2-0101", "1-2-101", "1-10", "1-10-0101", "2", "10", "P-001",
      "P-002", "S-01", "房1", "房10", "000", "0", "00", "12345678901", "a:12345678901", "a:1", "",
    ]
    #expect(Set(codes.map(NaturalKey.of)).count == codes.count)
    let order = ["1-2", "1-10", "1-9999999999", "1-10000000000", "2-1"]
    #expect(order.shuffled().sorted { NaturalKey.of($0) < NaturalKey.of($1) } == order)
  }

  @Test("an instant shows in its zone and comes back")
  func zones() throws {
    let zone = try #require(Zone("+08:00"))
    let day = try #require(Day("2026-10-01"))
    let instant = zone.instant(day, 0, 30)
    #expect(zone.text(instant) == "2026-10-01 00:30")
    #expect(zone.day(of: instant) == day)
    #expect(Zone("Z")?.text(instant) == "2026-09-30 16:30")
    #expect(Zone("+0800") == nil)
  }
}
