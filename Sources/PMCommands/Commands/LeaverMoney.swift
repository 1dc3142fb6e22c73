// The arrears and the prepayment of somebody who leaves a room: settled, kept, or carried over.
import PMCore
import PMStore

/// What becomes of a leaver's money.
enum LeaverMoney {
  static let arrears = Option(
    "arrears", choices: ["keep", "settle", "carry"],
    Words(
      "The leaver's arrears: kept, settled now out of his prepayment, or carried over.",
      zh: "迁出方欠费：保留、即以其预收冲抵、或转移。"), default: "keep")
  static let prepayment = Option(
    "prepayment", choices: ["keep", "carry"],
    Words(
      "The leaver's prepayment: kept (pm payment refund pays it back), or carried over.",
      zh: "迁出方预收：保留（退还用 pm payment refund）或转移。"),
    default: "keep")
}

extension RoomMove {
  /// Does with the leaver's money what was asked; `heir` gets what is carried over.
  mutating func settle(
    _ arguments: Arguments, of leaver: (id: Int64, code: String), heir: Int64?
  ) throws {
    let settlement = try Settlement(database, run: entry)
    if arguments[LeaverMoney.arrears] == "settle" {
      let counts = try settlement.offsetPrepayments(asOf: day, customer: leaver.id, room: id) {
        throw Failure.closed($0)
      }
      self.counts.append(("offset", counts.parts))
    }
    if arguments[LeaverMoney.arrears] == "carry" {
      let heir = try require(heir, toCarry: LeaverMoney.arrears, of: leaver)
      counts.append(
        ("carried bills", try carryArrears(from: leaver.id, to: heir, settlement)))
    }
    if arguments[LeaverMoney.prepayment] == "carry" {
      let carried = try settlement.carryPrepayment(
        from: leaver.id, to: require(heir, toCarry: LeaverMoney.prepayment, of: leaver), room: id, on: day)
      counts.append(("carried", carried.parts))
    }
    let owed = try database.owed(by: leaver.id, onRoom: id)
    let left = try database.prepaid(by: leaver.id)
    if owed != .zero || left != .zero {
      notes.append(
        Words(
          "\(leaver.code) owes \(owed) on room \(code) and has \(left) prepaid",
          zh: "\(leaver.code) 在房间 \(code) 尚欠 \(owed)，预收余额 \(left)"))
    }
    let held = try database.held(of: leaver.id, forRoom: id)
    if held != .zero {
      notes.append(
        Words(
          "deposits of \(held) are held for \(leaver.code) on room \(code): pm deposit list --room \(code)",
          zh: "\(leaver.code) 在房间 \(code) 有在押押金 \(held)：pm deposit list --room \(code)"))
    }
  }

  /// The one who gets what is carried over.
  private func require(
    _ heir: Int64?, toCarry option: Option<String>, of leaver: (id: Int64, code: String)
  ) throws -> Int64 {
    if let heir, heir != leaver.id { return heir }
    if heir != nil {
      throw Failure.usage(
        "carried-to-leaver",
        Words(
          "--\(option.name) carry --to \(leaver.code): that is who leaves",
          zh: "--\(option.name) carry --to \(leaver.code)：不能转给迁出方本人"))
    }
    throw Failure.usage(
      "missing-option",
      Words("--\(option.name) carry needs --to CODE", zh: "--\(option.name) carry 须同时给出 --to CODE"))
  }
}
