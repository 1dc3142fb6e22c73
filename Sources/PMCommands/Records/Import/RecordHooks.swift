// What the import of a record does beside writing its rows, whichever command it is asked by.
import PMCore
import PMStore

extension RecordType {
  /// The hooks of every import, add and set of this record.
  var importHooks: ImportHooks {
    switch name {
    case "room": roomHooks
    case "charge": chargeHooks
    default: ImportHooks()
    }
  }

  /// A correction of a room is one of its last version.
  private var roomHooks: ImportHooks {
    var hooks = ImportHooks()
    hooks.written = { database, _ in
      try database.correctLastVersions()
      return []
    }
    return hooks
  }

  /// Says how many rooms a charge on a scope touches, and which charges begin before their tariff.
  private var chargeHooks: ImportHooks {
    let reach = ChargeReach()
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    hooks.written = { database, job in
      try reach.read(database, job.touched.map(\.id))
      return []
    }
    hooks.said = { reach.said }
    hooks.warned = { reach.warned }
    return hooks
  }
}

/// What there is to say of the charges just written.
private final class ChargeReach {
  private(set) var said: [Words] = []
  private(set) var warned: [Words] = []

  func read(_ database: Database, _ charges: [Int64]) throws {
    (said, warned) = ([], [])
    for (scope, fee, rooms) in try database.scopesCharged(by: charges) {
      said.append(
        Words(
          "\(fee) on \(scope) touches \(grouped(rooms)) room\(rooms == 1 ? "" : "s")",
          zh: "\(scope) 的 \(fee) 涉及 \(grouped(rooms)) 个房间"))
    }
    let early = try database.chargesBeforeTheirTariff(charges).map { charge in
      Words(
        "\(charge.place), fee \(charge.fee): tariff \(charge.tariff) has no version on \(charge.from) yet",
        zh: "\(charge.place)，费用 \(charge.fee)：收费标准 \(charge.tariff) 在 \(charge.from) 尚无生效版本")
    }
    let late = try database.chargesInClosedPeriods(charges).map { charge in
      Words(
        "\(charge.place), fee \(charge.fee): begins on \(charge.from), but \(charge.closed) is closed: no run bills it there any more",
        zh: "\(charge.place)，费用 \(charge.fee)：自 \(charge.from) 起收，但 \(charge.closed) 已结账，不会再补出该月账单")
    }
    warned = Array((early + late).prefix(Findings.shown))
    let more = early.count + late.count - warned.count
    if more > 0 { warned.append(Words("\(more) more warnings", zh: "另有 \(more) 条警告")) }
  }
}
