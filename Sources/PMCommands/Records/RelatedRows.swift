// What hangs on a record: declared here for every record type, shown by `show`.
import PMCore

/// A table, or a few figures, that `show` puts under a record.
enum RelatedRows {
  /// Rows of another record of which an SQL condition on `t` holds; ?1 is the row that is shown.
  case rows(Words, RecordType, [String], where: String)
  /// Amounts by name, each an SQL SELECT of minor units; ?1 is the row that is shown.
  case amounts(Words, [(name: Words, sql: String)])

  /// What hangs on a record of this type, in the order of reading.
  static func of(_ record: RecordType) -> [RelatedRows] {
    switch record.name {
    case "org": org
    case "room": room
    case "customer": customer
    case "fee": fee
    case "meter": meter
    case "bill": bill
    case "payment": payment
    case "prepayment": prepayment
    case "deposit": deposit
    case "ticket": ticket
    default: []
    }
  }

  private static let open = """
    t.ended IS NOT 'void' AND t.amount_minor <> t.paid_minor + t.waived_minor + t.written_off_minor
    """
  private static let billColumns = ["number", "fee", "period", "amount", "due_on", "paid", "state"]

  private static let org: [RelatedRows] = [
    .rows(
      Words("Under it", zh: "下级组织"), Org.record, ["code", "kind", "name"], where: "t.parent_id = ?1"),
    .rows(
      Words("Charges of all rooms under it", zh: "对其全部房间的收费"), Charge.record,
      ["fee", "tariff", "from", "to", "payer"], where: "t.scope_id = ?1"),
  ]

  private static let room: [RelatedRows] = [
    .rows(
      Words("Occupancies", zh: "入住关系"), Occupancy.record,
      ["customer", "role", "from", "to", "pays"], where: "t.room_id = ?1"),
    .rows(
      Words("Versions", zh: "版本"), RoomVersions.record, ["from"] + RoomVersions.columns,
      where: "t.room_id = ?1"),
    .rows(
      Words("Moves", zh: "变动"), Move.record, ["kind", "customer", "moved_on", "reason"],
      where: "t.room_id = ?1"),
    .rows(
      Words("Charges", zh: "收费标准"), Charge.record,
      ["fee", "tariff", "from", "to", "payer", "price", "amount"], where: "t.room_id = ?1"),
    .rows(
      Words("Meters", zh: "仪表"), Meter.record,
      ["code", "kind", "fee", "installed_on", "removed_on"], where: "t.room_id = ?1"),
    .rows(
      Words("Open bills", zh: "未缴账单"), Bill.record, ["customer"] + billColumns,
      where: "t.room_id = ?1 AND \(open)"),
    .rows(
      Words("Tickets", zh: "工单"), Ticket.record, ["number", "kind", "created_at", "summary"],
      where: "t.room_id = ?1"),
  ]

  private static let customer: [RelatedRows] = [
    .rows(
      Words("Rooms", zh: "房间"), Occupancy.record, ["room", "role", "from", "to", "pays"],
      where: "t.customer_id = ?1"),
    .amounts(
      Words("Balance", zh: "往来余额"),
      [
        (
          Words("open bills", zh: "未缴账单"),
          """
          SELECT sum(\(Bill.open(of: "t")))
            FROM bill AS t
           WHERE t.customer_id = ?1 AND \(open)
          """
        ),
        (
          Words("prepayment", zh: "预收余额"),
          "SELECT sum(left_minor) FROM prepayment WHERE customer_id = ?1 AND left_minor > 0"
        ),
        (
          Words("deposits held", zh: "在押押金"),
          "SELECT sum(\(Deposit.balanceSQL)) FROM deposit AS t WHERE t.customer_id = ?1"
        ),
      ]),
    .rows(
      Words("Open bills", zh: "未缴账单"), Bill.record, ["room"] + billColumns,
      where: "t.customer_id = ?1 AND \(open)"),
    .rows(
      Words("Prepayment", zh: "预收"), Prepayment.record,
      ["number", "fee", "paid_on", "amount", "left"],
      where: "t.customer_id = ?1 AND t.left_minor > 0"),
  ]

