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
    "prepayment", choices: ["keep", "refund", "carry"],
    Words("The leaver's prepayment: kept, paid back, or carried over.", zh: "迁出方预收：保留、退还或转移。"),
    default: "keep")

  /// Refuses what other commands do.
  static func check(_ arguments: Arguments) throws {
    if arguments[arrears] == "carry" {
      throw Failure.refused(
        "arrears-stay",
        Words("arrears cannot be carried over by a move", zh: "欠费不能随过户或迁出转移"),
        hint: Words(
          "move with --arrears keep, then name the new debtor bill by bill: pm bill adjust NUMBER --reissue --debtor CODE --reason TEXT",
          zh: "请用 --arrears keep 办理，再逐笔更改付款人：pm bill adjust NUMBER --reissue --debtor CODE --reason TEXT"))
    }
    if arguments[prepayment] == "refund" {
      throw Failure.refused(
        "refund-apart",
        Words("a refund needs an approver and a payee account", zh: "退款须有批准人和收款账户"),
        hint: Words(
          "move with --prepayment keep, then pm payment refund", zh: "请用 --prepayment keep 办理，再用 pm payment refund 退款"))
    }
  }
}

extension RoomMove {
  /// Does with the leaver's money what was asked; `heir` gets a prepayment that is carried over.
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
    if arguments[LeaverMoney.prepayment] == "carry" {
      guard let heir else {
        throw Failure.usage(
          "missing-option", "--prepayment carry needs --to CODE", "--prepayment carry 须同时给出 --to CODE")
      }
      let carried = try settlement.carryPrepayment(
        from: leaver.id, to: heir, room: id, on: day)
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
  }
}
