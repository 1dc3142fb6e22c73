// Digits by hand: the same as the language's own.
import PMFormat
import Testing

@Test(
  "A scaled integer is printed with as few or with all its decimals",
  arguments: [
    (0, 4, "0", "0.0000"), (1, 4, "0.0001", "0.0001"), (-1, 4, "-0.0001", "-0.0001"),
    (10_000, 4, "1", "1.0000"), (895_000, 4, "89.5", "89.5000"), (-895_000, 4, "-89.5", "-89.5000"),
    (100, 0, "100", "100"), (100_000_000, 8, "1", "1.00000000"), (5, 2, "0.05", "0.05"),
    (Int64.max, 8, "92233720368.54775807", "92233720368.54775807"),
    (Int64.min, 18, "-9.223372036854775808", "-9.223372036854775808"),
    (Int64.min, 0, "-9223372036854775808", "-9223372036854775808"),
  ] as [(Int64, Int, String, String)])
func decimals(units: Int64, scale: Int, short: String, full: String) throws {
  let fields = [
    OutputField(name: "s", kind: .decimal(scale: scale)),
    OutputField(name: "f", kind: .fixed(scale: scale)),
  ]
  let out = try rendered(.csv, fields, [[.decimal(units), .decimal(units)]])
  #expect(out == "s,f\n\(short),\(full)\n")
}

@Test("Integers of every length and sign print as the language prints them")
func integers() throws {
  var random = OutputRandom(state: 1)
  var values: [Int64] = [0, 9, 10, 99, 100, -1, -10, .max, .min, .max - 1, .min + 1]
  for bits in 1..<64 {
    for _ in 0..<20 { values.append(Int64(truncatingIfNeeded: random.next() >> UInt64(64 - bits))) }
  }
  values += values.map { 0 &- $0 }
  let out = try rendered(
    .csv, [OutputField(name: "n", kind: .integer)], values.map { [.integer($0)] })
  #expect(out == "n\n" + values.map { "\($0)\n" }.joined())
}

@Test("Ten thousand negative numbers pass the guard for spreadsheets unchanged")
func negativeNumbers() throws {
  var random = OutputRandom(state: 2)
  let fields = [
    OutputField(name: "m", kind: .money), OutputField(name: "d", kind: .decimal(scale: 4)),
    OutputField(name: "n", kind: .integer),
  ]
  let values = (0..<10_000).map { _ in -Int64(random.next() >> 2) - 1 }
  let rows = values.map { [OutputValue.money($0), .decimal($0), .integer($0)] }
  let plain = try rendered(.csv, fields, rows)
  let excel = try rendered(.csv, fields, rows, excelOptions)
  #expect(excel == "\u{FEFF}" + plain.split(separator: "\n").map { $0 + "\r\n" }.joined())
  #expect(plain.split(separator: "\n").dropFirst().allSatisfy { $0.first == "-" })
  let known = zip(values, plain.split(separator: "\n").dropFirst())
  #expect(known.allSatisfy { value, line in line.hasSuffix(",\(value)") })
}

@Test("Output longer than the buffer arrives whole")
func longOutput() throws {
  let long = String(repeating: "长", count: 100_000)
  let rows = (0..<200).map { [OutputValue.text($0 == 50 ? long : "row \($0)")] }
  let out = try rendered(.csv, [OutputField(name: "t", kind: .text)], rows)
  let expected = (0..<200).map { ($0 == 50 ? long : "row \($0)") + "\n" }.joined()
  #expect(out == "t\n" + expected)
}
