// Numbers that people write into free text and that tell who somebody is: found and masked.

/// The text with the middle of each telephone, resident ID and card number in it masked.
///
/// Taken for one are mobile numbers (eleven digits from 13 to 19, also behind 86), land lines behind
/// their area code, 15 to 19 digits, and seventeen with an X; also in full-width digits, and in the
/// groups in which people write them: 139 8765 4321, 139.8765.4321, 139_8765_4321, 6222-0212-3456-7890,
/// (010)26661234, 0755/26661234, and others (ProseGroups.swift). A name may stand right behind a
/// mobile number: 13912345678wx.
/// Digits of a longer number, of a code (WX-13912345678), of an amount (13912345678.00) and of what
/// begins with a day of this century (20261001123456789) are left as they are.
package func maskedPersons(_ text: String) -> String {
  withBytes(of: text) { bytes in
    maskedPersons(bytes).map { String(decoding: $0, as: UTF8.self) } ?? text
  }
}

/// The bytes with such numbers masked; nil where there are none, as in most texts.
package func maskedPersons(_ bytes: Bytes) -> [UInt8]? {
  guard mayHoldNumber(bytes) else { return nil }
  guard let (plain, lengths) = withoutWidth(bytes) else { return maskedPlain(bytes) }
  guard let hidden = plain.withUnsafeBufferPointer({ maskedPlain($0) }) else { return nil }
  // What was not masked stays in the width in which it was written.
  var masked: [UInt8] = []
  var place = 0
  for (index, length) in lengths.enumerated() {
    if hidden[index] != plain[index] {
      masked.append(hidden[index])
    } else {
      masked.append(contentsOf: bytes[place..<place + length])
    }
    place += length
  }
  return masked
}

/// Whether so many digits are among the bytes, plain or full-width, as the shortest number has; most
/// texts are left at that, and millions of them go this way.
private func mayHoldNumber(_ bytes: Bytes) -> Bool {
  if bytes.count < 11 { return false }
  var count = 0
  // A full-width character begins with EF.
  for byte in bytes { count &+= byte &- 0x30 < 10 || byte == 0xEF ? 1 : 0 }
  return count >= 10
}

/// The bytes with full-width digits, brackets and marks, dots in the middle and odd blanks as plain
/// ones, and how many bytes each was; nil where there is nothing of that kind, or no number.
private func withoutWidth(_ bytes: Bytes) -> (plain: [UInt8], lengths: [Int])? {
  guard bytes.contains(where: { $0 == 0xC2 || $0 == 0xE2 || $0 == 0xE3 || $0 == 0xEF }) else { return nil }
  var digits = 0
  var hasWide = false
  var place = 0
  while place < bytes.count {
    let wide = plainByte(bytes, place)
    if isDigit(wide?.byte ?? bytes[place]) { digits += 1 }
    if wide != nil { hasWide = true }
    place += wide?.length ?? 1
  }
  guard hasWide, digits >= 10 else { return nil }
  var found: (plain: [UInt8], lengths: [Int]) = ([], [])
  place = 0
  while place < bytes.count {
    let wide = plainByte(bytes, place)
    found.plain.append(wide?.byte ?? bytes[place])
    found.lengths.append(wide?.length ?? 1)
    place += wide?.length ?? 1
  }
  return found
}

