// Where the tables that only grow end: what an entry of the journal finds, and what it leaves behind.
import PMCore

/// The last row of each table that only grows: what the journal seals, and every numbered document.
struct LastRows: Hashable {
  /// In the order of `tables`; 0 where there is no row.
  private var ids: [Int64]

  private static let sealed = SealedRows.all.map(\.table)
  private static let tables = sealed + Records.numberedTables
  private static func last(of table: String) -> String { "SELECT coalesce(max(rowid), 0) FROM \(table)" }
  static let all = "SELECT " + tables.map { "(\(last(of: $0)))" }.joined(separator: ", ")

  init(_ database: Database) throws(StoreError) {
    do {
      ids = try database.first(Self.all) { row in Self.tables.indices.map { row.int64($0) } } ?? []
    } catch  where error.lacksSchema {
      // A schema that is to be migrated may lack some of the tables.
      ids = []
      for table in Self.tables {
        do { ids.append(try database.scalar(Self.last(of: table)) ?? 0) } catch  where error.lacksSchema {
          ids.append(0)
        }
      }
    }
  }

  /// The last of each table of `SealedRows.all`.
  var sealed: ArraySlice<Int64> { ids.prefix(Self.sealed.count) }

  /// The kinds of document that have got further, each with its last number: `last_bill`.
  func documents(since earlier: LastRows) -> [(String, Int64)] {
    if ids == earlier.ids { return [] }
    return ids.indices.dropFirst(Self.sealed.count).filter { ids[$0] > earlier.ids[$0] }
      .map { ("last_" + Self.tables[$0], ids[$0]) }
  }
}
