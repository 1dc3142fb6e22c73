// `pm ticket dispatch`: Give tickets to a department or a person.
import PMCore

/// `pm ticket dispatch`.
enum TicketDispatch: TicketMoving {
  static let fills: [TicketOption] = [.department, .assignee]
  static let spec = declare(
    "dispatch", Words("Give tickets to a department or a person.", zh: "派工给部门或处理人。"),
    example: "WX-202610-0001 --department 工程部 --assignee 员工乙",
    notes: [
      Words(
        "Work that was accepted goes on in other hands by pm ticket set NUMBER assignee=NAME: an event, its state and its clock stay.",
        zh: "已接单的工单转给他人：pm ticket set 工单号 assignee=姓名；留有流转记录，状态与计时不变。")
    ])

  static func move(_ arguments: Arguments) -> TicketMove { .dispatch }
}
