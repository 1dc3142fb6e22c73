// New tickets: their numbers, gap-free in each series, and their rows.
import PMCore

extension Database {
  /// The highest serial behind `series`, such as `TS-202610-`; 0 where there is none.
  package func lastTicketSerial(_ series: String) throws -> Int64 {
    try lastSerial(of: Ticket.record, behind: series)
  }

  /// Adds a ticket; its row.
  package func insertTicket(number: String, _ values: [TypedValue]) throws -> Int64 {
    let names = ["key", "number"] + values.map(\.column.quoted)
    let marks = names.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    try run(
      "INSERT INTO ticket (\(names.joined(separator: ", "))) VALUES (\(marks))",
      [.text(NaturalKey.of(number)), .text(number)] + values.map(\.value))
    return lastInsertRowID
  }
}
