// `pm ticket rework`: Work on tickets again that were not good enough.
import PMCore

/// `pm ticket rework`.
enum TicketRework: TicketMoving {
  static let fills: [TicketOption] = [.department, .assignee]
  static let spec = declare(
    "rework", Words("Work on tickets again that were not good enough.", zh: "返工：未达要求的工单重新处理。"),
    example: "WX-202610-0001 --remark 仍有渗水")

  static func move(_ arguments: Arguments) -> TicketMove { .rework }
}
