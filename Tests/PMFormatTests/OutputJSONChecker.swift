// A small reader of JSON, so that tests check what is written by rules of its own.

/// Checks text against RFC 8259 and collects its strings, keys included.
struct OutputJSONChecker {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private(set) var strings: [String] = []

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func isWellFormed() -> Bool {
    let isValue = value()
    space()
    return isValue && place == scalars.count
  }

  private mutating func value() -> Bool {
    space()
    switch peek {
    case "{": return list("{", "}", keyed: true)
    case "[": return list("[", "]", keyed: false)
    case "\"": return string()
    case "t": return word("true")
    case "f": return word("false")
    case "n": return word("null")
    default: return number()
    }
  }

  private mutating func list(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, keyed: Bool
  ) -> Bool {
    guard take(open) else { return false }
    space()
    if take(close) { return true }
    repeat {
      space()
      if keyed {
        guard string() else { return false }
        space()
        guard take(":") else { return false }
      }
      guard value() else { return false }
      space()
    } while take(",")
    return take(close)
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    var text = ""
    while let scalar = peek, scalar != "\"" {
      place += 1
      guard scalar.value >= 0x20 else { return false }
      guard scalar == "\\" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      guard let escape = peek else { return false }
      place += 1
      switch escape {
      case "\"", "\\", "/": text.unicodeScalars.append(escape)
      case "n": text += "\n"
      case "t": text += "\t"
      case "r": text.unicodeScalars.append("\r")
      case "u":
        let end = min(place + 4, scalars.count)
        let digits = String(String.UnicodeScalarView(scalars[place..<end]))
        guard let code = UInt32(digits, radix: 16), let meant = Unicode.Scalar(code) else {
          return false
        }
        text.unicodeScalars.append(meant)
        place += 4
      default: return false
      }
    }
    strings.append(text)
    return take("\"")
  }

  private mutating func number() -> Bool {
    _ = take("-")
    let start = place
    while let digit = peek, ("0"..."9").contains(digit) { place += 1 }
    return place > start && (place == start + 1 || scalars[start] != "0")
  }

  private mutating func word(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy { take($0) }
  }

  private mutating func space() {
    while let scalar = peek, scalar == " " || scalar == "\n" { place += 1 }
  }

  private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    place += 1
    return true
  }
}
