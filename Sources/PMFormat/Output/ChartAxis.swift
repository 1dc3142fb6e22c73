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
  /// Values as people read them: thousands set apart, the unit behind, and all of them with as many
  /// decimals as one of them needs; of money none or both.
  struct Figures {
    private let scale: DecimalScale
    private let unit: String
    /// Decimals that are not shown: of no value is one of them anything but 0.
    private let hidden: Int

    init(_ values: [Int64], of chart: Chart) {
      scale = DecimalScale(places: chart.scale, trims: false)
      unit = chart.unit
      let isMoney = chart.scale == 2 && chart.unit != "%"
      var hidden = 0
      var part: UInt64 = 10
      while hidden < scale.places, values.allSatisfy({ $0.magnitude % part == 0 }) {
        hidden += 1
        part *= 10
      }
      self.hidden = isMoney && hidden < 2 ? 0 : hidden
    }

    func callAsFunction(_ value: Int64) -> String {
      let text = decimalText(value, scale)
      let whole = text.prefix { $0 != "." }
      var digits = ""
      for (place, digit) in whole.enumerated() {
        if place > 0, (whole.count - place) % 3 == 0, digits != "-" { digits += "," }
        digits.append(digit)
      }
      let fraction = text.dropFirst(whole.count).dropLast(hidden)
      return digits + (fraction == "." ? "" : fraction) + unit
    }
  }
}
