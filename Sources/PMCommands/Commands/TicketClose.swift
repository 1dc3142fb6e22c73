// `pm ticket close`: Close tickets, once their procedure's steps are done.
import PMCore

/// `pm ticket close`.
enum TicketClose: TicketMoving {
  static let fills: [TicketOption] = [.valid, .responsible]
  static let spec = declare(
    "close", Words("Close tickets, once their procedure's steps are done.", zh: "关闭已走完规定程序的工单。"),
    example: "WX-202610-0001")

  static func move(_ arguments: Arguments) -> TicketMove { .close }
}
