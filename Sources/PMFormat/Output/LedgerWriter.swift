// A journal of double entry as plain text that hledger and its kin read.

/// Writes transactions into a buffer, one after the other; keeps none of them.
///
/// Names come from people's codes. What would end a name or mean something else in a journal is
/// written `%` and its byte in hexadecimal, so that no two codes share an account.
package final class LedgerWriter {
  private let buffer: ByteBuffer
  private let commodity: [UInt8]
  private var names: [[String]: [UInt8]] = [:]
  /// Beyond this many accounts the names are spelled anew.
  private static let heldNames = 65_536

  /// - Parameter commodity: the currency; anything but letters is quoted.
  package init(to buffer: ByteBuffer, commodity: String) {
    self.buffer = buffer
    let isPlain = commodity.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    self.commodity = Array((isPlain ? commodity : "\"\(commodity.filter { $0 != "\"" })\"").utf8)
  }

  /// Declares the commodity, with two decimals.
  package func declareCommodity() {
    buffer.literal("commodity 1000.00 ")
    buffer.bytes(commodity)
    buffer.literal("\n\n")
  }

  /// Declares an account with hledger's letter of its type; each has one: "a mixture of declared and
  /// name-inferred types can disrupt certain reports".
  package func declare(_ account: [String], type: Character) {
    buffer.literal("account ")
    buffer.bytes(name(account))
    buffer.string("  ; type:\(type)\n")
  }

  /// Begins a transaction.
  package func begin(day: String, code: String, title: String, tags: [(name: String, value: String)]) {
    buffer.literal("\n")
    buffer.string(day)
    buffer.literal(" (")
    append(code, stops: Self.codeStops)
    buffer.literal(") ")
    append(title, stops: Self.titleStops)
    append(tags)
  }

  /// A posting of the transaction that was begun.
  package func posting(
    _ account: [String], minor: Int64, tags: [(name: String, value: String)]
  ) {
    buffer.literal("    ")
    buffer.bytes(name(account))
    buffer.literal("  ")
    buffer.decimal(minor, .money)
    buffer.literal(" ")
    buffer.bytes(commodity)
    append(tags)
  }

  private func append(_ tags: [(name: String, value: String)]) {
    for (place, tag) in tags.enumerated() {
      if place == 0 { buffer.literal("  ; ") } else { buffer.literal(", ") }
      buffer.string(tag.name)
      buffer.literal(":")
      append(tag.value, stops: Self.tagStops)
    }
    buffer.literal("\n")
  }

  private func name(_ account: [String]) -> [UInt8] {
    if let known = names[account] { return known }
    var bytes: [UInt8] = []
    for (place, part) in account.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ":")) }
      escape(part, stops: Self.nameStops, opening: place == 0 ? Self.openingStops : [], into: &bytes)
    }
    if names.count >= Self.heldNames { names.removeAll(keepingCapacity: true) }
    names[account] = bytes
    return bytes
  }

  private func append(_ text: String, stops: [UInt8]) {
    if isPlain(text, stops) {
      buffer.string(text)
      return
    }
    var bytes: [UInt8] = []
    escape(text, stops: stops, opening: [], into: &bytes)
    buffer.bytes(bytes)
  }

  // "an account name … is terminated by two or more spaces"; a semicolon begins a comment.
  private static let nameStops = Array("%:;".utf8)
  /// At the start of a name brackets make a virtual posting, `*` and `!` a status.
  private static let openingStops = Array("([*!~=".utf8)
  private static let codeStops = Array("%()".utf8)
  private static let titleStops = Array("%;|".utf8)
  /// A comma ends a tag's value, a date in brackets would date the posting.
  private static let tagStops = Array("%,[]".utf8)
}

/// Appends `text`; a stop, a control character, and white space other than one plain blank between
/// two words, are escaped byte by byte.
private func escape(_ text: String, stops: [UInt8], opening: [UInt8], into bytes: inout [UInt8]) {
  let scalars = Array(text.unicodeScalars)
  for (place, scalar) in scalars.enumerated() {
    let value = scalar.value
    let isStop = value < 0x80 && stops.contains(UInt8(truncatingIfNeeded: value))
    let isOpening = place == 0 && value < 0x80 && opening.contains(UInt8(truncatingIfNeeded: value))
    let isBlank = scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    let isInner =
      value == 0x20 && place > 0 && place + 1 < scalars.count && scalars[place - 1] != " "
    if isStop || isOpening || (isBlank && !isInner) {
      for byte in String(Character(scalar)).utf8 {
        bytes.append(UInt8(ascii: "%"))
        bytes.append(hexadecimal(byte >> 4))
        bytes.append(hexadecimal(byte & 0x0F))
      }
    } else {
      bytes.append(contentsOf: String(Character(scalar)).utf8)
    }
  }
}

/// Whether nothing in `text` needs escaping: plain ASCII with single blanks between words.
private func isPlain(_ text: String, _ stops: [UInt8]) -> Bool {
  var last: UInt8 = 0x20
  for byte in text.utf8 {
    if byte < 0x20 || byte >= 0x7F || (byte == 0x20 && last == 0x20) { return false }
    if stops.contains(byte) { return false }
    last = byte
  }
  return last != 0x20 || text.isEmpty
}

private func hexadecimal(_ digit: UInt8) -> UInt8 {
  digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + (digit - 10)
}
