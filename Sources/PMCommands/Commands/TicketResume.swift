// `pm ticket resume`: Go on with suspended tickets.
import PMCore

/// `pm ticket resume`.
enum TicketResume: TicketMoving {
  static let fills: [TicketOption] = []
  static let spec = declare(
    "resume", Words("Go on with suspended tickets.", zh: "恢复处理，服务时限继续。"),
    example: "WX-202610-0001")

  static func move(_ arguments: Arguments) -> TicketMove { .resume }
}
