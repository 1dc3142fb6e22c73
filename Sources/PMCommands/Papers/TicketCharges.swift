// What a ticket costs its customer, as papers say it: free or chargeable, materials, labour.
import PMCore
import PMFormat
import PMStore

extension TicketPapers {
  /// Whether the service is free: as it was billed or is to be; before the work is done, to be ticked.
  func charge(_ ticket: StoredTicket, _ row: PaperRow) throws -> Paper.Field {
    let name = words("Charge", "收费")
    let bills = try database.bills(ofTicket: ticket.id)
    if !bills.isEmpty {
      let texts = bills.map { "\($0.fee) \($0.amount)" + words(" (\($0.number))", "（\($0.number)）") }
      return Paper.Field(name, words("chargeable: ", "有偿：") + texts.joined(separator: words(", ", "、")))
    }
    if !row["fee"].isEmpty {
      let fee = try database.text("SELECT name FROM fee WHERE code = ?1", [.text(row["fee"])])
      return Paper.Field(name, words("chargeable: ", "有偿：") + (fee ?? row["fee"]))
    }
    if ticket.finishedAt != nil { return Paper.Field(name, words("free", "无偿")) }
    return Paper.Field(name, words("☐ free   ☐ chargeable", "☐ 无偿   ☐ 有偿"))
  }

  /// Puts the materials of a ticket on a paper, with their sum; empty lines while work goes on.
  func listMaterials(of ticket: StoredTicket, on paper: inout Paper) throws -> Money {
    let materials = try database.materials(ofTicket: ticket.id)
    if materials.isEmpty, ticket.finishedAt != nil { return .zero }
    paper.columns = [
      Paper.Column(words("Material", "用料")), Paper.Column(words("Quantity", "数量"), isNumeric: true),
      Paper.Column(words("Unit", "单位")), Paper.Column(words("Price", "单价"), isNumeric: true),
      Paper.Column(words("Amount", "金额"), isNumeric: true),
    ]
    var sum = Money.zero
    paper.rows = try materials.map { item in
      let amount = try item.worth()
      sum = try sum.adding(amount ?? .zero)
      return [
        item.name, "\(item.quantity)", item.unit ?? "",
        item.price.map { "\($0)" } ?? "", amount.map { "\($0)" } ?? "",
      ]
    }
    if materials.isEmpty {
      paper.rows = Array(repeating: paper.columns.map { _ in "" }, count: 3)
    } else {
      paper.totals = [words("Materials used, sum", "用料合计"), "", "", "", "\(sum)"]
    }
    return sum
  }

  /// What the customer is asked for: materials and the labour that the bill holds beside them.
  func settlement(of ticket: StoredTicket, materials: Money) throws -> String {
    func line(_ materials: String, _ labour: String, _ total: String) -> String {
      words(
        "To pay: materials \(materials) · labour \(labour) · in all \(total)",
        "材料费 \(materials) · 人工费 \(labour) · 应收 \(total)")
    }
    var total = Money.zero
    let bills = try database.bills(ofTicket: ticket.id)
    for bill in bills { total = try total.adding(bill.amount) }
    if bills.isEmpty, ticket.finishedAt == nil {
      let blank = "__________"
      return line(materials == .zero ? blank : "\(materials)", blank, blank)
    }
    // Where more was used than the customer pays, labour is free and so is the rest.
    let charged = min(materials, total)
    return line("\(charged)", "\(try total.adding(-charged))", "\(total)")
  }
}
