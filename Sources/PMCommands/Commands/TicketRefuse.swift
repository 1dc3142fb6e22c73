// `pm ticket refuse`: Send tickets back to the desk: they are new again.
import PMCore

/// `pm ticket refuse`.
enum TicketRefuse: TicketMoving {
  static let fills: [TicketOption] = []
  static let spec = declare(
    "refuse", Words("Send tickets back to the desk: they are new again.", zh: "退回服务台，工单恢复为新建。"),
    example: "WX-202610-0001 --remark 非本部门职责")

  static func move(_ arguments: Arguments) -> TicketMove { .refuse }
}
