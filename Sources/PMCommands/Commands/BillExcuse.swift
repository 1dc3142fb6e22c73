// `pm bill excuse`: a finding of the billing run that is as it should be, or cannot be mended.
import PMCore
import PMStore

/// `pm bill excuse`: answer for an open finding, so that it stops neither run nor close.
enum BillExcuse: Command {
  static let room = Option("room", "CODE", Words("The room of the finding.", zh: "房号。"))
  static let fee = Option("fee", "CODE", Words("The fee of the finding.", zh: "费用编码。"))
  static let period = Option(
    "period", "PERIOD", Words("The month of the finding.", zh: "账期。"), parse: Period.init(_:))

  static let spec = CommandSpec(
    "bill excuse",
    Words("Excuse an open finding of the billing run.", zh: "豁免出账未决事项。"),
    options: [room, fee, period, CorrectionOptions.reason],
    examples: [
      "pm bill excuse --room 1-2-0101 --fee SF --period 2026-10 --reason \"meter out of reach\""
    ],
    notes: [
      Words(
        "The run still lists it, as excused; nothing is billed for it in that period. Listed by: pm excuse list.",
        zh: "出账时仍列为已豁免，该账期不再为其出账。可用 pm excuse list 查询。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let period = try arguments.require(period)
    let (roomCode, feeCode) = (try arguments.require(room), try arguments.require(fee))
    let reason = try arguments.require(CorrectionOptions.reason)
    let day = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let room = try database.row(of: Room.record, code: roomCode, zone: zone)
      let fee = try database.row(of: Fee.record, code: feeCode, zone: zone)
      let key = ExcuseKey(room: room, fee: fee)
      if let known = try database.excuses(of: period)[key] {
        if known != reason {
          throw Failure.refused(
            "excused-already",
            Words(
              "room \(roomCode), fee \(feeCode) in \(period) is excused already, for another reason",
              zh: "房间 \(roomCode)、费用 \(feeCode) 在 \(period) 已以其他原因豁免"),
            hint: Words("pm excuse list", zh: "见 pm excuse list"))
        }
        context.summary("bill excuse", [("created", 0), ("unchanged", 1)])
        return
      }
      let order = BillOrder(period: period, asOf: nil, room: roomCode, fee: feeCode, scope: nil)
      var shares = try database.unbilledShares(ClosingScope(period, org: nil, in: OrgTree()))
        .filter { $0.room == room && $0.fee == fee }
      let outcome = try order.bill(database, context.progress()) { line, _, _ in shares.remove(ShareKey(line)) }
      if outcome.open.isEmpty, shares.isEmpty {
        throw Failure.refused(
          "no-finding",
          Words(
            "room \(roomCode), fee \(feeCode) has no open finding in \(period)",
            zh: "房间 \(roomCode)、费用 \(feeCode) 在 \(period) 无未决事项"),
          hint: Words(
            "pm bill run --period \(period) --dry-run",
            zh: "可用 pm bill run --period \(period) --dry-run 查看"))
      }
      let closings = try database.closings()
      try closings.requireOpen(period, for: database.community(ofRoom: room))
      try database.keepExcuse(key, period, reason: reason, on: day, run: database.entry)
      context.summary("bill excuse", [("created", 1), ("unchanged", 0)])
    }
  }
}
