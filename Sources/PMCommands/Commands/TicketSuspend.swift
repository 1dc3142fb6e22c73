// `pm ticket suspend`: Wait for something; the service clock stands still.
import PMCore

/// `pm ticket suspend`.
enum TicketSuspend: TicketMoving {
  static let fills: [TicketOption] = []
  static let spec = declare(
    "suspend", Words("Wait for something; the service clock stands still.", zh: "挂起等待，服务时限停表。"),
    example: "WX-202610-0001 --remark 等待配件")

  static func move(_ arguments: Arguments) -> TicketMove { .suspend }
}
