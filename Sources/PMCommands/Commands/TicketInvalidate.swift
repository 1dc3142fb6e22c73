// `pm ticket invalidate`: Judge tickets not to be borne out.
import PMCore

/// `pm ticket invalidate`.
enum TicketInvalidate: TicketMoving {
  static let fills: [TicketOption] = [.responsible]
  static let spec = declare(
    "invalidate", Words("Judge tickets not to be borne out.", zh: "判定工单无效。"),
    example: "TS-202610-0001 --remark 查无此事")

  static func move(_ arguments: Arguments) -> TicketMove { .invalidate }
}
