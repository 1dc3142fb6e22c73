// What people write beside a transfer: bill numbers, room codes and phones in free text.

/// What may tell whose a payment is where it names nobody.
package struct PaymentTraces: Sendable {
  package var reference: String?
  package var note: String?
  package var mandate: String?
  package var account: String?
  package var phone: String?

  package init(
    reference: String? = nil, note: String? = nil, mandate: String? = nil, account: String? = nil,
    phone: String? = nil
  ) {
    self.reference = reference
    self.note = note
    self.mandate = mandate
    self.account = account
    self.phone = phone
  }
}

/// The words of a statement's text that may be numbers of bills, codes of rooms, or phones.
///
/// A word ends where no letter, digit or hyphen of ASCII follows, so that `1-2-0101物业费` has the
/// word `1-2-0101`; `1栋2单元0101室` is read as that word too. A number before 年, 月, 日 or 元 is a date
/// or a sum. Of a reference plain numbers are none: banks number their transfers so.
package struct StatementText: Equatable, Sendable {
  package private(set) var bills: [Int64] = []
  package private(set) var words: [String] = []
  package private(set) var phones: [String] = []

  package init(note: String?, reference: String?) {
    if let note {
      read(note, isReference: false)
      let joined = Self.joined(note)
      if joined != note { read(joined, isReference: false) }
    }
    if let reference { read(reference, isReference: true) }
  }

  /// Nothing in it can name anybody.
  package var isEmpty: Bool { bills.isEmpty && words.isEmpty && phones.isEmpty }

  private mutating func read(_ text: String, isReference: Bool) {
    var word = ""
    for scalar in text.unicodeScalars {
      let plain = Self.plain(scalar)
      if Self.isPart(plain) {
        word.unicodeScalars.append(plain)
      } else {
        take(word, before: plain, isReference)
        word = ""
      }
    }
    take(word, before: nil, isReference)
    // A code that is no ASCII stands between blanks.
    for piece in text.split(whereSeparator: { " ,;，；、\n\t".contains($0) })
    where piece.utf8.count <= 64 && piece.unicodeScalars.contains(where: { !$0.isASCII }) {
      add(word: String(piece))
    }
  }

  private mutating func take(_ raw: String, before next: Unicode.Scalar?, _ isReference: Bool) {
    let hyphen: (Character) -> Bool = { $0 == "-" }
    let front = raw.drop(while: hyphen)
    guard let last = front.lastIndex(where: { !hyphen($0) }) else { return }
    let word = String(front[...last])
    if word.utf8.count > 64 { return }
    if let number = Self.bill(word) {
      if !bills.contains(number) { bills.append(number) }
      return
    }
    let isNumber = word.utf8.allSatisfy { (0x30...0x39).contains($0) }
    if isNumber, isReference { return }
    if isNumber, word.utf8.count == 11, word.hasPrefix("1") {
      if !phones.contains(word) { phones.append(word) }
      return
    }
    if isNumber, let next, "年月日元期季块点时分.:：%％".unicodeScalars.contains(next) { return }
    add(word: word)
  }

  private mutating func add(word: String) {
    if !words.contains(word) { words.append(word) }
  }

  /// The number of a bill, written whole: `B0000012`.
  private static func bill(_ word: String) -> Int64? {
    guard let serial = Bill.number.kind as? SerialKind,
      word.utf8.count >= serial.prefix.utf8.count + serial.width
    else { return nil }
    let number = withBytes(of: word.uppercased()) { serial.parse($0, CellContext()).integer }
    return number.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The text with the words between the pieces of an address as hyphens.
  private static func joined(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    scanning: while let first = rest.first {
      for mark in ["号楼", "单元", "栋", "幢", "座", "#"] where rest.hasPrefix(mark) {
        if !result.hasSuffix("-") { result += "-" }
        rest = rest.dropFirst(mark.count)
        if rest.first == "-" { rest = rest.dropFirst() }
        continue scanning
      }
      result.append(first)
      rest = rest.dropFirst()
    }
    return result
  }

  /// Full-width letters and digits as plain ones.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "A"..."Z", "a"..."z", "-", "_": true
    default: false
    }
  }
}
