// `--scope ORG` for rows of any record: those of the rooms under an organisation.
import PMCore
import PMStore

extension Context {
  /// The condition that keeps rows of `record` under `--scope`; nil where nothing was asked.
  mutating func scopeCondition(of record: RecordType) throws -> (sql: String, values: [SQLValue])? {
    guard let code = try scopeCode(), let column = record.scopeColumn else { return nil }
    let database = try openForReading()
    let root = try database.row(of: Org.record, code: code, zone: try databaseZone())
    let orgs = try database.orgTree().under(root).map(String.init).joined(separator: ", ")
    if column.name == "community" { return ("t.\(column.quoted) IN (\(orgs))", []) }
    return (
      "t.\(column.quoted) IN (SELECT id FROM room WHERE community_id IN (\(orgs)))", []
    )
  }
}
