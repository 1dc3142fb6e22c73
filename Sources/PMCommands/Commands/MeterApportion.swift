// `pm meter apportion`: spread what shared meters used over the rooms.
import PMCore
import PMStore

/// `pm meter apportion`: shares of shared meters, to the fen; `bill run` posts them.
enum MeterApportion: Command {
  static let meter = Option("meter", "CODE", Words("Only this shared meter.", zh: "仅此公摊表。"))
  static let basis = Option(
    "basis", "BASIS",
    Words("Must agree with the tariff's basis, or --override it.", zh: "须与收费标准的分摊依据一致，或用 --override 改用。"))
  static let override = Flag(
    "override", Words("Spread by --basis all the same; needs --reason.", zh: "改用 --basis 分摊；须填 --reason。"))
  static let amount = Option(
    "amount", "SUM",
    Words("Spread this sum in place of usage × price; needs --meter.", zh: "按此金额分摊，代替用量×单价；须与 --meter 同用。"),
    parse: CorrectionOptions.amount)
  static let net = Flag(
    "net", Words("Less what the sub-meters used; holds from then on.", zh: "扣除分表用量后分摊，此后各期照此办理。"))
  static let gross = Flag(
    "gross", Words("No longer less what the sub-meters used.", zh: "不再扣除分表用量。"))

