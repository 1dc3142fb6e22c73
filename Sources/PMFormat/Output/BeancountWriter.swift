// A journal of double entry as plain text that beancount reads.

/// What writes double entry as the text of some accounting program.
package protocol BookText: AnyObject {
  /// Declares the one commodity.
  func declareCommodity()
  /// Declares an account; `type` is the letter of its kind.
  func declare(_ account: [String], type: Character)
  /// Begins a transaction.
  func begin(day: String, code: String, title: String, tags: [(name: String, value: String)])
  /// A posting of the transaction that was begun.
  func posting(_ account: [String], minor: Int64, tags: [(name: String, value: String)])
}

extension LedgerWriter: BookText {}

/// Writes transactions for beancount into a buffer, one after the other; keeps none of them.
///
/// "Account name components … must start with a capital letter or a number", and hold letters,
/// digits and dashes: other codes are written `X`, then each byte that does not fit as `-` and its
/// hexadecimal, so that no two codes share an account.
package final class BeancountWriter: BookText {
  private static let roots = ["assets", "liabilities", "income", "expenses", "equity"]
  /// The accounts that pm names itself, under the root.
  private static let own: Set<String> = [
    "receivable", "cash", "prepayment", "suspense", "deposit", "agency", "tax", "opening", "waived",
    "bad-debt", "late",
  ]

  private let buffer: ByteBuffer
  /// The accounts that were declared as owed.
  private var owed: Set<[String]> = []
  private let commodity: String

  /// - Parameter commodity: the currency: beancount knows capital letters only.
  package init(to buffer: ByteBuffer, commodity: String) {
    self.buffer = buffer
    self.commodity = commodity.uppercased()
  }

  package func declareCommodity() {
    buffer.string("option \"operating_currency\" \"\(commodity)\"\n\n")
  }

  package func declare(_ account: [String], type: Character) {
    if type == "L" { owed.insert(account) }
    buffer.string("1900-01-01 open \(name(account)) \(commodity)\n")
  }

  package func begin(
    day: String, code: String, title: String, tags: [(name: String, value: String)]
  ) {
    buffer.string("\n\(day) * \"\(Self.quoted(title))\"\n")
    append([("code", code)] + tags, indent: "  ")
  }

  package func posting(
    _ account: [String], minor: Int64, tags: [(name: String, value: String)]
  ) {
    buffer.string("  \(name(account))  ")
    buffer.decimal(minor, .money)
    buffer.string(" \(commodity)\n")
    append(tags, indent: "    ")
  }

  private func append(_ tags: [(name: String, value: String)], indent: String) {
    for tag in tags { buffer.string("\(indent)\(tag.name): \"\(Self.quoted(tag.value))\"\n") }
  }

  /// The text as it stands between quotation marks.
  private static func quoted(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n", "\r", "\t": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func name(_ account: [String]) -> String {
    var parts = account
    // An account of the site's own chart stands for income, or for what is owed.
    if let first = parts.first, !Self.roots.contains(first) {
      parts.insert(owed.contains(account) ? "liabilities" : "income", at: 0)
    }
    return parts.enumerated().map { place, part in
      let isOwn =
        place == 0 || place == 1 && Self.own.contains(part)
        || place == 2 && (parts[1] == "cash" || parts[1] == "tax")
      return isOwn ? part.prefix(1).uppercased() + part.dropFirst() : Self.component(part)
    }.joined(separator: ":")
  }

  /// A code as a part of a name.
  private static func component(_ code: String) -> String {
    func isLetter(_ byte: UInt8) -> Bool {
      (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    let bytes = Array(code.utf8)
    if let first = bytes.first, isDigit(first) || ((0x41...0x5A).contains(first) && first != 0x58),
      bytes.allSatisfy({ isLetter($0) || isDigit($0) })
    {
      return code
    }
    var name = "X"
    for byte in bytes {
      if isLetter(byte) || isDigit(byte) {
        name.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        name += "-" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return name
  }
}
