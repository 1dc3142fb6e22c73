// Numbers that people write into free text and that tell who somebody is: found and masked.

/// The text with the middle of each mobile phone and resident ID number in it masked.
///
/// Taken for one are eleven digits from 13 to 19, also as 139 8765 4321 or 139-8765-4321, and
/// eighteen characters that hold a birthday where a resident ID number has it. Digits that belong to
/// a longer number, to a code (WX-13912345678) or to an amount (13912345678.00) are left as they are.
package func maskedPersons(_ text: String) -> String {
  withBytes(of: text) { bytes in
    maskedPersons(bytes).map { String(decoding: $0, as: UTF8.self) } ?? text
  }
}

/// The bytes with such numbers masked; nil where there are none, as in most texts.
package func maskedPersons(_ bytes: Bytes) -> [UInt8]? {
  guard bytes.count >= 11 else { return nil }
  var masked: [UInt8]?
  var place = 0
  while place < bytes.count {
    guard isDigit(bytes[place]) else {
      place += 1
      continue
    }
    var end = place + 1
    while end < bytes.count, isDigit(bytes[end]) { end += 1 }
    if let (hidden, last) = person(bytes, place, end) {
      if masked == nil { masked = Array(bytes) }
      for index in hidden { masked?[index] = UInt8(ascii: "*") }
      end = last
    }
    place = end
  }
  return masked
}

/// Whether a text may have come out masked: four stars and more stand side by side.
func holdsMask(_ bytes: Bytes) -> Bool {
  var run = 0
  for byte in bytes {
    run = byte == UInt8(ascii: "*") ? run + 1 : 0
    if run == 4 { return true }
  }
  return false
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

private func isLetter(_ byte: UInt8) -> Bool {
  (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == 0x5F
}

/// Which bytes to hide of the number that begins with the digits from `start` to `end`, and where
/// the number ends; nil where they are nobody's.
private func person(_ bytes: Bytes, _ start: Int, _ end: Int) -> (hidden: Range<Int>, end: Int)? {
  var last = end
  var hidden: Range<Int>
  switch end - start {
  case 3:
    // 139 8765 4321: groups of four behind the same mark.
    last = end + 10
    guard last <= bytes.count, bytes[end] == 0x20 || bytes[end] == 0x2D,
      bytes[end + 5] == bytes[end], isMobile(bytes, start),
      (end + 1..<end + 5).allSatisfy({ isDigit(bytes[$0]) }),
      (end + 6..<last).allSatisfy({ isDigit(bytes[$0]) })
    else { return nil }
    if last < bytes.count, isDigit(bytes[last]) { return nil }
    hidden = end + 1..<end + 5
  case 11:
    guard isMobile(bytes, start) else { return nil }
    hidden = start + 3..<start + 7
  case 13, 15:
    // +86 and 0086 in front of a mobile number.
    let number = end - 11
    let isAbroad =
      end - start == 15
      ? bytes[start] == 0x30 && bytes[start + 1] == 0x30 : start > 0 && bytes[start - 1] == 0x2B
    guard isAbroad, bytes[number - 2] == 0x38, bytes[number - 1] == 0x36, isMobile(bytes, number)
    else { return nil }
    hidden = number + 3..<number + 7
  case 17:
    guard end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "x"), hasBirthday(bytes, start) else {
      return nil
    }
    last = end + 1
    hidden = start + 3..<start + 14
  case 18:
    guard hasBirthday(bytes, start) else { return nil }
    hidden = start + 3..<start + 14
  default: return nil
  }
  return isOfCode(before: start, bytes) || isOfCode(after: last, bytes) ? nil : (hidden, last)
}

/// Whether eleven digits would be those of a mobile phone.
private func isMobile(_ bytes: Bytes, _ start: Int) -> Bool {
  bytes[start] == 0x31 && bytes[start + 1] >= 0x33
}

/// Whether there is a day of the last centuries where a resident ID number has its birthday.
private func hasBirthday(_ bytes: Bytes, _ start: Int) -> Bool {
  guard bytes[start] >= 0x31, bytes[start] <= 0x38,
    let year = digits(bytes, start + 6, start + 10),
    let month = digits(bytes, start + 10, start + 12),
    let day = digits(bytes, start + 12, start + 14)
  else { return false }
  return (1850...2100).contains(year) && Day(year: year, month: month, day: day) != nil
}

/// Words that people write right in front of a number that is one of these.
private let numberWords: Set = ["tel", "phone", "mobile", "cell", "call", "wechat", "wx", "vx", "id"]

/// Whether what stands before a number makes it part of a code or of an amount.
private func isOfCode(before start: Int, _ bytes: Bytes) -> Bool {
  guard start > 0 else { return false }
  var place = start - 1
  if bytes[place] == 0x24 { return true }
  // ¥ and ￥
  if bytes[place] == 0xA5, place > 0 {
    return bytes[place - 1] == 0xC2 || bytes[place - 1] == 0xBF && place > 1 && bytes[place - 2] == 0xEF
  }
  guard isLetter(bytes[place]) || bytes[place] == 0x2D else { return false }
  // The word in front with its hyphens: WX-202610-, but not tel- and not another number.
  var word: [UInt8] = []
  while place >= 0, isLetter(bytes[place]) || isDigit(bytes[place]) || bytes[place] == 0x2D {
    word.append(isLetter(bytes[place]) ? bytes[place] | 0x20 : bytes[place])
    place -= 1
  }
  word.reverse()
  let first = String(decoding: word.prefix { isLetter($0) }, as: UTF8.self)
  // WX- begins the number of a ticket, wx alone somebody's WeChat.
  let isWord = numberWords.contains(first) && (first != "wx" || word.count == 2)
  return word.contains(where: isLetter) && !isWord
}

/// The same of what stands behind it.
private func isOfCode(after end: Int, _ bytes: Bytes) -> Bool {
  guard end < bytes.count else { return false }
  let rest = bytes[(end + 1)...]
  switch bytes[end] {
  case 0x2E: return (1...4).contains(rest.prefix(while: isDigit).count)
  case 0x2D: return rest.first.map(isLetter) ?? false
  // 元
  case 0xE5: return rest.starts(with: [0x85, 0x83])
  case let byte: return isLetter(byte)
  }
}
