// Short ways to write days, sums and a seeded source of numbers in the billing tests.
import PMCore
import Testing

/// A value that a test needs, or its failure.
func need<Value>(_ value: Value?, _ location: SourceLocation = #_sourceLocation) throws -> Value {
  try #require(value, sourceLocation: location)
}

func day(_ text: String) throws -> Day { try #require(Day(text), "\(text)") }
func yuan(_ text: String) throws -> Money { try #require(Money(text), "\(text)") }
func span(_ from: String, _ to: String) throws -> DaySpan {
  try #require(DaySpan(try day(from), try day(to)))
}
/// `text` as an exact fraction.
func exact(_ text: String) throws -> Ratio { try #require(Price(text), "\(text)").ratio }

/// A small generator that gives the same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
