// `pm ticket cancel`: Cancel tickets that the customer has taken back.
import PMCore

/// `pm ticket cancel`.
enum TicketCancel: TicketMoving {
  static let fills: [TicketOption] = []
  static let spec = declare(
    "cancel", Words("Cancel tickets that the customer has taken back.", zh: "取消客户撤回的工单。"),
    example: "WX-202610-0001 --remark 客户撤回")

  static func move(_ arguments: Arguments) -> TicketMove { .cancel }
}
