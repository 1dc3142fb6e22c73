// What the import of a record does beside writing its rows, whichever command it is asked by.
import PMCore
import PMStore

extension RecordType {
  /// The hooks of every import, add and set of this record.
  var importHooks: ImportHooks {
    switch name {
    case "org": orgHooks
    case "room": roomHooks
    case "charge": chargeHooks
    case "fee": LateTermsChange().joined(to: feeHooks)
    case "late-policy": LateTermsChange().joined(to: ImportHooks())
    case "tariff": tariffHooks
    case "answer": answerHooks
    case "category": categoryHooks
    case "sla": levelHooks
    default: ImportHooks()
    }
  }

  /// Says which communities another centre, or none, answers for now.
  private var orgHooks: ImportHooks {
    let moves = CentreMoves()
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    hooks.began = { moves.before = try $0.orgTree() }
    hooks.written = { database, job, _ in try moves.read(database.orgTree(), job.touched.map(\.id)) }
    hooks.warned = { moves.warned }
    return hooks
  }

  /// A correction of a room is one of its last version.
  private var roomHooks: ImportHooks {
    let warnings = Warnings()
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    hooks.written = { database, job, _ in
      try database.correctLastVersions(run: database.entry)
      let ids = job.touched.lazy.map(\.id)
      let found = try database.doubtfulRooms(from: ids.min() ?? 1, through: ids.max() ?? 0)
      let written = job.touched(among: Set(found.map(\.id)))
      let rooms = found.filter { written.contains($0.id) }
      let areas = try job.plan.slot(of: "floor_area") == nil ? [] : areaWarnings(database, rooms)
      let unsold = unsoldWarning(rooms.filter(\.isUnsold).map(\.code))
      let renamed = renamedWarning(try database.renamedCustomers(run: database.entry))
      let overtaken = try overtakenWarnings(
        database.billsOvertaken(byRooms: job.touched.map(\.id), run: database.entry))
      warnings.reset(to: areas + [unsold, renamed].compactMap { $0 } + overtaken)
    }
    hooks.warned = { warnings.told }
    return hooks
  }

  /// Says how many rooms a charge on a scope touches, which charges begin before their tariff, and
  /// which bills they have overtaken.
  private var chargeHooks: ImportHooks {
    let reach = ChargeReach()
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    hooks.written = { database, job, _ in try reach.read(database, job.touched.map(\.id)) }
    hooks.said = { reach.said }
    hooks.warned = { reach.warned }
    return hooks
  }

  /// Says which rates come after bills at another one.
  private var feeHooks: ImportHooks {
    warning { database, fees in
      try database.billsAtOtherRates(ofFees: fees).map { bills in
        let count = bills.count
        return Words(
          "\(bills.fee): \(count) bill\(bills.count == 1 ? "" : "s") from \(bills.first) on bear\(bills.count == 1 ? "s" : "") another tax rate and keep\(bills.count == 1 ? "s" : "") it, but reissued would take this one: a rate that changes on a day belongs in a tariff version, with its valid_from and tax_rate",
          zh:
            "\(bills.fee)：自 \(bills.first) 起已有 \(count) 笔账单为其他税率，仍保持不变，但重出时会按此税率：自某日起变更的税率请另立收费标准版本（valid_from、tax_rate）"
        )
      }
    }
  }

  /// Says which versions come after bills of their days.
  private var tariffHooks: ImportHooks {
    warning { database, versions in
      try database.billsOlder(than: versions).map { bills in
        let count = bills.count
        let version = "\(bills.tariff),\(bills.validFrom)"
        return Words(
          "\(version): \(count) bill\(bills.count == 1 ? "" : "s") of its days from \(bills.first) on came before this change and stay\(bills.count == 1 ? "s" : "") as made: pm bill adjust NUMBER --reissue; where the change is of later days, add a version of its own valid_from",
          zh:
            "\(version)：其适用日期内自 \(bills.first) 起已有 \(count) 笔账单，仍按原标准不变：可用 pm bill adjust NUMBER --reissue 重出；若变更自以后生效，请另立新版本（valid_from）"
        )
      }
    }
  }

  /// Says how many answers came before their survey began or after it ended.
  private var answerHooks: ImportHooks {
    warning { database, answers in
      try answers.isEmpty
        ? []
        : database.touchedAnswersOutOfTime().map { survey, count in
          Words(
            "\(survey): \(counted(count, "answer")) outside the days of the survey",
            zh: "\(survey)：\(count) 份答卷不在调查起止日期之内")
        }
    }
  }