/// The plain byte that a character of several bytes at `place` stands for in a number.
private func plainByte(_ bytes: Bytes, _ place: Int) -> (byte: UInt8, length: Int)? {
  guard bytes[place] >= 0xC2, place + 1 < bytes.count else { return nil }
  // A blank that does not break, and the dot of ·.
  if bytes[place] == 0xC2 {
    return bytes[place + 1] == 0xA0 || bytes[place + 1] == 0xB7 ? (0x20, 2) : nil
  }
  guard place + 2 < bytes.count else { return nil }
  switch (bytes[place], bytes[place + 1], bytes[place + 2]) {
  case (0xEF, 0xBC, let last) where last >= 0x90 && last <= 0x99: return (last - 0x60, 3)
  case (0xEF, 0xBC, 0x88): return (0x28, 3)
  case (0xEF, 0xBC, 0x89): return (0x29, 3)
  case (0xEF, 0xBC, 0x8B): return (0x2B, 3)
  case (0xEF, 0xBC, 0x8D): return (0x2D, 3)
  case (0xEF, 0xBC, 0x8C), (0xE3, 0x80, 0x81): return (0x2C, 3)
  case (0xEF, 0xBC, 0x8E): return (0x2E, 3)
  case (0xEF, 0xBC, 0x8F): return (0x2F, 3)
  case (0xEF, 0xBC, 0xB8): return (UInt8(ascii: "X"), 3)
  case (0xE3, 0x80, 0x80), (0xE3, 0x83, 0xBB), (0xE2, 0x80, 0xA2): return (0x20, 3)
  // Blanks, hyphens and dashes of all widths.
  case (0xE2, 0x80, let last) where last >= 0x80 && last <= 0x8A || last == 0xAF: return (0x20, 3)
  case (0xE2, 0x80, let last) where last >= 0x90 && last <= 0x95: return (0x2D, 3)
  default: return nil
  }
}

