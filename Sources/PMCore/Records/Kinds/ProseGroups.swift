// Numbers in free text whose groups stand behind several or different marks: 010-6123 4567.

/// The digits of a number in the groups in which they were written.
private struct DigitGroups {
  private(set) var groups: [Range<Int>]
  /// Between each two only blanks, hyphens, low lines and brackets; else the same single mark.
  private(set) var isLoose = true
  private(set) var mark: UInt8?

  /// The digits of `first` and of up to four groups after it, with one to three marks between two.
  init(_ bytes: Bytes, _ first: Range<Int>) {
    groups = [first]
    while groups.count < 5, let last = groups.last?.upperBound {
      let gap = bytes[last...].prefix(4).prefix { !isDigit($0) }
      let start = last + gap.count
      guard (1...3).contains(gap.count), start < bytes.count, isDigit(bytes[start]) else { return }
      let isFree = gap.allSatisfy { [0x20, 0x28, 0x29, 0x2D, 0x5F].contains($0) }
      if groups.count == 1 {
        isLoose = isFree
        mark = isFree ? nil : bytes[last]
      }
      // A dot, a slash or a comma is the mark between all of them, or ends the number.
      guard isFree == isLoose,
        isFree || gap.count == 1 && bytes[last] == mark && [0x2C, 0x2E, 0x2F].contains(bytes[last])
      else { return }
      groups.append(start..<(bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count))
    }
  }

  func starts(with lengths: [Int]) -> Bool { groups.lazy.map(\.count).starts(with: lengths) }

  /// The place of the digit with this number, counted from 0.
  func place(of number: Int) -> Int? {
    var left = number
    for group in groups {
      if left < group.count { return group.lowerBound + left }
      left -= group.count
    }
    return nil
  }

  /// The first four digits side by side from this one on: by four stars a mask is known again.
  func four(from number: Int) -> Range<Int>? {
    var passed = 0
    for group in groups {
      let start = group.lowerBound + max(number - passed, 0)
      if group.upperBound - start >= 4 { return start..<start + 4 }
      passed += group.count
    }
    return nil
  }
}

/// Which bytes to hide of a number that begins with the digits from `start` to `end` and goes on
/// behind any marks, and where it ends; nil where it is nobody's.
func scattered(_ bytes: Bytes, _ start: Int, _ end: Int) -> (hidden: Range<Int>, end: Int)? {
  guard end - start <= 14, end < bytes.count else { return nil }
  let number = DigitGroups(bytes, start..<end)
  guard number.groups.count > 1 else { return nil }
  return mobile(bytes, number) ?? landLine(bytes, number) ?? document(bytes, number)
    ?? card(bytes, number)
}

private func mobile(_ bytes: Bytes, _ number: DigitGroups) -> (hidden: Range<Int>, end: Int)? {
  let start = number.groups[0].lowerBound
  guard isMobile(bytes, start) else { return nil }
  // One dot makes an amount, and behind a comma or a slash stands another number.
  let ways = [[3, 4, 4], [3, 8], [7, 4], [4, 3, 4], [6, 5], [5, 6], [8, 3]]
  guard
    let way = ways.prefix(number.isLoose ? 7 : 1).first(where: { number.starts(with: $0) }),
    let hidden = number.four(from: 3)
  else { return nil }
  if way == [3, 8], isDay(bytes, number.groups[1].lowerBound) { return nil }
  if way == [8, 3], isDay(bytes, start) { return nil }
  return (hidden, number.groups[way.count - 1].upperBound)
}

/// The same of a land line behind its area code, or behind 86 and its area code without the 0.
private func landLine(_ bytes: Bytes, _ number: DigitGroups) -> (hidden: Range<Int>, end: Int)? {
  guard number.isLoose || number.mark == 0x2E else { return nil }
  let first = number.groups[0]
  var rest = number.groups.dropFirst()
  if areaCode(bytes, first.lowerBound) == first.count {
    // Four digits may be a room, such as 0301; area codes of four have no 0 there.
    if first.count == 4, bytes[first.lowerBound + 2] == 0x30 { return nil }
  } else {
    let isAbroad = [[0x38, 0x36], [0x30, 0x30, 0x38, 0x36]].contains(Array(bytes[first]))
    guard isAbroad, let area = rest.popFirst(), isArea(bytes[area]) else { return nil }
  }
  guard let line = rest.first, bytes[line.lowerBound] >= 0x32 else { return nil }
  let lengths = rest.map(\.count)
  guard let way = [[8], [7], [4, 4], [3, 4]].first(where: { lengths.starts(with: $0) }) else {
    return nil
  }
  if way == [8], isDay(bytes, line.lowerBound) { return nil }
  let before = number.groups.prefix(number.groups.count - rest.count).reduce(0) { $0 + $1.count }
  guard let hidden = number.four(from: before) else { return nil }
  return (hidden, rest[rest.startIndex + way.count - 1].upperBound)
}

/// Whether the digits are an area code without its 0: 10, 21, 755.
private func isArea(_ digits: Slice<Bytes>) -> Bool {
  guard let first = digits.first, let second = digits.dropFirst().first else { return false }
  return digits.count == 2
    ? first == 0x31 && second == 0x30 || first == 0x32
    : digits.count == 3 && first >= 0x33 && second > 0x30
}

/// The same of a resident ID: region, day of birth, and four more, the last of which may be an X.
private func document(_ bytes: Bytes, _ number: DigitGroups) -> (hidden: Range<Int>, end: Int)? {
  guard number.isLoose, let start = number.place(of: 3), let stop = number.place(of: 14),
    let birth = number.place(of: 6), isDay(bytes, birth)
  else { return nil }
  for way in [[6, 8, 4], [14, 4], [6, 12]] where number.starts(with: way) {
    return (start..<stop, number.groups[way.count - 1].upperBound)
  }
  for way in [[6, 8, 3], [14, 3], [6, 11]] where number.starts(with: way) {
    let end = number.groups[way.count - 1].upperBound
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "x") { return (start..<stop, end + 1) }
  }
  return nil
}

/// The same of a card: it begins with 3 to 6 and has a check digit, or nineteen digits from 62 on.
private func card(_ bytes: Bytes, _ number: DigitGroups) -> (hidden: Range<Int>, end: Int)? {
  let start = number.groups[0].lowerBound
  guard number.isLoose, bytes[start] >= 0x33, bytes[start] <= 0x36 else { return nil }
  for way in [[4, 4, 4, 4, 3], [6, 13], [4, 4, 4, 4], [6, 10]] where number.starts(with: way) {
    let end = number.groups[way.count - 1].upperBound
    let count = way.reduce(0, +)
    let isUnionPay = count == 19 && bytes[start] == 0x36 && bytes[start + 1] == 0x32
    guard isUnionPay || passesLuhn(bytes[start..<end]), let stop = number.place(of: count - 4)
    else { continue }
    return (number.groups[1].lowerBound..<stop, end)
  }
  return nil
}
