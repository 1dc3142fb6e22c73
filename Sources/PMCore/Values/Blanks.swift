// Blanks that people type around words.

/// The text without the blanks, tabs and ends of line around it.
package func withoutBlanks(_ text: String) -> String {
  var rest = text[...]
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return String(rest)
}
