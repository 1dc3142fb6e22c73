// A message as the program that sends it gets it: one JSON object.
import PMCore
import PMStore

/// The words and the JSON of a message.
struct NoticeText {
  private let message: OutboxMessage
  private let zone: Zone
  private let language: Language

  init(_ message: OutboxMessage, zone: Zone, _ language: Language) {
    self.message = message
    self.zone = zone
    self.language = language
  }

  /// All that is known, absent members as null.
  var json: String {
    var object = JSONObject()
    object.add("number", message.number)
    object.add("template", message.template)
    object.add("org", message.org)
    object.add("org_name", message.orgName)
    object.add("staff", message.staff)
    object.add("customer", message.customer)
    object.add("customer_name", message.customerName)
    object.add("phone", message.phone)
    object.add("ticket", message.ticket)
    object.add("level", message.level.map { Int($0) })
    object.add("queued_at", zone.text(message.queuedAt))
    object.add("attempt", Int(message.attempts) + 1)
    object.add("text", text)
    return object.text
  }

  /// What was typed; of an escalation what it is about.
  private var text: String {
    if let text = message.text { return text }
    guard let ticket = message.ticket, let level = message.level else { return message.template }
    let due = message.dueAt.map { zone.text($0) } ?? ""
    let summary = message.summary.map { maskedPersons($0) } ?? ""
    let severity = message.severity.map { Ticket.severity($0)[language] } ?? ""
    let kind = Ticket.kinds.first { $0.value == message.kind }
    let about = [severity, summary].filter { !$0.isEmpty }
    switch language {
    case .english:
      return "\(message.kind ?? "ticket") \(ticket) was due at \(due): level \(level)"
        + (about.isEmpty ? "" : ". " + about.joined(separator: ", "))
    case .chinese:
      return "\(kind?.zh ?? "工单") \(ticket) 应于 \(due) 处理，已超时，升级至第 \(level) 级"
        + (about.isEmpty ? "" : "。" + about.joined(separator: "，"))
    }
  }
}
