// Deposits: money that is held for a customer, what was taken out of it, and what was taken over.

/// A deposit: asked for by a bill of class deposit, or taken over from another system.
package enum Deposit {
  package static let states = [
    Choice("demanded", "待收"), Choice("part-paid", "部分收取"), Choice("held", "在押"),
    Choice("closed", "已结清"), Choice("void", "作废"),
  ]
  package static let number = Column.serial(
    "number", prefix: "DP", width: 7, zh: "押金号", aliases: ["单号"])

  /// What came in for the deposit in row `t`, as SQL: what its bill was paid, or what was taken over.
  package static let receivedSQL =
    "coalesce((SELECT demand.paid_minor FROM bill AS demand WHERE demand.id = t.bill_id), t.amount_minor)"
  /// What is held of the deposit in row `t`, as SQL.
  package static let balanceSQL = "(\(receivedSQL) - t.deducted_minor - t.refunded_minor)"

  private static let openSQL = """
    (SELECT \(Bill.open(of: "demand"))
       FROM bill AS demand WHERE demand.id = t.bill_id AND demand.ended IS NULL)
    """
  private static let stateSQL = """
    CASE WHEN (SELECT demand.ended FROM bill AS demand WHERE demand.id = t.bill_id) = 'void' THEN 'void'
         WHEN coalesce(\(openSQL), 0) > 0 AND \(receivedSQL) = 0 THEN 'demanded'
         WHEN coalesce(\(openSQL), 0) > 0 THEN 'part-paid'
         WHEN \(balanceSQL) > 0 THEN 'held'
         ELSE 'closed' END
    """

  package static let record: RecordType = .init(
    "deposit", zh: "押金", key: ["number"],
    Words("Deposits: take, deduct, refund, take over.", zh: "押金：收取、抵扣、退还、期初转入。"),
    number,
    .reference("customer", to: Customer.record, zh: "客户编号", required: true),
    .reference("room", to: Room.record, zh: "房号"),
    .reference("fee", to: Fee.record, zh: "费用编码", required: true),
    .date("taken_on", zh: "日期", required: true),
    .money("amount", minimum: 0, zh: "应收押金", required: true),
    .money("received", zh: "已收").computed(receivedSQL),
    .money("deducted", minimum: 0, zh: "已抵扣", default: 0),
    .money("refunded", minimum: 0, zh: "已退还", default: 0),
    .money("balance", zh: "余额").computed(balanceSQL),
    .choice("state", states, zh: "状态").computed(stateSQL),
    .text(
      "reference", zh: "凭证号", limit: 100,
      Words("Of the slip or contract, or of the other system's receipt.", zh: "押金单、合同或原系统收据的编号。")
    ).verbatim,
    .reference(
      "bill", to: Bill.record, zh: "账单号",
      Words("The demand; empty where it was taken over.", zh: "应收账单；期初转入的为空。")),
    .reference("company", to: Org.record, zh: "公司").hidden,
    .date("posted_on", zh: "记账日期", required: true).hidden,
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document.filtered(by: "customer", "room", "fee")
    .index("UNIQUE (bill_id) WHERE bill_id IS NOT NULL")
    .index("UNIQUE (fee_id, customer_id, COALESCE(room_id, 0), reference) WHERE reference IS NOT NULL")
    .index("(customer_id)")
    .constraint("CHECK (deducted_minor >= 0 AND refunded_minor >= 0)")
}

/// A part of a deposit that paid a bill: damage, a card not returned, arrears.
package enum Deduction {
  package static let number = Column.serial(
    "number", prefix: "DK", width: 7, zh: "抵扣号", aliases: ["单号"])

  package static let record: RecordType = .init(
    "deduction", zh: "押金抵扣", key: ["number"],
    Words("What was deducted from deposits.", zh: "押金抵扣记录。"),
    number,
    .reference("deposit", to: Deposit.record, zh: "押金号", required: true),
    .reference("bill", to: Bill.record, zh: "账单号", required: true),
    .money("amount", minimum: 1, zh: "金额", required: true),
    .date("deducted_on", zh: "抵扣日期", required: true),
    .text("reference", zh: "凭证号", limit: 100).verbatim,
    .text("reason", zh: "原因", required: true),
    .text("approver", zh: "批准人", required: true, limit: 100),
    .date("posted_on", zh: "记账日期", required: true).hidden,
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document.filtered(by: "deposit")
    .index("(deposit_id)")
    .index("UNIQUE (deposit_id, reference) WHERE reference IS NOT NULL")
}

/// A deposit held by another system, as its file told it; the deposit made of it is named.
package enum OpeningDeposit {
  package static let record: RecordType = .init(
    "opening-deposit", zh: "期初押金", key: ["customer", "room", "fee", "paid_on", "reference"],
    Words(
      "Deposits taken over from another system; they come in by pm deposit open.",
      zh: "由其他系统转入的押金，由 pm deposit open 录入。"),
    .reference("customer", to: Customer.record, zh: "客户编号", aliases: ["业主编号", "客户代码"], required: true),
    .reference("room", to: Room.record, zh: "房号", aliases: ["房屋", "房屋编号", "房间", "房间号", "房间编号"]),
    .reference(
      "fee", to: Fee.record, zh: "费用编码", aliases: ["收费项目", "费用项", "费用项目", "押金项目"], required: true),
    .date("paid_on", zh: "收款日期", aliases: ["缴费时间", "缴费日期", "交款日期"], required: true),
    .money("amount", minimum: 1, zh: "金额", aliases: ["押金金额", "余额"], required: true),
    .text(
      "reference", zh: "收据号", aliases: ["原单号", "流水号"], required: true, limit: 100,
      Words("The number of the receipt that a refund asks for.", zh: "退还时须出示的收据号。")
    ).verbatim,
    .reference("company", to: Org.record, zh: "公司"),
    .reference("deposit", to: Deposit.record, zh: "转入押金").managed
  ).document.final
    .cross(
      CrossCheck(
        "fee", code: "no-deposit-fee",
        Words("is not a fee of class deposit", zh: "不是押金类收费项目"),
        sql: """
          SELECT opening_deposit.id
            FROM touched
            JOIN opening_deposit ON opening_deposit.id = touched.id
            JOIN fee ON fee.id = opening_deposit.fee_id
           WHERE fee.class <> 'deposit'
          """))
}
