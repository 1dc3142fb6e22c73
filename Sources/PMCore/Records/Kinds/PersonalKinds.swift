// Columns of personal data: validated on the way in, masked on the way out.

/// A phone number; shown as `139****0001`. However a mobile number is written, its eleven digits are
/// stored; land lines stay as they are.
package struct PhoneKind: CellKind {
  package init() {}

  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words { Words("a phone number", zh: "电话号码") }
  package var mask: (@Sendable (String) -> String)? { { masked($0, head: 3, tail: 4) } }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    if let damage = excelDamage(bytes) { return .bad(damage) }
    if isScientific(bytes) { return .bad(.excelScientific) }
    let plain = halfWidth(bytes).map(context.keep) ?? bytes
    if plain.contains(0x2A) { return .masked(plain) }
    if !context.placeholders.isEmpty, context.placeholders.contains(plain.text) { return .null }
    var count = 0
    for byte in plain {
      if byte >= 0x30, byte <= 0x39 {
        count += 1
      } else if ![0x20, 0x28, 0x29, 0x2B, 0x2D, 0x2F, 0x2C, 0x3B].contains(byte) {
        return .bad(.badPhone)
      }
    }
    if count < 5 || plain.count > 64 { return .bad(.badPhone) }
    if let mobile = Self.mobile(plain, digits: count) {
      let kept = context.keep(mobile)
      return context.placeholders.contains(kept.text) ? .null : .text(kept)
    }
    guard count == plain.count, count == 10 || count == 11 else { return .text(plain) }
    // A land line with its area code begins with 0; 400 and 800 are service numbers.
    let isService = count == 10 && (plain[0] == 0x34 || plain[0] == 0x38)
    if plain[0] >= 0x32, !isService { return .bad(.phoneLostZero) }
    if plain[0] == 0x31, count == 10 || plain[1] < 0x33 {
      return context.pass(.text(plain), warning: .badPhone)
    }
    return .text(plain)
  }
}

extension PhoneKind {
  /// The digits of a mobile number that is written with hyphens, blanks or brackets, or behind +86 or
  /// 0086; nil of what is plain already, and of anything else. Behind another plus, and in groups in
  /// which none is written (1-800-555-1234), it is a number of another country.
  private static func mobile(_ bytes: Bytes, digits count: Int) -> [UInt8]? {
    let extra = count == 13 ? [0x38, 0x36] : count == 15 ? [0x30, 0x30, 0x38, 0x36] : [] as [UInt8]
    // A slash, a comma or a semicolon stands between two numbers.
    guard bytes.count > 11, count == 11 + extra.count,
      !bytes.contains(where: { $0 == 0x2F || $0 == 0x2C || $0 == 0x3B })
    else { return nil }
    let groups = bytes.split { $0 < 0x30 || $0 > 0x39 }.map(\.count)
    if extra.isEmpty {
      guard !bytes.contains(0x2B), [[11], [3, 4, 4], [3, 8], [7, 4]].contains(groups) else { return nil }
    }
    let digits = bytes.filter { $0 >= 0x30 && $0 <= 0x39 }
    let mobile = Array(digits.dropFirst(extra.count))
    guard digits.starts(with: extra), mobile[0] == 0x31, mobile[1] >= 0x33 else { return nil }
    return mobile
  }

  /// A stored number as it is stored today: what was kept with hyphens or blanks is found by it, too.
  package static func plain(_ stored: String) -> String {
    withBytes(of: stored) { bytes in
      let count = bytes.count { $0 >= 0x30 && $0 <= 0x39 }
      return mobile(bytes, digits: count).map { String(decoding: $0, as: UTF8.self) } ?? stored
    }
  }

  /// The ways in which a mobile number may have been kept, itself first: always four.
  package static func spellings(_ phone: String) -> [String] {
    guard phone.utf8.count == 11, phone.hasPrefix("1") else { return [phone, phone, phone, phone] }
    let (head, middle, tail) = (phone.prefix(3), phone.dropFirst(3).prefix(4), phone.suffix(4))
    return [phone, "\(head)-\(middle)-\(tail)", "\(head) \(middle) \(tail)", "+86" + phone]
  }
}

/// A resident ID number or any other document number; shown as `440***********0016`.
package struct IDNumberKind: CellKind {
  package init() {}

  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words { Words("an ID number", zh: "证件号码") }
  package var mask: (@Sendable (String) -> String)? { { masked($0, head: 3, tail: 4) } }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    if let damage = excelDamage(bytes) { return .bad(damage) }
    if isScientific(bytes) { return .bad(.excelScientific) }
    var plain = halfWidth(bytes) ?? Array(bytes)
    if plain.contains(0x2A) { return .masked(context.keep(plain)) }
    if plain.count > 32 { return .bad(.tooLong) }
    for index in plain.indices {
      if plain[index] >= 0x61, plain[index] <= 0x7A { plain[index] -= 0x20 }
      if plain[index] < 0x20 { return .bad(.controlCharacter) }
    }
    let kept = context.keep(plain)
    if !context.placeholders.isEmpty, context.placeholders.contains(kept.text) { return .null }
    switch documentCheck(plain) {
    case nil: return .text(kept)
    case let fault?: return context.pass(.text(kept), warning: fault)
    }
  }
}

