// JSON after RFC 8259: an array of objects, or an object a line.

/// Writes JSON or JSON Lines while rows come in.
///
/// Integers are numbers; decimals and money are strings, money with the integer of minor units
/// beside it; what is not there is null. Keys are the fields' names.
final class JSONSink: RowSink {
  /// What is known of a field before its first value.
  private struct Plan {
    /// Where what stands before the value begins in `keys`: `{"name":` or `,"name":`.
    let key: Int
    let keyCount: Int
    /// The same for the minor units, which stand right behind it; no bytes unless it is money.
    let minorCount: Int
    let scale: DecimalScale
  }

  private let buffer: ByteBuffer
  private let lines: Bool
  private var plan = UnsafeMutableBufferPointer<Plan>.allocate(capacity: 0)
  private var keys = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 0)
  private var index = 0
  private var rows = 0

  init(_ buffer: ByteBuffer, lines: Bool) {
    self.buffer = buffer
    self.lines = lines
  }

  deinit {
    plan.deallocate()
    keys.deallocate()
  }

  func begin(_ fields: [OutputField]) throws(OutputError) {
    var plans: [Plan] = []
    var bytes: [UInt8] = []
    for field in fields {
      let start = bytes.count
      bytes += Array((plans.isEmpty ? "{" : ",").utf8) + quotedJSON(field.name) + Array(":".utf8)
      let middle = bytes.count
      if field.kind == .money {
        bytes += Array(",".utf8) + quotedJSON(field.name + "_minor") + Array(":".utf8)
      }
      plans.append(
        Plan(
          key: start, keyCount: middle - start, minorCount: bytes.count - middle,
          scale: field.scale))
    }
    plan.deallocate()
    keys.deallocate()
    plan = .allocate(capacity: plans.count)
    keys = .allocate(capacity: bytes.count)
    _ = plan.initialize(from: plans)
    _ = keys.initialize(from: bytes)
  }

  func null() {
    guard open() else { return }
    buffer.literal("null")
    if openMinor() { buffer.literal("null") }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard open() else { return }
    quoteJSON(bytes, into: buffer)
  }

  func integer(_ value: Int64) {
    guard open() else { return }
    buffer.integer(value)
  }

  func decimal(_ units: Int64) {
    guard open() else { return }
    quotedDecimal(units, plan[index - 1].scale)
  }

  func money(_ minor: Int64) {
    guard open() else { return }
    quotedDecimal(minor, .money)
    if openMinor() { buffer.integer(minor) }
  }

  func boolean(_ value: Bool) {
    guard open() else { return }
    buffer.literal(value ? "true" : "false")
  }

  func endRow() throws(OutputError) {
    guard plan.count > 0 else { return }
    while index < plan.count { null() }
    buffer.byte(UInt8(ascii: "}"))
    if lines { buffer.byte(UInt8(ascii: "\n")) }
    index = 0
    rows += 1
    try buffer.check()
  }

  func finish() throws(OutputError) {
    if !lines { buffer.literal(rows == 0 ? "[]\n" : "\n]\n") }
    try buffer.flush()
  }

  /// Writes the key of the next cell; false when the row has no more.
  @inline(__always)
  private func open() -> Bool {
    guard index < plan.count else { return false }
    if index == 0, !lines { buffer.literal(rows == 0 ? "[\n" : ",\n") }
    let field = plan[index]
    buffer.bytes(UnsafeBufferPointer(rebasing: keys[field.key..<field.key + field.keyCount]))
    index += 1
    return true
  }

  /// Writes the key of the minor units of the cell just written; false when it is not money.
  @inline(__always)
  private func openMinor() -> Bool {
    let field = plan[index - 1]
    guard field.minorCount > 0 else { return false }
    let start = field.key + field.keyCount
    buffer.bytes(UnsafeBufferPointer(rebasing: keys[start..<start + field.minorCount]))
    return true
  }

  @inline(__always)
  private func quotedDecimal(_ units: Int64, _ scale: DecimalScale) {
    buffer.byte(UInt8(ascii: "\""))
    buffer.decimal(units, scale)
    buffer.byte(UInt8(ascii: "\""))
  }
}

/// A string as JSON writes it, quotes included.
package func quotedJSON(_ string: String) -> [UInt8] {
  var string = string
  let isPlain = string.withUTF8 { !needsEscape($0) }
  if isPlain { return [UInt8(ascii: "\"")] + string.utf8 + [UInt8(ascii: "\"")] }
  let memory = MemoryDestination()
  let buffer = ByteBuffer(to: memory)
  string.withUTF8 { quoteJSON($0, into: buffer) }
  // Memory takes everything.
  try? buffer.close()
  return memory.bytes
}

/// Writes UTF-8 as a JSON string, quotes included.
@inline(__always)
func quoteJSON(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer) {
  buffer.byte(UInt8(ascii: "\""))
  if needsEscape(bytes) {
    escapeJSON(bytes, into: buffer)
  } else {
    buffer.bytes(bytes)
  }
  buffer.byte(UInt8(ascii: "\""))
}

/// True when text holds a control character, a quote or a backslash.
@inline(__always)
private func needsEscape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let start = bytes.baseAddress else { return false }
  let raw = UnsafeRawPointer(start)
  var place = 0
  var hits: UInt64 = 0
  while place + 8 <= bytes.count {
    let word = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    hits |= zeros(word ^ repeated(0x22)) | zeros(word ^ repeated(0x5C))
    hits |= zeros(word ^ repeated(0x7F))
    // A byte under 0x20 borrows from its top bit.
    hits |= (word &- repeated(0x20)) & ~word & repeated(0x80)
    place += 8
  }
  if hits != 0 { return true }
  while place < bytes.count {
    let byte = start[place]
    if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F { return true }
    place += 1
  }
  return false
}

@inline(never)
private func escapeJSON(_ bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer) {
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "\""): buffer.string("\\\"")
    case UInt8(ascii: "\\"): buffer.string("\\\\")
    case UInt8(ascii: "\n"): buffer.string("\\n")
    case UInt8(ascii: "\r"): buffer.string("\\r")
    case UInt8(ascii: "\t"): buffer.string("\\t")
    case 0..<0x20, 0x7F:
      buffer.string("\\u00")
      buffer.byte(hexDigit(byte >> 4))
      buffer.byte(hexDigit(byte & 15))
    default: buffer.byte(byte)
    }
  }
}

/// The lower-case digit of a value under 16.
func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
}
