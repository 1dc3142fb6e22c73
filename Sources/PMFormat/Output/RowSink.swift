// Rows in, one output format out.

/// Takes rows cell by cell and writes them in one format.
///
/// `describe` (may be left out), `begin`, then for every row the cells in the order of the fields
/// and `endRow`, at last `finish`. Cells left out are null, cells too many are dropped. Cells do
/// not throw: an error of the output is thrown by the next `endRow` or `finish`.
package protocol RowSink: AnyObject {
  /// True for the formats for people, which show the sections of a report one after the other.
  var showsSections: Bool { get }
  /// Title, parameters, notes and charts, for the formats that people read; others ignore it.
  func describe(_ heading: ReportHeading)
  /// Starts the rows. In the formats for people, further calls start further tables.
  func begin(_ fields: [OutputField]) throws(OutputError)
  /// A value that is not there.
  func null()
  /// UTF-8 text.
  func text(_ bytes: UnsafeBufferPointer<UInt8>)
  /// Text.
  func text(_ string: String)
  /// A whole number.
  func integer(_ value: Int64)
  /// A number in units of the field's scale.
  func decimal(_ units: Int64)
  /// An amount in minor units.
  func money(_ minor: Int64)
  /// Yes or no.
  func boolean(_ value: Bool)
  /// Ends a row.
  func endRow() throws(OutputError)
  /// A row that adds up those above it, for the formats that people read; others ignore it.
  func total(_ values: [OutputValue]) throws(OutputError)
  /// Ends the output and flushes the buffer; a file still has to be closed to count.
  func finish() throws(OutputError)
}

extension RowSink {
  package var showsSections: Bool { false }

  package func describe(_ heading: ReportHeading) {}

  package func total(_ values: [OutputValue]) throws(OutputError) {
    if showsSections { try row(values) }
  }

  package func text(_ string: String) {
    var string = string
    string.withUTF8 { text($0) }
  }

  /// Text, or nothing.
  package func text(orNull text: String?) {
    if let text { self.text(text) } else { null() }
  }

  /// A whole number, or nothing.
  package func integer(orNull value: Int64?) {
    if let value { integer(value) } else { null() }
  }

  /// A number in units of the field's scale, or nothing.
  package func decimal(orNull units: Int64?) {
    if let units { decimal(units) } else { null() }
  }

  /// One cell from a value.
  package func cell(_ value: OutputValue) {
    switch value {
    case .null: null()
    case .text(let string), .plain(let string): text(string)
    case .integer(let value): integer(value)
    case .decimal(let units): decimal(units)
    case .money(let minor): money(minor)
    case .boolean(let value): boolean(value)
    }
  }

  /// One row from values.
  package func row(_ values: [OutputValue]) throws(OutputError) {
    for value in values { cell(value) }
    try endRow()
  }
}
