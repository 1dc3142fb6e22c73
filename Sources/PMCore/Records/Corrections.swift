// Corrections: what was let off, given up, taken back or paid back. Their own commands write them.

/// A change to what is owed on a bill that is no payment: its reason and who approved it.
package enum Adjustment {
  package static let kinds = [
    Choice("waive", "减免"), Choice("reverse-waive", "减免冲回"), Choice("write-off", "坏账核销"),
    Choice("recover", "坏账收回"), Choice("void", "作废"), Choice("adjust", "更正"),
  ]

  /// That a row lowers (or, negative, raises) what was waived, as SQL.
  package static let isWaiver = "adjustment.kind IN ('waive', 'reverse-waive')"
  /// That a row lowers (or, negative, raises) what was written off, as SQL.
  package static let isWriteOff = "adjustment.kind IN ('write-off', 'recover')"
  /// That a row changes what is open on its bill, as SQL.
  package static let changesOpen =
    "adjustment.kind IN ('waive', 'reverse-waive', 'write-off', 'recover')"

  package static let record: RecordType = .init(
    "adjustment", zh: "调整", key: ["number"],
    Words("Waivers, write-offs, voids and corrections, with reasons.", zh: "减免、坏账、作废与更正及其原因。"),
    .serial("number", prefix: "J", width: 7, zh: "调整号"),
    .reference("bill", to: Bill.record, zh: "账单号", required: true),
    .choice("kind", kinds, zh: "调整方式", required: true),
    .reference("fee", to: Fee.record, zh: "费用编码", required: true),
    .money(
      "amount", zh: "金额", required: true,
      Words("Negative where a waiver or write-off is taken back.", zh: "减免冲回、坏账收回为负数。")),
    .date("value_on", zh: "起息日", required: true),
    .date("posted_on", zh: "记账日期", required: true),
    .text("reason", zh: "原因", required: true),
    .text("approver", zh: "批准人", limit: 100),
    .reference("payment", to: Payment.record, zh: "收款").hidden,
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document.filtered(by: "bill").index("(bill_id, value_on, amount_minor, kind)")
}

/// A finding of the billing run that somebody answers for: it stops no close any more.
package enum Excuse {
  package static let record: RecordType = .init(
    "excuse", zh: "豁免", key: ["number"],
    Words("Findings of billing runs that are excused.", zh: "已豁免的出账未决事项。"),
    .serial("number", prefix: "E", width: 5, zh: "豁免号"),
    .period("period", zh: "账期", required: true),
    .reference("room", to: Room.record, zh: "房号", required: true),
    .reference("fee", to: Fee.record, zh: "费用编码", required: true),
    .text("reason", zh: "原因", required: true),
    .date("excused_on", zh: "豁免日期", required: true),
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document.filtered(by: "period", "room", "fee").index("UNIQUE (period, room_id, fee_id)")
}

/// Money that was paid back to a customer out of his prepayment or a deposit.
package enum Refund {
  package static let number = Column.serial(
    "number", prefix: "RF", width: 7, zh: "退款号", aliases: ["单号"])

  package static let record: RecordType = .init(
    "refund", zh: "退款", key: ["number"],
    Words("Prepayment and deposits that were paid back.", zh: "退还的预收款与押金。"),
    number,
    .reference("customer", to: Customer.record, zh: "客户编号", required: true),
    .reference("company", to: Org.record, zh: "公司"),
    .date("refunded_on", zh: "退款日期", required: true),
    .choice("method", Payment.methods, zh: "退款方式", required: true),
    .money("amount", minimum: 1, zh: "退款金额", required: true),
    .bankAccount("account", zh: "收款账号", Words("The payee's.", zh: "收款人的账号。")),
    .text("reference", zh: "流水号", required: true, limit: 100).verbatim,
    .text("approver", zh: "批准人", required: true, limit: 100),
    .text("reason", zh: "原因"),
    .reference(
      "deposit", to: Deposit.record, zh: "押金号",
      Words("Empty: out of prepayment.", zh: "空为退还预收。")),
    .text(
      "receipt", zh: "收据号", limit: 100,
      Words("The receipt of the deposit that was handed back.", zh: "收回的押金收据。")
    ).verbatim,
    .date("posted_on", zh: "记账日期", required: true).hidden,
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document.filtered(by: "customer").index("(deposit_id) WHERE deposit_id IS NOT NULL")
    .index("UNIQUE (COALESCE(company_id, 0), method, reference)")
}

/// What left a prepayment without paying a bill: a refund, or the reversal of its payment.
package enum Withdrawal {
  package static let kinds = [Choice("refund", "退款"), Choice("reversal", "冲销")]

  package static let record: RecordType = .init(
    "withdrawal", zh: "预收支取", key: ["number"],
    Words("What was taken out of prepayment.", zh: "预收款的退还与冲销。"),
    .serial("number", prefix: "W", width: 7, zh: "支取号"),
    .reference("prepayment", to: Prepayment.record, zh: "预收", required: true),
    .choice("kind", kinds, zh: "支取方式", required: true),
    .reference("refund", to: Refund.record, zh: "退款号"),
    .reference("payment", to: Payment.record, zh: "收款"),
    .money("amount", minimum: 1, zh: "金额", required: true),
    .date("posted_on", zh: "记账日期", required: true),
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document.filtered(by: "prepayment").index("(prepayment_id)")
}
