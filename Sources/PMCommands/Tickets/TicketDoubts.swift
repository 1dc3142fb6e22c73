// What is said of tickets that were taken down as nobody may have meant them; they are written all
// the same.
import PMCore
import PMStore

extension Database {
  /// What is to be said of a ticket just added.
  func doubts(ofNew ticket: Int64, number: String, _ draft: TicketDraft, zone: Zone) throws -> [Words] {
    func isEmpty(_ name: String) -> Bool { draft[name].map { $0.value == .null } ?? true }
    var found = try occupantDoubts(tickets: [ticket], zone: zone)
    let isBare = ["room", "customer", "contact", "summary", "detail"].allSatisfy(isEmpty)
    if draft["kind"]?.text == "repair", isBare {
      found.append(
        Words(
          "ticket \(number): nobody knows where: pm ticket set \(number) room=…",
          zh: "工单 \(number)：没有地点：pm ticket set \(number) room=…"))
      found.append(
        Words(
          "ticket \(number): nobody knows what: pm ticket set \(number) summary=…",
          zh: "工单 \(number)：没有事项：pm ticket set \(number) summary=…"))
    }
    return found
  }

  /// What is to be said of the rows that a file or `ticket set` has written.
  func doubts(in job: RecordJob, zone: Zone) throws -> [Words] {
    // History names people who have long moved.
    guard job.isTyped, job.plan.slot(of: "room") != nil || job.plan.slot(of: "customer") != nil
    else { return [] }
    return Warnings(try occupantDoubts(tickets: job.touched.map(\.id), zone: zone)).told
  }

  private func occupantDoubts(tickets ids: [Int64], zone: Zone) throws -> [Words] {
    try customersElsewhere(tickets: ids, zone: zone).map { found in
      Words(
        "ticket \(found.ticket): customer \(found.customer) is no occupant of room \(found.room) on \(found.day)",
        zh: "工单 \(found.ticket)：客户 \(found.customer) 在 \(found.day) 不是房间 \(found.room) 的住户")
    }
  }
}
