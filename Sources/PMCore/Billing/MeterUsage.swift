// From two readings to a usage: multiplier, dials that turn over, estimates that were too high.

/// How a reading came about.
package enum ReadingMark: String, Sendable, CaseIterable {
  case actual, estimated
  /// The row says that the dial turned over since the reading before.
  case rollover
}

/// What a meter showed on a day.
package struct MeterReading: Equatable, Sendable {
  package var readOn: Day
  package var reading: Quantity
  package var mark: ReadingMark

  package init(_ readOn: Day, _ reading: Quantity, _ mark: ReadingMark = .actual) {
    self.readOn = readOn
    self.reading = reading
    self.mark = mark
  }
}

/// The properties of a meter that its usage depends on.
package struct MeterRule: Equatable, Sendable {
  package var multiplier: Quantity
  /// Digits of the dial; nil for one that does not turn over.
  package var digits: Int?
  /// The most that a rolled usage may be after the multiplier, for a row that does not say so.
  package var maxUsage: Quantity?

  package init(
    multiplier: Quantity = .one, digits: Int? = nil, maxUsage: Quantity? = nil
  ) {
    self.multiplier = multiplier
    self.digits = digits
    self.maxUsage = maxUsage
  }
}

/// What kind of step the readings made.
package enum ReadingKind: String, Sendable {
  case plain
  /// The dial passed its last number.
  case rollover
  /// An actual reading below an estimated one gives back what was estimated too much.
  case credit
}

/// The usage between two readings.
package struct MeterUsage: Equatable, Sendable {
  /// After the multiplier; negative for a credit.
  package let quantity: Ratio
  package let kind: ReadingKind
  /// Whether the dial, had it turned over, would have gone more than half way around: a fall so
  /// small is more likely a misreading, however large `max_usage` is.
  package var isMoreThanHalfWay = false

  /// Whether only `max_usage` says that the dial turned over, and the fall is a small one.
  package func isDoubtful(_ mark: ReadingMark) -> Bool {
    kind == .rollover && mark != .rollover && isMoreThanHalfWay
  }
}

/// Why two readings give no usage; the row of the later one is rejected.
package enum UsageFault: Error, Equatable, Sendable {
  /// Not after the reading before.
  case notLater
  /// Below zero, or more digits than the dial has.
  case beyondDial
  /// Below the reading before without a reason.
  case falling
  /// Called a rollover, but the meter has no digits or the reading did not fall.
  case noRollover
  case arithmetic(ArithmeticError)

  package var code: String {
    switch self {
    case .notLater: "reading-not-later"
    case .beyondDial: "reading-beyond-dial"
    case .falling: "reading-falls"
    case .noRollover: "no-rollover"
    case .arithmetic: "usage-out-of-range"
    }
  }

  package var words: Words {
    switch self {
    case .notLater: Words("is not after the reading before", zh: "不晚于上次抄表日期")
    case .beyondDial: Words("is more than the dial can show, or below zero", zh: "超出表盘位数或小于零")
    case .falling:
      Words(
        "is below the reading before, and no rollover within max_usage", zh: "小于上次读数，且不属于最大用量内的翻表")
    case .noRollover: Words("cannot be a rollover", zh: "不可能是翻表")
    case .arithmetic: Words("gives a usage that is too large", zh: "用量过大")
    }
  }
}

/// The usage from `earlier` to `later`: (later − earlier) × multiplier.
///
/// A fall is a rollover where the row says so, a credit where an actual reading follows an estimated
/// one, a rollover where the rolled usage is at most `max_usage`; otherwise it is rejected.
package func usage(from earlier: MeterReading, to later: MeterReading, _ meter: MeterRule)
  throws(UsageFault) -> MeterUsage
{
  if later.readOn <= earlier.readOn { throw .notLater }
  let dial = meter.digits.flatMap { $0 > 0 && $0 <= 12 ? dialSize($0) : nil }
  if later.reading < .zero { throw .beyondDial }
  if let dial, later.reading.units >= dial { throw .beyondDial }
  let difference = Int128(later.reading.units) - Int128(earlier.reading.units)
  let rolled = dial.map { difference + Int128($0) }
  if later.mark == .rollover {
    guard let rolled, difference < 0, rolled >= 0 else { throw .noRollover }
    return try scaled(rolled, meter, .rollover)
  }
  if difference >= 0 { return try scaled(difference, meter, .plain) }
  if later.mark == .actual && earlier.mark == .estimated {
    return try scaled(difference, meter, .credit)
  }
  guard let rolled, rolled >= 0, let most = meter.maxUsage else { throw .falling }
  var usage = try scaled(rolled, meter, .rollover)
  usage.isMoreThanHalfWay = rolled > -difference
  do {
    if try usage.quantity.compared(to: most.ratio) > 0 { throw UsageFault.falling }
  } catch let fault as UsageFault {
    throw fault
  } catch {
    throw .arithmetic(.overflow)
  }
  return usage
}

/// The number after the dial's last one, at four decimals.
private func dialSize(_ digits: Int) -> Int64 {
  var size = Quantity.unitsOfOne
  for _ in 0..<digits { size *= 10 }
  return size
}

private func scaled(_ units: Int128, _ meter: MeterRule, _ kind: ReadingKind) throws(UsageFault)
  -> MeterUsage
{
  guard let product = try? checkedProduct(units, Int128(meter.multiplier.units)) else {
    throw .arithmetic(.overflow)
  }
  let one = Int128(Quantity.unitsOfOne)
  return MeterUsage(quantity: Ratio(lowest: product, one * one), kind: kind)
}
