// `pm ticket dispatch`: Give tickets to a department or a person.
import PMCore

/// `pm ticket dispatch`.
enum TicketDispatch: TicketMoving {
  static let fills: [TicketOption] = [.department, .assignee]
  static let spec = declare(
    "dispatch", Words("Give tickets to a department or a person.", zh: "派工给部门或处理人。"),
    example: "WX-202610-0001 --department 工程部 --assignee 员工乙")

  static func move(_ arguments: Arguments) -> TicketMove { .dispatch }
}
