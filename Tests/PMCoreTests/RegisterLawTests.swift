// Registers of 5 to 12 digits, turned and misread by chance: what is billed is what was used.
import PMCore
import Testing

@Suite("Registers")
struct RegisterLawTests {
  private static let readOn = Day(number: 20_000)

  /// A small generator of its own, so that a failure can be played again.
  private struct Dice {
    var state: UInt64
    mutating func roll(_ below: Int64) -> Int64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int64(state % UInt64(max(below, 1)))
    }
  }

  private static func dial(_ digits: Int) -> Int64 { (0..<digits).reduce(10_000) { size, _ in size * 10 } }

  @Test("what a true register shows is billed as what ran through it", arguments: 5...12)
  func trueRegisters(digits: Int) throws {
    var dice = Dice(state: UInt64(digits) &* 0x9E37_79B9_7F4A_7C15 | 1)
    let size = Self.dial(digits)
    for _ in 0..<2_000 {
      let multiplier = 10_000 * (1 + dice.roll(40))
      let start = dice.roll(size)
      let used = dice.roll(size / 4)
      let shown = (start + used) % size
      let most = try Ratio(used, over: 10_000).times(Ratio(multiplier, over: 10_000))
      let rule = MeterRule(
        multiplier: Quantity(units: multiplier), digits: digits,
        maxUsage: Quantity(units: try most.rounded(.up, scale: 4)))
      let result = try usage(
        from: MeterReading(Self.readOn, Quantity(units: start)),
        to: MeterReading(Self.readOn.adding(30), Quantity(units: shown)), rule)
      #expect(try result.quantity.compared(to: most) == 0)
      #expect(result.kind == (start + used >= size ? .rollover : .plain))
      // The same fall without a largest usage to go by is never taken for a rollover.
      if start + used >= size {
        #expect(throws: UsageFault.falling) {
          try usage(
            from: MeterReading(Self.readOn, Quantity(units: start)),
            to: MeterReading(Self.readOn.adding(30), Quantity(units: shown)),
            MeterRule(multiplier: Quantity(units: multiplier), digits: digits))
        }
      }
    }
  }

  @Test("a register that falls and is no rollover is never billed as one", arguments: 5...12)
  func falling(digits: Int) throws {
    var dice = Dice(state: UInt64(digits) &* 0xD1B5_4A32_D192_ED03 | 1)
    let size = Self.dial(digits)
    for _ in 0..<2_000 {
      // Misread, or turned back, by up to half the dial; the largest usage is below the other half.
      let start = 1 + dice.roll(size - 1)
      let shown = start - 1 - dice.roll(min(start, size / 2))
      let most = dice.roll(size / 2 - 1)
      for mark in [ReadingMark.actual, .estimated] {
        let rule = MeterRule(digits: digits, maxUsage: Quantity(units: most))
        #expect(throws: UsageFault.falling) {
          try usage(
            from: MeterReading(Self.readOn, Quantity(units: start)),
            to: MeterReading(Self.readOn.adding(30), Quantity(units: shown), mark), rule)
        }
      }
      // After an estimate it is a credit, however small the rolled usage would be.
      let credit = try usage(
        from: MeterReading(Self.readOn, Quantity(units: start), .estimated),
        to: MeterReading(Self.readOn.adding(30), Quantity(units: shown)),
        MeterRule(digits: digits, maxUsage: Quantity(units: size)))
      #expect(credit.kind == .credit)
      #expect(credit.quantity.isNegative)
    }
  }

  @Test("a rolled usage above max_usage is refused, one at it is taken", arguments: 5...12)
  func atTheLimit(digits: Int) throws {
    let size = Self.dial(digits)
    let start = MeterReading(Self.readOn, Quantity(units: size - 10_000))
    let later = MeterReading(Self.readOn.adding(30), Quantity(units: 40_000))
    func rule(_ most: Int64) -> MeterRule {
      MeterRule(multiplier: Quantity(units: 20_000), digits: digits, maxUsage: Quantity(units: most))
    }
    // 5 dial units × 2 = 10
    #expect(try usage(from: start, to: later, rule(100_000)).kind == .rollover)
    #expect(throws: UsageFault.falling) { try usage(from: start, to: later, rule(99_999)) }
    let said = MeterReading(later.readOn, later.reading, .rollover)
    #expect(try usage(from: start, to: said, rule(0)).kind == .rollover)
    #expect(throws: UsageFault.beyondDial) {
      try usage(from: start, to: MeterReading(later.readOn, Quantity(units: size)), rule(0))
    }
  }

  @Test("a turn that only max_usage speaks for is doubtful where the fall is the smaller part", arguments: 5...12)
  func doubtful(digits: Int) throws {
    var dice = Dice(state: UInt64(digits) &* 0xA24B_AED4_963E_E407 | 1)
    let size = Self.dial(digits)
    for _ in 0..<2_000 {
      let start = 1 + dice.roll(size - 1)
      let shown = dice.roll(start)
      let rule = MeterRule(digits: digits, maxUsage: Quantity(units: size))
      for mark in [ReadingMark.actual, .rollover] {
        let result = try usage(
          from: MeterReading(Self.readOn, Quantity(units: start)),
          to: MeterReading(Self.readOn.adding(30), Quantity(units: shown), mark), rule)
        let isSmallFall = start - shown < size - (start - shown)
        #expect(result.kind == .rollover)
        #expect(result.isDoubtful(mark) == (isSmallFall && mark == .actual))
      }
    }
  }

  @Test("weights keep their proportion as whole numbers, or say that they cannot")
  func wholeWeights() throws {
    #expect(try wholeNumbers([]) == [])
    #expect(try wholeNumbers([Ratio(0), Ratio(0)]) == [0, 0])
    #expect(try wholeNumbers([Ratio(1_000_000), Ratio(500_000), Ratio(700_000, over: 2)]) == [20, 10, 7])
    #expect(try wholeNumbers([Ratio(1, over: 3), Ratio(1, over: 2)]) == [2, 3])
    #expect(throws: ArithmeticError.overflow) {
      try wholeNumbers([Ratio(.max), Ratio(1, over: 3), Ratio(1, over: .max)])
    }
  }
}
