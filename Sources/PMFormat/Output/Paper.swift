// A paper as a value: what a letter, a receipt or a statement is made of. Knows no domain.

/// A sheet that is handed to somebody: letterhead, title, fields, a table, sentences, signatures.
package struct Paper: Sendable, Equatable {
  /// A name and a value.
  package struct Field: Sendable, Equatable {
    package let name: String
    package let value: String
    /// Whether its value is shown as it is, being a code or put together of what may be shown.
    package let isVerbatim: Bool

    package init(_ name: String, _ value: String, isVerbatim: Bool = false) {
      self.name = name
      self.value = value
      self.isVerbatim = isVerbatim
    }
  }

  /// A column of the table.
  package struct Column: Sendable, Equatable {
    package let title: String
    /// Stands on the right.
    package let isNumeric: Bool
    /// Whether its cells are shown as they are, being codes.
    package let isVerbatim: Bool

    package init(_ title: String, isNumeric: Bool = false, isVerbatim: Bool = false) {
      self.title = title
      self.isNumeric = isNumeric
      self.isVerbatim = isVerbatim
    }
  }

  /// Who issues it.
  package var letterhead: String
  package var title: String
  /// A mark beside the title, such as COPY.
  package var mark: String?
  /// What identifies it, at the top on the right.
  package var number: String?
  /// What stands above the table, two in a row.
  package var fields: [Field] = []
  /// Sentences above the table.
  package var opening: [String] = []
  package var columns: [Column] = []
  /// Framed texts above the table, with room to write where there is none.
  package var boxes: [Field] = []
  /// Cells in the order of the columns.
  package var rows: [[String]] = []
  /// A row under a line, of the same columns.
  package var totals: [String]?
  /// What matters most, under the table: the sum in words.
  package var sums: [Field] = []
  /// Sentences under the table.
  package var closing: [String] = []
  /// Lines to be signed, next to each other.
  package var signatures: [Field] = []
  /// Small print at the foot of the sheet.
  package var footer: String?

  package init(letterhead: String, title: String) {
    self.letterhead = letterhead
    self.title = title
  }
}

/// Writes papers one after the other.
package protocol PaperSink {
  /// Adds a paper on a sheet of its own.
  mutating func add(_ paper: Paper) throws(OutputError)
  /// Ends the output.
  mutating func finish() throws(OutputError)
}