  private static let fee: [RelatedRows] = [
    .rows(
      Words("Tariffs", zh: "收费标准"), Tariff.record, ["code", "valid_from", "method", "price"],
      where: "t.fee_id = ?1")
  ]

  private static let meter: [RelatedRows] = [
    .rows(
      Words("Readings", zh: "抄表记录"), Reading.record,
      ["read_on", "reading", "usage", "kind", "suspect"], where: "t.meter_id = ?1")
  ]

  private static let bill: [RelatedRows] = [
    .rows(
      Words("Settled by", zh: "核销"), Allocation.record,
      ["number", "kind", "payment", "prepayment", "amount", "value_on", "posted_on"],
      where: "t.bill_id = ?1"),
    .rows(
      Words("Adjusted", zh: "调整"), Adjustment.record,
      ["number", "kind", "amount", "value_on", "reason", "approver"], where: "t.bill_id = ?1"),
    .rows(
      Words("Late fees on it", zh: "违约金"), Bill.record, billColumns, where: "t.principal_id = ?1"),
    .rows(
      Words("Corrected by", zh: "更正"), Bill.record, billColumns, where: "t.corrects_id = ?1"),
  ]

  private static let payment: [RelatedRows] = [
    .rows(
      Words("Settled", zh: "核销账单"), Allocation.record, ["number", "bill", "amount", "posted_on"],
      where: "t.payment_id = ?1"),
    .rows(
      Words("Prepayment", zh: "转预收"), Prepayment.record,
      ["number", "customer", "fee", "amount", "left"], where: "t.payment_id = ?1"),
  ]

  private static let prepayment: [RelatedRows] = [
    .rows(
      Words("Settled", zh: "核销账单"), Allocation.record, ["number", "bill", "amount", "value_on"],
      where: "t.prepayment_id = ?1"),
    .rows(
      Words("Taken out", zh: "支取"), Withdrawal.record,
      ["number", "kind", "refund", "amount", "posted_on"], where: "t.prepayment_id = ?1"),
  ]

  private static let deposit: [RelatedRows] = [
    .rows(
      Words("Deducted", zh: "抵扣"), Deduction.record,
      ["number", "bill", "amount", "deducted_on", "reason"], where: "t.deposit_id = ?1"),
    .rows(
      Words("Paid back", zh: "退还"), Refund.record,
      ["number", "refunded_on", "method", "amount", "receipt"], where: "t.deposit_id = ?1"),
  ]

  private static let ticket: [RelatedRows] = [
    .rows(
      Words("Callbacks", zh: "回访"), Callback.record,
      ["called_at", "method", "reached", "score", "comment", "staff"], where: "t.ticket_id = ?1"),
    .rows(
      Words("Events", zh: "流转记录"), TicketEvent.record,
      ["serial", "at", "actor", "move", "from_state", "to_state", "remark"],
      where: "t.ticket_id = ?1"),
    .rows(
      Words("Raised to", zh: "升级记录"), Escalation.record, ["level", "org", "raised_at", "due_at"],
      where: "t.ticket_id = ?1"),
    .rows(
      Words("Materials", zh: "用料"), Material.record, ["name", "quantity", "unit", "price", "amount"],
      where: "t.ticket_id = ?1"),
    .rows(
      Words("Nonconformities", zh: "不合格"), Nonconformity.record,
      ["number", "owner", "due_on", "done_on", "effective"], where: "t.ticket_id = ?1"),
    .rows(
      Words("Log", zh: "日志"), WorkLog.record, ["number", "at", "staff", "subject", "done_on"],
      where: "t.ticket_id = ?1"),
    .rows(
      Words("Attachments", zh: "附件"), Attachment.record, ["path", "digest", "note"],
      where: "t.ticket_id = ?1"),
    .rows(
      Words("Billed", zh: "出账"), Bill.record, ["number", "customer", "fee", "amount", "paid", "state"],
      where: "t.ticket_id = ?1"),
    .rows(
      Words("Belonging to it", zh: "关联工单"), Ticket.record,
      ["number", "kind", "created_at", "current_state", "summary"],
      where: "t.parent_id = ?1 OR t.duplicate_of_id = ?1"),
  ]
}
