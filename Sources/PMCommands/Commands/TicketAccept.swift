// `pm ticket accept`: Take tickets on; the customer has been answered.
import PMCore

/// `pm ticket accept`.
enum TicketAccept: TicketMoving {
  static let fills: [TicketOption] = [.assignee]
  static let spec = declare(
    "accept", Words("Take tickets on; the customer has been answered.", zh: "接单并答复客户。"),
    example: "WX-202610-0001")

  static func move(_ arguments: Arguments) -> TicketMove { .accept }
}
