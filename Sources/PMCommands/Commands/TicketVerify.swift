// `pm ticket verify`: inspect finished work; what fails is worked on again.
import PMCore

/// `pm ticket verify --result pass|fail`.
enum TicketVerify: TicketMoving {
  static let result = Option(
    "result", choices: ["pass", "fail"],
    Words("fail sends the ticket back to be worked on again.", zh: "fail 为不合格，退回返工。"))
  static let fills: [TicketOption] = [.valid, .responsible]
  static let spec = declare(
    "verify", Words("Inspect finished work.", zh: "验收已完成的工单。"), options: [result],
    example: "WX-202610-0001 --result pass",
    notes: [
      Words(
        "The first inspection is the one that repair_pass_rate counts.", zh: "维修合格率以首次验收为准。")
    ])

  static func move(_ arguments: Arguments) throws -> TicketMove {
    try arguments.require(result) == "pass" ? .verify : .fail
  }
}
