// Reads the messages off a source file: their English text and the calls that they stand in.

/// Finds the English text of messages in a source file: `Words("…")`, `.usage("code", "…")`.
struct MessageScanner {
  struct Message {
    let line: Int
    /// The calls that it stands in, from the outermost.
    let calls: [String]
    /// What stands between the interpolations, without blanks around it.
    let fragments: [String]
  }

  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private(set) var found: [Message] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func scan() {
    var open: [(call: String, argument: Int)] = []
    var word: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x0A { line += 1 }
      if byte == UInt8(ascii: "/"), at + 1 < bytes.count, bytes[at + 1] == byte {
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
      } else if byte == UInt8(ascii: "\"") {
        let line = line
        var fragments = literal()
        while goesOn() {
          let more = literal()
          fragments[fragments.count - 1] += more[0]
          fragments += more.dropFirst()
        }
        let (call, argument) = open.last ?? ("", 0)
        let isMessage =
          call == "Words" && argument == 0
          || ["usage", "refused"].contains(call) && argument == 1
        if isMessage {
          found.append(
            Message(line: line, calls: open.map(\.call), fragments: fragments.map(trimmed)))
        }
      } else if byte == UInt8(ascii: "_") || Character(UnicodeScalar(byte)).isLetter {
        word.append(byte)
        at += 1
        continue
      } else {
        switch byte {
        case UInt8(ascii: "("): open.append((String(decoding: word, as: UTF8.self), 0))
        case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(("", 0))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = open.popLast()
        case UInt8(ascii: ","): if !open.isEmpty { open[open.count - 1].argument += 1 }
        default: break
        }
        at += 1
      }
      word = []
    }
  }

  /// Reads a literal: what stands before, between and behind its interpolations.
  private mutating func literal() -> [[UInt8]] {
    let fence = isFence ? 3 : 1
    let isRaw = at > 0 && bytes[at - 1] == UInt8(ascii: "#")
    at += fence
    var fragments: [[UInt8]] = [[]]
    while at < bytes.count, bytes[at] != 0x22 || fence == 3 && !isFence || isRaw && !endsRaw {
      if bytes[at] == 0x0A { line += 1 }
      guard bytes[at] == UInt8(ascii: "\\"), !isRaw, at + 1 < bytes.count else {
        fragments[fragments.count - 1].append(bytes[at])
        at += 1
        continue
      }
      at += 1
      if bytes[at] == UInt8(ascii: "(") {
        var depth = 0
        repeat {
          if bytes[at] == 0x22 {
            _ = literal()
          } else {
            if bytes[at] == UInt8(ascii: "(") { depth += 1 }
            if bytes[at] == UInt8(ascii: ")") { depth -= 1 }
            at += 1
          }
        } while depth > 0 && at < bytes.count
        fragments.append([])
      } else {
        fragments[fragments.count - 1].append(bytes[at] == UInt8(ascii: "n") ? 0x20 : bytes[at])
        at += 1
      }
    }
    at += fence
    return fragments
  }

  /// Whether three quotes stand here.
  private var isFence: Bool { bytes[at...].prefix(3).elementsEqual([0x22, 0x22, 0x22]) }

  /// Whether a quote and `#` stand here.
  private var endsRaw: Bool { bytes[at...].prefix(2).elementsEqual([0x22, UInt8(ascii: "#")]) }

  /// Passes `+ "`: the literal goes on.
  private mutating func goesOn() -> Bool {
    var next = at
    for mark in [UInt8(ascii: "+"), UInt8(ascii: "\"")] {
      while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x0A { next += 1 }
      guard next < bytes.count, bytes[next] == mark else { return false }
      next += mark == 0x22 ? 0 : 1
    }
    line += bytes[at..<next].count { $0 == 0x0A }
    at = next
    return true
  }

  private func trimmed(_ fragment: [UInt8]) -> String {
    let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0A }
    let start = fragment.drop(while: blank)
    return String(decoding: start.reversed().drop(while: blank).reversed(), as: UTF8.self)
  }
}
