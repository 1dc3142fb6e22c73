// `pm ticket reopen`: Open tickets again that were closed, cancelled or invalid.
import PMCore

/// `pm ticket reopen`.
enum TicketReopen: TicketMoving {
  static let fills: [TicketOption] = []
  static let spec = declare(
    "reopen",
    Words("Open tickets again that were closed, cancelled or invalid.", zh: "重开已关闭、取消或无效的工单。"),
    example: "WX-202610-0001 --remark 再次漏水")

  static func move(_ arguments: Arguments) -> TicketMove { .reopen }
}
