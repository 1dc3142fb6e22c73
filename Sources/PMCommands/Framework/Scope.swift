// `--scope ORG`: what stands under an organisation.
import PMCore
import PMStore

extension Context {
  /// The code of `--scope`, or of the part that the caller is kept to.
  mutating func scopeCode() throws -> String? {
    _ = try database
    return common.scope
  }

  /// The organisations under `--scope`; nil where none was asked for.
  mutating func scopeOrgs() throws -> [Int64]? {
    guard let code = try scopeCode() else { return nil }
    let database = try database
    return try database.orgTree().under(database.row(of: Org.record, code: code, zone: .standard))
  }

  /// The condition that keeps rows `t` of `record` under `--scope`; "1" where none was asked for.
  mutating func scopeCondition(of record: RecordType) throws -> String {
    guard record.scopeColumn != nil, let orgs = try scopeOrgs() else { return "1" }
    return PMStore.scopeCondition(of: record, under: orgs, in: try database.orgTree())
  }

  /// What a heading says of `--scope`.
  var scopeParameter: [(name: String, value: String)] {
    common.scope.map { [(words("Scope", "范围"), $0)] } ?? []
  }
}
