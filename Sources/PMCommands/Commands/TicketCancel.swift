// `pm ticket cancel`: Cancel tickets taken back, or taken down twice.
import PMCore

/// `pm ticket cancel`.
enum TicketCancel: TicketMoving {
  static let fills: [TicketOption] = [.duplicateOf]
  static let spec = declare(
    "cancel", Words("Cancel tickets taken back, or taken down twice.", zh: "取消客户撤回或重复登记的工单。"),
    example: "WX-202610-0001 --remark 客户撤回")

  static func move(_ arguments: Arguments) -> TicketMove { .cancel }
}
