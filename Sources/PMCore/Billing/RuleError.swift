// What is wrong with a rule that somebody wrote, and where in it.

/// A fault in tier blocks or in a formula, found when the tariff is stored.
package struct RuleError: Error, Equatable, Sendable {
  /// The place in the rule's text, in characters from 1.
  package let column: Int
  package let message: Words

  package init(_ column: Int, _ en: String, zh: String) {
    self.column = column
    message = Words(en, zh: zh)
  }
}