  /// Says which categories have a brother of the same name.
  private var categoryHooks: ImportHooks {
    warning { database, categories in
      try categories.isEmpty
        ? []
        : database.touchedCategoryTwins().map { name, codes in
          Words(
            "several categories under the same parent are called \"\(name)\": \(codes)",
            zh: "同一上级之下有多个类别叫“\(name)”：\(codes)")
        }
    }
  }

  /// Says which service levels are for categories that there are not.
  private var levelHooks: ImportHooks {
    warning { database, levels in
      let names = try database.categoryNames()
      if names.isEmpty || levels.isEmpty { return [] }
      let unknown = try database.unknownCategories(ofLevels: levels).map { category in
        let near = didYouMean(nearest(category, names))
        return Words(
          "\(category) is no known category, so that no ticket has this service level"
            + (near.map { "; " + $0.en } ?? ""),
          zh: "“\(category)”不是已有的工单类别，没有工单适用此时限" + (near.map { "；" + $0.zh } ?? ""))
      }
      return try unknown
        + database.categoriesBelow(levels: levels).map { category, below in
          let first = below.prefix(3)
          let more = below.count > 3
          return Words(
            "a service level is not for what is below its category: tickets of \(shortList(below).en) do not have the one of \(category); give each a row",
            zh: "时限不适用于下级类别：“\(category)”的时限不适用于其下级“\(first.joined(separator: "”“"))”\(more ? "等" : "")的工单；请为各下级另设一行")
        }
    }
  }

  /// Says what there is to warn of once rows are written.
  private func warning(
    of warn: @escaping (Database, _ rows: [Int64]) throws -> [Words]
  ) -> ImportHooks {
    let warnings = Warnings()
    var hooks = ImportHooks()
    hooks.wantsTouched = true
    hooks.written = { database, job, _ in
      warnings.reset(to: try warn(database, job.touched.map(\.id)))
    }
    hooks.warned = { warnings.told }
    return hooks
  }
}

/// What is said of customers whom a sheet of rooms gave another name; nil of none. One wrong code makes
/// one customer another, and a name itself is nobody's business here.
private func renamedWarning(_ codes: [String]) -> Words? {
  guard let first = codes.first else { return nil }
  let named = shortList(codes)
  return Words(
    "\(counted(codes.count, "customer")) on record got another name: \(named.en); see pm audit show customer \(first), and give a new owner a code of his own",
    zh: "\(codes.count) 位已有客户的名称被更改：\(named.zh)；请核对 pm audit show customer \(first)，新业主请使用新的客户编号")
}

/// What is said of rooms that have an owner and a day of delivery and stand as unsold; nil of none.
func unsoldWarning(_ codes: [String]) -> Words? {
  guard let first = codes.first else { return nil }
  let count = codes.count
  let named = shortList(codes)
  return count == 1
    ? Words(
      "room \(first) has an owner and a day of delivery but stands as unsold, so that nothing is billed: pm room set \(first) status=delivered",
      zh: "房间 \(first) 已有业主和交付日期，状态却为未售，不会出账：pm room set \(first) status=delivered")
    : Words(
      "\(count) rooms have an owner and a day of delivery but stand as unsold, so that nothing is billed (\(named.en)): give the column status, or pm room set \(first) status=delivered",
      zh: "\(count) 个房间已有业主和交付日期，状态却为未售，不会出账（\(named.zh)）：请填写 status 列，或 pm room set \(first) status=delivered")
}

/// What there is to say of the charges just written.
private final class ChargeReach {
  private(set) var said: [Words] = []
  private(set) var warned: [Words] = []

  func read(_ database: Database, _ charges: [Int64]) throws {
    (said, warned) = ([], [])
    var nowhere: [Words] = []
    for (scope, fee, rooms) in try database.scopesCharged(by: charges) {
      if rooms == 0 {
        nowhere.append(
          Words(
            "\(fee) on \(scope) touches no room; a room belongs to a building by its code or name in the room's column building",
            zh: "\(scope) 的 \(fee) 未涉及任何房间；房间的 building 列须为楼栋的编号或名称"))
        continue
      }
      said.append(
        Words(
          "\(fee) on \(scope) touches \(counted(rooms, "room"))",
          zh: "\(scope) 的 \(fee) 涉及 \(rooms) 个房间"))
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
    warned = Warnings(nowhere + early + late).told
    warned += try overtakenWarnings(database.billsOvertaken(byCharges: charges))
  }
}
