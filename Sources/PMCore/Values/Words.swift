// A message to people, in the two languages that pm speaks.

/// A language that pm speaks.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}

/// A message in English and Chinese; where only English was given, both read the same.
package struct Words: Sendable, Hashable, ExpressibleByStringLiteral {
  package let en: String
  package let zh: String

  package init(_ en: String, zh: String? = nil) {
    self.en = en
    self.zh = zh ?? en
  }

  package init(stringLiteral value: String) {
    self.init(value)
  }

  /// The message in `language`.
  package subscript(_ language: Language) -> String {
    language == .chinese ? zh : en
  }
}
