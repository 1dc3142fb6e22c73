// The numbers that new rows get: through all of them, or month by month.
package import PMCore

extension Database {
  /// The row id, and with it the number, that the next row of a record gets.
  ///
  /// Asked under the write lock; of a row that is written `lastInsertRowID` is the id.
  package func nextNumber(of record: RecordType) throws(StoreError) -> Int64 {
    (try scalar("SELECT max(id) FROM \(record.table)") ?? 0) + 1
  }

  /// The highest serial behind `series`, such as `NC-202610-`; 0 where there is none.
  ///
  /// Asked under the write lock, one more than it is the next number, whoever else writes.
  package func lastSerial(of record: RecordType, behind series: String) throws -> Int64 {
    let key = NaturalKey.of(series)
    var statement = try prepare(
      "SELECT number FROM \(record.table) WHERE key > ?1 AND key < ?2 ORDER BY key DESC")
    try statement.bind([.text(key), .text(key + "\u{7F}")])
    while try statement.step() {
      let tail = statement.string(0).dropFirst(series.count)
      // What is longer is no serial of ours, and one more must still be a number.
      guard tail.utf8.count <= 9, tail.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        continue
      }
      if let serial = Int64(tail), serial > 0 { return serial }
    }
    return 0
  }
}