private func maskedPlain(_ bytes: Bytes) -> [UInt8]? {
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
      for index in hidden where isDigit(bytes[index]) { masked?[index] = UInt8(ascii: "*") }
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

private func isLetter(_ byte: UInt8) -> Bool {
  (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == 0x5F
}

/// Which bytes to hide of the number that begins with the digits from `start` to `end`, and where
/// the number ends; nil where they are nobody's.
private func person(_ bytes: Bytes, _ start: Int, _ end: Int) -> (hidden: Range<Int>, end: Int)? {
  guard
    let found = solid(bytes, start, end) ?? grouped(bytes, start, end)
      ?? scattered(bytes, start, end),
    !isOfCode(before: start, bytes)
  else { return nil }
  let hasName = found.end < bytes.count && isLetter(bytes[found.end]) && isNamed(bytes, start, end, found.end)
  return hasName || !isOfCode(after: found.end, bytes) ? found : nil
}

/// Whether letters behind the number from `start` to `stop`, whose first group ends at `end`, may be
/// somebody's name: it is a mobile number, and no group more of it follows.
private func isNamed(_ bytes: Bytes, _ start: Int, _ end: Int, _ stop: Int) -> Bool {
  let count = bytes[start..<stop].count(where: isDigit)
  let isPhone =
    count == 11 ? isMobile(bytes, start) : stop == end && (count == 13 || count == 15) && isAbroad(bytes, end)
  let goesOn = stop > end && bytes[stop] == 0x5F && stop + 1 < bytes.count && isDigit(bytes[stop + 1])
  return isPhone && !goesOn
}

/// The same of digits without a mark between them.
private func solid(_ bytes: Bytes, _ start: Int, _ end: Int) -> (hidden: Range<Int>, end: Int)? {
  switch end - start {
  case 11 where isMobile(bytes, start): return (start + 3..<start + 7, end)
  case 11, 12:
    // An area code and a land line.
    guard let area = areaCode(bytes, start), end - start - area <= 8 else { return nil }
    return (start + area..<start + area + 4, end)
  case 13 where isAbroad(bytes, end):
    return (end - 8..<end - 4, end)
  case 15 where bytes[start] == 0x30 && bytes[start + 1] == 0x30 && isAbroad(bytes, end):
    return (end - 8..<end - 4, end)
  case 17 where end < bytes.count && bytes[end] | 0x20 == UInt8(ascii: "x"):
    return (start + 3..<end - 3, end + 1)
  case 15...19:
    if startsWithDay(bytes, start) { return nil }
    return (start + 3..<end - 4, end)
  default: return nil
  }
}

/// The same of digits in groups behind the same mark: a blank, a hyphen, a dot or a low line; of a
/// land line also a slash.
private func grouped(_ bytes: Bytes, _ start: Int, _ end: Int) -> (hidden: Range<Int>, end: Int)? {
  guard end - start <= 7, end < bytes.count else { return nil }
  if bytes[end] == 0x29 { return bracketed(bytes, start, end) }
  let mark = bytes[end]
  if mark == 0x2F {
    guard areaCode(bytes, start) == end - start else { return nil }
    return landLine(bytes, groups(bytes, start..<end, behind: mark).prefix(2).dropFirst(), isLoose: false)
  }
  guard mark == 0x20 || mark == 0x2D || mark == 0x2E || mark == 0x5F else { return nil }
  let groups = groups(bytes, start..<end, behind: mark)
  let lengths = groups.map(\.count)
  if lengths.starts(with: [3, 4, 4]), isMobile(bytes, start) {
    return (groups[1], groups[2].upperBound)
  }
  if lengths.starts(with: [6, 8]), lengths.count > 2, isDay(bytes, groups[1].lowerBound) {
    let stop = groups[2].upperBound
    let hasX = stop < bytes.count && bytes[stop] | 0x20 == UInt8(ascii: "x")
    if lengths[2] == 4 || lengths[2] == 3 && hasX {
      return (start + 3..<groups[1].upperBound, lengths[2] == 4 ? stop : stop + 1)
    }
  }
  // One dot makes an amount or a reading.
  if mark != 0x2E {
    if lengths.starts(with: [3, 8]), isMobile(bytes, start), !isDay(bytes, groups[1].lowerBound) {
      return (end + 1..<end + 5, groups[1].upperBound)
    }
    if lengths.starts(with: [7, 4]), isMobile(bytes, start) { return (start + 3..<end, end + 5) }
    // Four digits and a blank may be a room, such as 0301; area codes of four have no 0 there.
    if areaCode(bytes, start) == end - start, mark == 0x2D || end - start == 3 || bytes[start + 2] != 0x30,
      let line = landLine(bytes, groups.dropFirst(), isLoose: mark == 0x2D)
    {
      return line
    }
  }
  // Cards begin with 3 to 6 and have a check digit; rooms and years in a row have none.
  guard lengths.starts(with: [4, 4, 4]), lengths.count > 3, (3...4).contains(lengths[3]),
    bytes[start] >= 0x33, bytes[start] <= 0x36
  else { return nil }
  let hasRest = lengths[3] == 4 && lengths.count > 4 && lengths[4] <= 3
  let long = groups[hasRest ? 4 : 3].upperBound
  // Nineteen digits from 62 on are a card of UnionPay, also with a slip in them.
  let isUnionPay = hasRest && lengths[4] == 3 && bytes[start] == 0x36 && bytes[start + 1] == 0x32
  let stop = isUnionPay || passesLuhn(bytes[start..<long]) ? long : groups[3].upperBound
  guard isUnionPay || passesLuhn(bytes[start..<stop]) else { return nil }
  // Of a card of nineteen digits no more than the last four are shown, either: 7 890.
  var shown = 4
  let lastHidden = (groups[1].lowerBound..<stop).last { place in
    if isDigit(bytes[place]) { shown -= 1 }
    return shown < 0
  }
  let hidden = max(groups[2].upperBound, (lastHidden ?? groups[1].lowerBound) + 1)
  return (groups[1].lowerBound..<hidden, stop)
}

/// The digits of `first` and of up to four groups after it, each behind one `mark`.
private func groups(_ bytes: Bytes, _ first: Range<Int>, behind mark: UInt8) -> [Range<Int>] {
  var groups = [first]
  while groups.count < 5, let last = groups.last?.upperBound, last + 1 < bytes.count,
    bytes[last] == mark, isDigit(bytes[last + 1])
  {
    let stop = bytes[(last + 1)...].firstIndex { !isDigit($0) } ?? bytes.count
    groups.append(last + 1..<stop)
  }
  return groups
}

/// The same of a land line behind its area code in brackets.
private func bracketed(_ bytes: Bytes, _ start: Int, _ end: Int) -> (hidden: Range<Int>, end: Int)? {
  guard start > 0, bytes[start - 1] == 0x28, areaCode(bytes, start) == end - start else { return nil }
  var place = end + 1
  if place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x2D { place += 1 }
  guard place < bytes.count, isDigit(bytes[place]) else { return nil }
  let stop = bytes[place...].firstIndex { !isDigit($0) } ?? bytes.count
  let mark = stop < bytes.count && bytes[stop] == 0x2D ? bytes[stop] : 0x20
  return landLine(bytes, groups(bytes, place..<stop, behind: mark)[...], isLoose: false)
}

/// The same of the seven or eight digits behind an area code, whole or in two groups; none begins
/// with 0 or 1, but for what is written `isLoose`ly, and no day is one.
private func landLine(
  _ bytes: Bytes, _ groups: ArraySlice<Range<Int>>, isLoose: Bool
) -> (hidden: Range<Int>, end: Int)? {
  guard let first = groups.first else { return nil }
  if first.count == 7 || first.count == 8 {
    if isDay(bytes, first.lowerBound) || !isLoose && bytes[first.lowerBound] < 0x32 { return nil }
    return (first.lowerBound..<first.lowerBound + 4, first.upperBound)
  }
  guard bytes[first.lowerBound] >= 0x32, first.count == 3 || first.count == 4,
    let second = groups.dropFirst().first, second.count == 4
  else { return nil }
  // At least four stars, by which a masked text is known when it comes back.
  return (first.count == 4 ? first : second, second.upperBound)
}

/// Whether the digits among the bytes end with the check digit of card numbers (ISO/IEC 7812-1).
func passesLuhn(_ bytes: Slice<Bytes>) -> Bool {
  var sum = 0
  for (place, byte) in bytes.filter(isDigit).reversed().enumerated() {
    let value = Int(byte - 0x30) * (place % 2 == 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 == 0
}

/// How many digits the area code of a land line has that begins at `start`; nil for none.
func areaCode(_ bytes: Bytes, _ start: Int) -> Int? {
  guard start + 2 < bytes.count, bytes[start] == 0x30 else { return nil }
  switch bytes[start + 1] {
  case 0x31: return bytes[start + 2] == 0x30 ? 3 : nil
  case 0x32: return 3
  case 0x33...0x39: return 4
  default: return nil
  }
}

/// Whether a mobile number stands behind 86 before `end`.
private func isAbroad(_ bytes: Bytes, _ end: Int) -> Bool {
  bytes[end - 13] == 0x38 && bytes[end - 12] == 0x36 && isMobile(bytes, end - 11)
}

/// Whether the digits begin with a day of this century, as the numbers of documents do.
private func startsWithDay(_ bytes: Bytes, _ start: Int) -> Bool {
  bytes[start] == 0x32 && bytes[start + 1] == 0x30 && isDay(bytes, start)
}

/// Whether eight digits are a day of the last centuries: 20261001.
func isDay(_ bytes: Bytes, _ start: Int) -> Bool {
  guard start + 8 <= bytes.count, let year = digits(bytes, start, start + 4),
    let month = digits(bytes, start + 4, start + 6), let day = digits(bytes, start + 6, start + 8)
  else { return false }
  return (1850...2100).contains(year) && Day(year: year, month: month, day: day) != nil
}

/// Whether eleven digits would be those of a mobile phone.
func isMobile(_ bytes: Bytes, _ start: Int) -> Bool {
  bytes[start] == 0x31 && bytes[start + 1] >= 0x33
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
  // No code is longer than that; one that never ends must not be read again for each number in it.
  while place >= 0, word.count < 64, isLetter(bytes[place]) || isDigit(bytes[place]) || bytes[place] == 0x2D {
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
