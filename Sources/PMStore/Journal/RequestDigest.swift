// What was asked under a key, kept so that it can be told from other requests and from nothing else.

/// A request as the journal keeps it: a random salt, and the SHA-256 over it, the words and the input,
/// each behind its length.
///
/// Words and input have telephones and free texts in them, and a telephone has so few digits that
/// whoever has a digest of it finds it by trying all. The salt is shown nowhere: from what pm shows of
/// an entry, its hash included, nothing can be tried. Whoever reads it in the file itself reads the
/// telephones there, too.
package struct RequestDigest {
  /// `SALT:DIGEST` in hexadecimal.
  package let text: String

  package init(words: [String], input: [UInt8]?) {
    let salt = String(UInt64.random(in: 0 ... .max), radix: 16) + String(UInt64.random(in: 0 ... .max), radix: 16)
    text = Self.text(salt, words, input)
  }

  /// Whether `kept` was made of these words and this input.
  package static func isOf(_ kept: String, words: [String], input: [UInt8]?) -> Bool {
    guard let colon = kept.firstIndex(of: ":") else { return false }
    return kept == text(String(kept[..<colon]), words, input)
  }

  private static func text(_ salt: String, _ words: [String], _ input: [UInt8]?) -> String {
    var hash = SHA256()
    hash.update(field: salt)
    hash.update(field: "\(words.count)")
    for word in words { hash.update(field: word) }
    if let input {
      input.withUnsafeBytes { hash.update(field: $0) }
    } else {
      hash.update(field: nil)
    }
    return salt + ":" + hash.hex()
  }
}
