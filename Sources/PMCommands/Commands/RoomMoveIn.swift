// `pm room move-in`: somebody comes to live in a room, or to own it.
import PMCore
import PMStore

/// `pm room move-in`: a new occupancy from a day on.
enum RoomMoveIn: Command {
  static let role = Option(
    "role", choices: ["tenant", "resident", "owner"], Words("As what.", zh: "身份。"))
  static let pays = Flag(
    "pays",
    Words("Bills for the occupant go here; an owner pays anyway.", zh: "由其付使用人应付的费用；业主总是付费。"))
  static let household = Option(
    "household-size", "N", Words("How many live there from then on.", zh: "此后居住人数。"), in: 0...1000)

  static let spec = CommandSpec(
    "room move-in",
    Words("Let a tenant, resident or owner move in.", zh: "办理租户、住户或业主迁入。"),
    arguments: [RoomMove.room],
    options: [RoomMove.customer, role, RoomMove.on, pays, household] + DayReadings.all,
    examples: [
      "pm room move-in 1-2-0101 --customer K9 --role tenant --on 2026-10-16 --pays --readings readings.csv",
      "pm room move-in 1-2-0101 --customer K2 --role resident --on 2026-10-16 --household-size 3 --no-reading --reason 同住",
    ],
    notes: [
      Words(
        "From that day the room is let (a tenant) or occupied. A reading dated the day before bills the usage until then to whoever paid before.",
        zh: "自该日起房间为已出租（租户）或已入住。前一日的读数使此前用量计给原付款人。"),
      RoomStage.note,
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(RoomMove.customer)
    let role = try arguments.require(role)
    let pays = arguments[pays] || role == "owner"
    let people = arguments[household]
    try context.move("move-in", arguments, readingDays: { [$0.adding(-1), $0] }) { move in
      let customer = try move.customer(code)
      move.who = customer
      if role == "owner", let other = try move.otherOwner(than: customer) {
        throw Failure.refused(
          "owned-already",
          Words("\(other) owns room \(move.code) on that day", zh: "当日房间 \(move.code) 的业主为 \(other)"),
          hint: Words(
            "pm room transfer \(move.code) --to \(code) --on \(move.day)",
            zh: "请用 pm room transfer \(move.code) --to \(code) --on \(move.day)"))
      }
      try move.begin(customer, role: role, pays: pays)
      if pays, role != "owner", move.editor.hasChanged { try move.warnOfOthers(than: customer) }
      var values: [(String, SQLValue)] = [("status", role == "tenant" ? "let" : "occupied")]
      // An owner's family does not end a lease.
      if role != "tenant", try move.isLet() { values = [] }
      if let people { values.append(("household_size", .integer(Int64(people)))) }
      _ = try move.setRoom(from: move.day, values)
      if move.editor.hasChanged { try move.warnOfMisbilled(since: move.day) }
    }
  }
}

extension RoomMove {
  /// An owner of the day who is somebody else.
  func otherOwner(than customer: Int64) throws -> String? {
    try database.holders(ofRoom: id).first {
      $0.role == "owner" && $0.customer != customer && $0.holds(on: day)
    }?.code
  }

  /// Warns of tenants and residents who pay from the day on, too.
  mutating func warnOfOthers(than customer: Int64) throws {
    for other in try database.holders(ofRoom: id)
    where other.pays && other.customer != customer && ["tenant", "resident"].contains(other.role)
      && (other.to.map { $0 >= day } ?? true)
    {
      warnings.append(payingTwice(room: code, other.code, until: other.to))
    }
  }

  /// Whether a tenant holds the room on the day.
  func isLet() throws -> Bool {
    try database.holders(ofRoom: id).contains { $0.role == "tenant" && $0.holds(on: day) }
  }
}

/// What is said of somebody who pays for a room beside somebody who comes.
func payingTwice(room: String, _ customer: String, until last: Day?) -> Words {
  let until = last.map { (en: ", until \($0)", zh: "（至 \($0)）") } ?? (en: "", zh: "")
  return Words(
    "\(customer) pays for room \(room), too\(until.en): on days of both the bills go to who came last; end the other: pm room move-out \(room) --customer \(customer) --on DATE",
    zh:
      "\(customer) 同时为房间 \(room) 的付费住户\(until.zh)：重叠日期的账单归后入住者；如已搬出：pm room move-out \(room) --customer \(customer) --on 日期"
  )
}
