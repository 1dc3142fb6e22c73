// Tenants who come by a file into rooms that stay vacant: their bills are those of a vacant room.
import PMCore
import PMStore

extension VacantHome {
  /// What is said of it, and the command that mends it.
  var warning: Words {
    let day = from == .distantPast ? "" : " --effective \(from)"
    let change = "pm room set \(room) status=let\(day)"
    return Words(
      "room \(room) stays vacant, with the factors of a vacant room, and \(tenant) is its tenant; if he lives there: \(change)",
      zh: "房间 \(room) 仍为空置，按空置系数计费，而 \(tenant) 为其租户；如已入住：\(change)")
  }
}

extension RecordImport {
  /// What is to be said of tenants in vacant rooms whom the file has brought: the first of them, and
  /// how many more there are.
  func findVacantHomes(_ database: Database, _ counts: ImportCounts) throws -> [Words] {
    guard let (_, last, changed) = try writtenOccupancies(database, counts) else { return [] }
    let warnings = Warnings { Words("\($0) more tenants of vacant rooms", zh: "另有 \($0) 名租户的房间仍为空置") }
    try database.eachVacantHome(after: last, changed: changed, today: today) { warnings.add($0.warning) }
    return warnings.told
  }
}