/// A bank account; shown with its first and last four digits.
package struct BankAccountKind: CellKind {
  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words { Words("a bank account", zh: "银行账号") }
  package var mask: (@Sendable (String) -> String)? { { masked($0, head: 4, tail: 4) } }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    if let damage = excelDamage(bytes) { return .bad(damage) }
    if isScientific(bytes) { return .bad(.excelScientific) }
    var plain = halfWidth(bytes) ?? Array(bytes)
    if plain.contains(0x2A) { return .masked(context.keep(plain)) }
    plain.removeAll { $0 == 0x20 }
    let isRight = plain.allSatisfy {
      ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || $0 == 0x2D
    }
    guard isRight, (4...40).contains(plain.count) else { return .bad(.badAccount) }
    return .text(context.keep(plain))
  }
}

/// Whom to turn to, in free words: long numbers among them are telephones, and masked.
package struct ContactKind: CellKind {
  var limit = 200
  /// From this many digits on a number is taken for a telephone.
  var least = 7

  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words { Words("text", zh: "文字") }
  package var mask: (@Sendable (String) -> String)? { { [least] in maskedNumbers($0, least: least) } }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    let cell = TextKind(limit: limit, isProse: false).parse(bytes, context)
    guard case .text(let text) = cell, text.text.contains("***") else { return cell }
    return .masked(text)
  }
}

/// The text with the numbers that tell who somebody is masked, and every other run of `least`
/// digits and more like a telephone number.
package func maskedNumbers(_ text: String, least: Int = 7) -> String {
  var shown = ""
  var run = ""
  func flush() {
    // At least three stars, by which a masked value is known when it comes back.
    shown += run.count < least ? run : masked(run, head: 3, tail: run.count < 10 ? 0 : 4)
    run = ""
  }
  for character in maskedPersons(text) {
    if character.isASCII, character.isNumber {
      run.append(character)
    } else {
      flush()
      shown.append(character)
    }
  }
  flush()
  return shown
}

/// The first `head` and last `tail` characters with stars between; short values are all stars.
package func masked(_ text: String, head: Int, tail: Int) -> String {
  let characters = Array(text)
  guard characters.count > head + tail else {
    return String(repeating: "*", count: max(characters.count, 4))
  }
  return String(characters.prefix(head))
    + String(repeating: "*", count: characters.count - head - tail)
    + String(characters.suffix(tail))
}

/// What is wrong with a document number: 18 characters are a resident ID (GB 11643) if they begin
/// like one, else a unified social credit code (GB 32100); other lengths are not checked.
package func documentCheck(_ number: [UInt8]) -> CellFault? {
  guard number.count == 18 else { return nil }
  if number.dropLast().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), number[0] != 0x39 {
    return isResidentID(number) ? nil : .badIDNumber
  }
  return isCreditCode(number) ? nil : .badCreditCode
}

/// GB 11643: seventeen digits with a birthday in them, and a check digit by ISO 7064 MOD 11-2.
package func isResidentID(_ number: [UInt8]) -> Bool {
  guard number.count == 18 else { return false }
  var sum = 0
  var weight = 1
  for byte in number.dropLast().reversed() {
    guard byte >= 0x30, byte <= 0x39 else { return false }
    weight = weight * 2 % 11
    sum += Int(byte &- 0x30) * weight
  }
  let check = (12 - sum % 11) % 11
  let expected: UInt8 = check == 10 ? UInt8(ascii: "X") : 0x30 + UInt8(check)
  let birthday = number.withUnsafeBufferPointer { bytes -> Day? in
    guard let year = digits(bytes, 6, 10), let month = digits(bytes, 10, 12),
      let day = digits(bytes, 12, 14)
    else { return nil }
    return Day(year: year, month: month, day: day)
  }
  return birthday != nil && number[17] == expected
}

/// GB 32100: eighteen characters of 0–9 and A–Y without I, O, S, V; the last is a check by MOD 31-3.
package func isCreditCode(_ number: [UInt8]) -> Bool {
  let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  guard number.count == 18 else { return false }
  var sum = 0
  var weight = 1
  for byte in number.dropLast() {
    guard let value = alphabet.firstIndex(of: byte) else { return false }
    sum += value * weight
    weight = weight * 3 % 31
  }
  return alphabet[(31 - sum % 31) % 31] == number[17]
}
