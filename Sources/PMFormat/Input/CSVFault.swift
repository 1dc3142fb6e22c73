// What can be wrong with the form of a CSV row: values, so that all of them are collected and shown.

/// One fault in the form of a CSV file; where it stands and which rule it breaks.
package struct CSVFault: Error, Equatable, Sendable {
  /// The rule that the row breaks.
  package enum Rule: Equatable, Sendable {
    /// A quote opens a cell and the file ends before it closes; nothing can follow.
    case unclosedQuote
    /// A quote inside a cell that does not begin with one (RFC 4180, 2.5).
    case bareQuote
    /// Something else than a delimiter or a line's end follows a closing quote.
    case textAfterQuote
    /// The row has other than the header's number of cells, empty ones at the end left out.
    case cellCount(found: Int, expected: Int)
    /// A byte 0: no text file has one.
    case nulByte
    /// A quoted cell over `CSVScanner.longestCell` bytes: most likely a quote that never closed.
    case cellTooLong
  }

  /// The rule that the row breaks.
  package let rule: Rule
  /// The physical line, from 1; for a quote the line where it opened.
  package let line: Int
  /// Which cell of the row, from 1.
  package let column: Int
  /// The byte of the file (byte order mark included) where the fault stands.
  package let offset: Int

  /// Makes a fault at a place.
  package init(_ rule: Rule, line: Int, column: Int, offset: Int) {
    self.rule = rule
    self.line = line
    self.column = column
    self.offset = offset
  }

  /// The rule's code in messages and JSON.
  package var code: String {
    switch rule {
    case .unclosedQuote: "unclosed-quote"
    case .bareQuote: "bare-quote"
    case .textAfterQuote: "text-after-quote"
    case .cellCount: "cell-count"
    case .nulByte: "nul-byte"
    case .cellTooLong: "cell-too-long"
    }
  }
}

/// What the scanner met: a row, a row that breaks a rule, or the end.
package enum CSVStep: Equatable, Sendable {
  case row
  case fault(CSVFault)
  case end
}
