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

  /// The condition that keeps rows `t` of `record` under `--scope`; nil where none was asked for.
  mutating func scopeCondition(of record: RecordType) throws -> String? {
    guard record.scopeColumn != nil, let code = try scopeCode() else { return nil }
    let database = try database
    let tree = try database.orgTree()
    let orgs = try tree.under(database.row(of: Org.record, code: code, zone: .standard))
    return PMStore.scopeCondition(of: record, under: orgs, in: tree)
  }

  /// What a heading says of `--scope`.
  var scopeParameter: [(name: String, value: String)] {
    common.scope.map { [(words("Scope", "范围"), $0)] } ?? []
  }

  /// A failure for something unknown says how far the one who asks sees, and never whether it stands
  /// elsewhere or nowhere.
  func withScope(_ error: any Error) -> any Error {
    guard let code = authority?.member?.scopeCode, var failure = error as? Failure, failure.isOfPlaces else {
      return error
    }
    let elsewhere =
      common.reveal
      ? Words(
        "outside \(code), to which you are kept, nothing is shown with --reveal: leave it out",
        zh: "您仅限于 \(code)，--reveal 不显示此范围之外的内容：请去掉该选项")
      : Words(
        "you are kept to \(code): what stands elsewhere is as unknown to you as what is nowhere",
        zh: "您仅限于 \(code)：此范围之外的内容与不存在的内容一样，均视为未知")
    failure.finding.hint = lines([failure.finding.hint, elsewhere])
    return failure
  }
}

extension Failure {
  /// The codes with which records that belong to places are unknown, by their own name or by what a
  /// column takes of them.
  private static let unknownPlaces: Set<String> = {
    let placed = Records.all.filter { ScopeFence.tables.contains($0.table) }
    let names = Set(placed.map(\.name))
    let columns = Records.all.flatMap(\.columns).filter {
      $0.restriction != nil && names.contains($0.target?().name ?? "")
    }
    return Set((names.sorted() + columns.map(\.name)).map { "unknown-" + $0 })
  }()

  /// Whether it is about something unknown that could stand elsewhere.
  fileprivate var isOfPlaces: Bool {
    Self.unknownPlaces.contains(finding.code) || findings.first.contains { Self.unknownPlaces.contains($0.code) }
  }
}
