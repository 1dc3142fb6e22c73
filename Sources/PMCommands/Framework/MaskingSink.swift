// Masks numbers of people in whatever a command shows, unless it says that a column holds codes.
import PMCore
import PMFormat

/// Hands rows on to another sink with the numbers masked that tell who somebody is, in every column
/// of text, in headings and in charts. Codes, dates and figures have kinds of columns of their own,
/// and go through as they are.
final class MaskingSink: RowSink {
  private let sink: any RowSink
  private var masks: [Bool] = []
  private var place = 0

  init(_ sink: any RowSink) { self.sink = sink }

  var showsSections: Bool { sink.showsSections }

  func describe(_ heading: ReportHeading) { sink.describe(heading.masked()) }

  func begin(_ fields: [OutputField]) throws(OutputError) {
    masks = fields.map { $0.kind == .text }
    place = 0
    // The columns of a pivot are headed by what people typed; what has become equal is numbered.
    var uses: [String: Int] = [:]
    try sink.begin(
      fields.map { field in
        let masked = field.relabelled { maskedPersons($0) }
        let use = uses[masked.name, default: 0] + 1
        uses[masked.name] = use
        return use == 1 ? masked : masked.relabelled { "\($0) (\(use))" }
      })
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    defer { place += 1 }
    if place < masks.count, masks[place], let masked = maskedPersons(bytes) {
      masked.withUnsafeBufferPointer { sink.text($0) }
    } else {
      sink.text(bytes)
    }
  }

  func null() {
    sink.null()
    place += 1
  }

  func integer(_ value: Int64) {
    sink.integer(value)
    place += 1
  }

  func decimal(_ units: Int64) {
    sink.decimal(units)
    place += 1
  }

  func money(_ minor: Int64) {
    sink.money(minor)
    place += 1
  }

  func boolean(_ value: Bool) {
    sink.boolean(value)
    place += 1
  }

  func endRow() throws(OutputError) {
    place = 0
    try sink.endRow()
  }

  func total(_ values: [OutputValue]) throws(OutputError) { try sink.total(values) }

  func finish() throws(OutputError) { try sink.finish() }
}

extension ReportHeading {
  /// The heading with such numbers masked in all it says; figures keep their own.
  fileprivate func masked() -> ReportHeading {
    var heading = self
    heading.title = maskedPersons(title)
    heading.subtitle = subtitle.map { maskedPersons($0) }
    heading.parameters = parameters.map { (maskedPersons($0.name), maskedPersons($0.value)) }
    heading.notes = notes.map { maskedPersons($0) }
    heading.charts = charts.map { $0.relabelled { maskedPersons($0) } }
    return heading
  }
}
