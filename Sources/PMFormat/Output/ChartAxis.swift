// The scale beside a chart: round steps, and figures with thousands set apart.

/// A scale of values that covers a range in round steps.
struct ChartAxis {
  /// The values at the steps, in units.
  let ticks: [Int64]
  private let low: Double
  private let span: Double

  /// A scale over values in about `steps` steps; it holds zero unless all values are far from it.
  ///
  /// - Parameter one: what the scale spans at least, in units.
  init(_ values: [Int64], steps: Int = 5, fromZero: Bool = true, one: Int64 = 1) {
    let least = values.min() ?? 0
    let greatest = values.max() ?? 0
    var low = Double(least)
    var high = Double(greatest)
    if fromZero || low > 0 && low < high / 2 { low = min(low, 0) }
    if fromZero || high < 0 && high > low / 2 { high = max(high, 0) }
    // One value alone stands at the end of a scale from zero.
    if high <= low, low > 0 { low = 0 }
    if high <= low, high < 0 { high = 0 }
    if high <= low { high = low + Double(max(one, 1)) }

    // Round steps of 1, 2 or 5 times a power of ten.
    var step = 1.0
    let raw = (high - low) / Double(steps)
    while step * 10 <= raw { step *= 10 }
    if step < raw { step *= step * 2 >= raw ? 2 : step * 5 >= raw ? 5 : 10 }
    low = (low / step).rounded(.down) * step
    high = (high / step).rounded(.up) * step

    var ticks: [Int64] = []
    var value = low
    while value <= high + step / 2, ticks.count <= 2 * steps {
      if let tick = Int64(exactly: value.rounded()) { ticks.append(tick) }
      value += step
    }
    self.ticks = ticks
    self.low = low
    span = high - low
  }

  /// Where a value stands between the ends of the scale, 0 to 1.
  func place(_ value: Int64) -> Double { (Double(value) - low) / span }
}

extension Chart {
  /// Values as people read them: thousands set apart, the unit behind, and all of them with
  /// decimals when one of them needs some.
  struct Figures {
    private let scale: DecimalScale
    private let unit: String
    private let isWhole: Bool

    init(_ values: [Int64], of chart: Chart) {
      let scale = DecimalScale(places: chart.scale, trims: false)
      self.scale = scale
      unit = chart.unit
      isWhole = values.allSatisfy { $0.magnitude % scale.one == 0 }
    }

    func callAsFunction(_ value: Int64) -> String {
      let text = decimalText(value, scale)
      let whole = text.prefix { $0 != "." }
      var digits = ""
      for (place, digit) in whole.enumerated() {
        if place > 0, (whole.count - place) % 3 == 0, digits != "-" { digits += "," }
        digits.append(digit)
      }
      return digits + (isWhole ? "" : text.dropFirst(whole.count)) + unit
    }
  }
}