  static let spec = CommandSpec(
    "meter apportion",
    Words("Spread shared meters over the rooms that pay for them.", zh: "把公摊表用量分摊到各房间。"),
    options: [BillRun.period, meter, amount, basis, override, DayReadings.reason, net, gross],
    examples: [
      "pm meter apportion --period 2026-10", "pm meter apportion --period 2026-10 --meter GT-1 --net",
      "pm meter apportion --period 2026-10 --meter GT-1 --amount 1234.56",
      "pm meter apportion --period 2026-10 --meter GT-1 --basis head --override --reason 业主大会决议",
    ],
    notes: [
      Words(
        "usage × price is cut to the fen by weight; the fen left over go to the largest remainders.",
        zh: "用量×单价按权重分到分，余下的分归余数最大者。"),
      Words(
        "Bases: floor, usable, usage (of the room's own sub-meters), household, head, weight (the charge's quantity), equal. A vacant room counts by its charge's vacant_factor; with 0 it is left out.",
        zh: "依据：floor、usable、usage（本户分表用量）、household、head、weight（收费设置的数量）、equal。空置房按 vacant_factor 计，0 为不分摊。"),
      Words(
        "--amount, the sum of an invoice, is spread over the meter's days in the period and stays until another one, --net or --gross.",
        zh: "--amount（如供电公司账单金额）按该表当期天数分摊，此后重新分摊仍按此金额，直到另给金额、--net 或 --gross。"),
      Words(
        "A meter once spread --net stays so until --gross. The share of an interval goes whole to the debtor on its last day.",
        zh: "用过 --net 的表此后一直扣除分表用量，直到 --gross。一段用量的分摊整笔归其最后一日的付款人。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let period = try arguments.require(BillRun.period)
    if arguments[net], arguments[gross] {
      throw Failure.usage(
        "conflicting-options", Words("give --net or --gross", zh: "--net 与 --gross 只能给一个"))
    }
    if arguments[amount] != nil {
      _ = try arguments.require(meter)
      if arguments[net] || arguments[gross] {
        throw Failure.usage(
          "conflicting-options",
          Words(
            "give --amount, or --net or --gross", zh: "--amount 不能与 --net、--gross 同用"))
      }
    }
    if arguments[override] {
      _ = try arguments.require(basis)
      _ = try arguments.require(DayReadings.reason)
    }
    try context.write { context, database in
      if let code = arguments[meter] {
        let id = try database.row(of: Meter.record, code: code, zone: .standard)
        guard try database.scalar("SELECT scope_id FROM meter WHERE id = ?1", [.integer(id)]) != nil else {
          throw Failure.refused(
            "not-shared", Words("meter \(code) stands on a room and is not shared", zh: "表 \(code) 属于房间，不是公摊表"))
        }
      }
      do {
        try apportion(period, arguments, &context, database)
      } catch let fault as ApportionFault {
        throw Failure.refused(fault.code, fault.words)
      }
    }
  }

  private static func apportion(
    _ period: Period, _ arguments: Arguments, _ context: inout Context, _ database: Database
  ) throws {
    let intervals = try database.sharedIntervals(
      period, meter: arguments[meter], amount: arguments[amount],
      keepsAmounts: !arguments[net] && !arguments[gross])
    if intervals.isEmpty, arguments[amount] != nil, let code = arguments[meter] {
      throw Failure.refused(
        "no-reading",
        Words("meter \(code) has no reading in \(period)", zh: "表 \(code) 在 \(period) 没有读数"),
        hint: Words("read it first: pm meter read", zh: "请先抄表：pm meter read"))
    }
    let wanted = try arguments[basis].map { try known($0) }
    let sharing = try database.sharingRooms(
      intervals, period, override: arguments[override] ? wanted : nil)
    var created = 0
    var unchanged = 0
    for (interval, rooms) in zip(intervals, sharing) {
      guard let tariff = rooms.tariff, interval.amount != nil || tariff.price != nil else {
        context.findings.add(
          Finding(
            "no-rooms", Words("meter \(interval.code): no room is charged for it", zh: "表 \(interval.code)：没有房间应分摊")))
        continue
      }
      if let wanted { try refuseOther(wanted, than: rooms.basis, interval) }
      let (usage, isNet) = try usageToSpread(of: interval, period, arguments, &context, database)
      let total =
        try interval.amount
        ?? sharedTotal(usage, tariff: tariff, fee: try database.fee(interval.fee))
      let rows = try shares(total, usage, of: interval.code, rooms)
      let written = try database.replaceShares(
        interval, period, interval.amount == nil ? tariff.price : nil, rows, basis: rooms.basis, isNet: isNet,
        reason: arguments[override] ? arguments[DayReadings.reason] : nil,
        run: database.entry)
      created += written
      unchanged += rows.count - written
    }
    context.summary("meter apportion", [("created", created), ("unchanged", unchanged)])
  }

  private static func refuseOther(
    _ wanted: ApportionmentBasis, than basis: ApportionmentBasis, _ interval: SharedInterval
  ) throws {
    if wanted == basis { return }
    throw Failure.refused(
      "other-basis",
      Words(
        "meter \(interval.code): the tariff spreads by \(basis.rawValue), not \(wanted.rawValue)",
        zh: "表 \(interval.code)：收费标准按 \(basis.rawValue) 分摊，而非 \(wanted.rawValue)"),
      hint: Words(
        "correct the tariff, or spread with --override --reason TEXT",
        zh: "请更正收费标准，或用 --override --reason TEXT 改用"))
  }

  /// What is spread of an interval, and whether that is net of the sub-meters; says what goes on as
  /// before.
  private static func usageToSpread(
    of interval: SharedInterval, _ period: Period, _ arguments: Arguments, _ context: inout Context,
    _ database: Database
  ) throws -> (usage: Ratio, isNet: Bool) {
    if let sum = interval.amount, arguments[amount] == nil {
      context.note(
        Words("meter \(interval.code): the sum of \(sum), as before", zh: "表 \(interval.code)：与以前一样按金额 \(sum) 分摊"))
    }
    let wasNet = try interval.amount == nil && database.wasNet(interval)
    let isNet = arguments[net] || (wasNet && !arguments[gross])
    if wasNet, isNet, !arguments[net] {
      context.note(
        Words(
          "meter \(interval.code): net of its sub-meters, as before",
          zh: "表 \(interval.code)：与以前一样扣除分表用量"))
    }
    if !isNet {
      if interval.amount == nil { try noteOfSubMeters(interval, &context, database) }
      return (interval.usage, false)
    }
    let usage = try interval.usage.minus(try database.subUsage(interval, period))
    if usage.isNegative {
      throw ApportionFault(
        code: "subs-exceed-main",
        words: Words(
          "meter \(interval.code): its sub-meters used more than it did",
          zh: "表 \(interval.code)：分表用量之和超过总表用量"))
    }
    return (usage, true)
  }

  /// Says that what is spread whole may be charged twice.
  private static func noteOfSubMeters(
    _ interval: SharedInterval, _ context: inout Context, _ database: Database
  ) throws {
    let count = try database.subMetersCharged(interval)
    if count == 0 { return }
    context.note(
      Words(
        "meter \(interval.code): spread whole, though \(count) sub-meter\(count == 1 ? " is" : "s are") charged besides, so that their usage is charged twice: --net leaves it out",
        zh: "表 \(interval.code)：按总用量分摊，而其 \(count) 个分表另行收费，分表用量会重复收费：可用 --net 扣除"))
  }

  /// The basis called `word`.
  private static func known(_ word: String) throws -> ApportionmentBasis {
    if let basis = ApportionmentBasis(rawValue: apportionmentWord(word)) { return basis }
    throw Failure.unknown(
      "unknown-basis", Words("there is no basis \"\(word)\"", zh: "没有分摊依据“\(word)”"), word: word,
      among: ApportionmentBasis.allCases.map(\.rawValue))
  }

  /// The rows of one interval, in the natural order of the rooms; they add up to the total.
  private static func shares(
    _ total: Money, _ usage: Ratio, of meter: String, _ rooms: SharingRooms
  ) throws -> [ShareRow] {
    let weights = try wholeNumbers(rooms.weights)
    let amounts: [Money]
    do {
      amounts = try PMCore.apportion(total, over: weights)
    } catch .divisionByZero {
      throw ApportionFault(
        code: "no-weights",
        words: Words("meter \(meter): no room has a weight", zh: "表 \(meter)：各房间的权重均为零"))
    }
    var sum: Int64 = 0
    for weight in weights {
      let (next, overflow) = sum.addingReportingOverflow(weight)
      if overflow { throw ArithmeticError.overflow }
      sum = next
    }
    return try rooms.rooms.indices.map { place in
      let share = try shareOfUsage(usage, weight: weights[place], of: sum)
      return ShareRow(
        room: rooms.rooms[place],
        quantity: Quantity(units: try share.rounded(.halfUp, scale: Quantity.scale)),
        amount: amounts[place])
    }
  }
}
