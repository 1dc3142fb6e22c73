// Renders rows in memory for the tests of the output.
import PMFormat

/// The text that a format makes of rows.
func rendered(
  _ format: OutputFormat, _ fields: [OutputField], _ rows: [[OutputValue]],
  _ options: OutputOptions = OutputOptions()
) throws -> String {
  let memory = MemoryDestination()
  let buffer = ByteBuffer(to: memory)
  let sink = format.sink(to: buffer, options: options)
  try sink.begin(fields)
  for row in rows { try sink.row(row) }
  try sink.finish()
  try buffer.close()
  return memory.text
}

/// The text that a format makes of a report.
func rendered(
  _ report: Report, as format: OutputFormat, _ options: OutputOptions = OutputOptions()
) throws -> String {
  let memory = MemoryDestination()
  let buffer = ByteBuffer(to: memory)
  try report.write(to: format.sink(to: buffer, options: options))
  try buffer.close()
  return memory.text
}

/// The options of CSV for spreadsheets.
var excelOptions: OutputOptions {
  var options = OutputOptions()
  options.excel = true
  return options
}

/// A source of numbers that gives the same ones in every run (SplitMix64).
struct OutputRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
