// The forms of the quality system out of the records of a ticket.
import PMCore
import PMFormat
import PMStore

/// Makes the papers of tickets in the language of a run.
struct TicketPapers {
  let database: Database
  let rows: PaperRows
  let settings: Settings
  let clocks: ServiceClocks

  init(_ database: Database, _ zone: Zone, _ language: Language, reveals: Bool) throws {
    self.database = database
    rows = PaperRows(database: database, zone: zone, language: language, reveals: reveals)
    settings = try database.settings()
    clocks = try database.serviceClocks(zone: zone)
  }

  func words(_ en: String, _ zh: String) -> String { Words(en, zh: zh)[rows.language] }

  /// The papers of one form on a ticket: of nonconformities as many as it has.
  func papers(_ form: QualityForm, _ id: Int64) throws -> [Paper] {
    guard let ticket = try database.ticket(id),
      let row = try rows(Ticket.record, where: "t.id = ?1", id).first
    else { return [] }
    switch form {
    case .intake: return [try intake(ticket, row)]
    case .dispatch: return [try dispatch(ticket, row)]
    case .complaint: return [try complaint(ticket, row)]
    case .callback: return [try callback(ticket, row)]
    case .evaluation: return [try evaluation(ticket, row)]
    case .monthly: return []
    case .nonconformity:
      return try rows(Nonconformity.record, where: "t.ticket_id = ?1", id).map {
        try nonconformity($0, room: ticket.room)
      }
    }
  }

  /// The head and the foot that all forms have.
  func blank(_ form: QualityForm, number: String, room: Int64?) throws -> Paper {
    var paper = Paper(letterhead: try database.issuer(ofRoom: room), title: form.title[rows.language])
    paper.number = number
    paper.footer = form.footer(settings, rows.language)
    return paper
  }

  /// Lines to be signed and dated.
  func signatures(_ names: [(String, String)]) -> [Paper.Field] {
    names.map { Paper.Field(words($0.0 + ", date", $0.1 + "、日期"), "") }
  }

  /// Who and where: what every form on a ticket says first.
  func parties(_ ticket: StoredTicket, _ row: PaperRow) throws -> [Paper.Field] {
    let community =
      try ticket.room.flatMap { room in
        try database.text(
          "SELECT org.name FROM room JOIN org ON org.id = room.community_id WHERE room.id = ?1",
          [.integer(room)])
      } ?? ""
    let person = try customer(of: ticket)
    let rule = try procedure(of: ticket).map { rule in
      ["name", "document", "version"].map { rule[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
    }
    return [
      row.field("kind"), row.field("category"), row.field("severity"),
      Paper.Field(
        words("Room", "房号"), PaperWords(language: rows.language, reveals: rows.reveals).place(community, row["room"]),
        isVerbatim: true),
      Paper.Field(
        words("Customer", "客户"),
        [person?["code"], person?["name"]].compactMap(\.self).filter { !$0.isEmpty }
          .joined(separator: " "), isVerbatim: true),
      Paper.Field(words("Phone", "联系电话"), person?["phone"] ?? ""), row.field("contact"),
    ] + (rule.map { $0.isEmpty ? [] : [Paper.Field(words("Procedure", "作业程序"), $0)] } ?? [])
  }

  /// The customer of a ticket: the one it names, else who lives in its room and pays for it.
  private func customer(of ticket: StoredTicket) throws -> PaperRow? {
    let day = rows.zone.day(of: ticket.createdAt)
    let occupant = try ticket.room.flatMap {
      try RoomPayers(database).payer(ofRoom: $0, on: day)?.customer
    }
    return try (ticket.customer ?? occupant).flatMap { id in
      try rows(Customer.record, where: "t.id = ?1", id).first
    }
  }

  /// The procedure that tickets of its kind follow.
  func procedure(of ticket: StoredTicket) throws -> PaperRow? {
    let id = try database.scalar("SELECT id FROM procedure WHERE kind = ?1", [.text(ticket.kind)])
    return try id.flatMap { try rows(Procedure.record, where: "t.id = ?1", $0).first }
  }

  /// The last inspection with its result, and how often the work was sent back; of imported
  /// history, which has no events, nothing.
  func inspections(of ticket: StoredTicket) throws -> [Paper.Field] {
    var fields: [Paper.Field] = []
    if let last = try database.lastInspection(ofTicket: ticket.id) {
      let result = last.passed ? words("pass", "合格") : words("fail", "不合格")
      fields.append(Paper.Field(words("Last inspection", "末次验收"), "\(text(last.at)) \(result)"))
    }
    let count = try database.reworks(ofTicket: ticket.id)
    if count > 0 {
      fields.append(
        Paper.Field(
          words("Sent back", "返工"), words(count == 1 ? "once" : "\(count) times", "\(count) 次")))
    }
    return fields
  }

  func text(_ moment: Instant?) -> String { moment.map(rows.zone.text) ?? "" }

  /// Summary and detail, one under the other.
  func matter(_ row: PaperRow) -> String {
    [row["summary"], row["detail"]].filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

extension QualityForm {
  /// The foot of a form: number, version, how long it is kept, and what of the standard asks for it.
  func footer(_ settings: Settings, _ language: Language) -> String {
    let edition = edition(settings["form.\(rawValue)"])
    let clauses = clauses.map { clause in
      Words(
        "\(clause.old) (ISO 9001:2015 \(clause.new)) \(clause.title.en)",
        zh: "\(clause.old)（ISO 9001:2015 \(clause.new)）\(clause.title.zh)")[language]
    }.joined(separator: Words("; ", zh: "；")[language])
    return Words(
      "Form \(edition.number) · version \(edition.version) · keep for \(edition.retention.en)\nISO 9002:1994 \(clauses)",
      zh: "表单编号 \(edition.number) · 版本 \(edition.version) · 保存期 \(edition.retention.zh)\nISO 9002:1994 \(clauses)"
    )[language]
  }
}
