// INSERTs of several rows a step.

extension Database {
  /// How many rows a bulk insert takes a step; more are no faster.
  static let bulkRows = 20

  /// An INSERT of `rows` rows at once, to be bound row after row.
  ///
  /// Where a row fails, those before it stay, so that the caller must roll back. An INSERT that takes
  /// them back itself would cost a third more: before it changes a page, SQLite copies it into a
  /// temporary file.
  ///
  /// - Parameter constants: what stands in the last columns of every row, as SQL.
  func prepareInsert(
    into table: String, _ names: [String], constants: [String] = [], rows: Int
  ) throws(StoreError) -> Statement {
    let marks = [String](repeating: "?", count: names.count - constants.count) + constants
    let row = "(" + marks.joined(separator: ",") + ")"
    return try prepare(
      "INSERT OR FAIL INTO \(table) (\(names.joined(separator: ", "))) VALUES "
        + [String](repeating: row, count: rows).joined(separator: ","))
  }
}
