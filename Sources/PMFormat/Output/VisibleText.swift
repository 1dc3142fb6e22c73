// Text made fit for a terminal: nothing that acts on it, and no wider than asked.

/// Text cut to a number of columns, with … at the cut.
package func shortened(_ text: String, to width: Int) -> String {
  guard displayWidth(text) > width else { return text }
  var result = ""
  var used = 1
  for character in text {
    let next = character.unicodeScalars.reduce(0) { $0 + displayWidth($1) }
    if used + next > width { break }
    result.append(character)
    used += next
  }
  return width > 0 ? result + "…" : ""
}

/// Text with control characters and marks that reorder it shown escaped.
package func visible(_ text: String) -> String {
  // Only these bytes begin a character that is shown in another way.
  let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2 }
  if isPlain { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x09: result += "\\t"
    case 0x0A: result += "\\n"
    case 0x0D: result += "\\r"
    case 0..<0x20, 0x7F...0x9F: result += "\\x" + hex(scalar.value, 2)
    case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
      result += "\\u{" + hex(scalar.value, 4) + "}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func hex(_ value: UInt32, _ digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
