// What is kept of printed papers: the numbers of receipts, and how demand notices were delivered.

/// A receipt: the number that a payment got when its paper was first printed.
package enum Receipt {
  package static let number = Column.serial("number", prefix: "R", width: 7, zh: "收据号", aliases: ["单号"])

  package static let record: RecordType = .init(
    "receipt", zh: "收据", key: ["number"],
    Words("Receipts that were printed, and how often.", zh: "已打印的收据及打印次数。"),
    number,
    .reference("payment", to: Payment.record, zh: "收款号", required: true),
    .date("issued_on", zh: "开具日期", required: true),
    .integer(
      "copies", 0...1_000_000, zh: "补打次数", required: true,
      Words("How often it was printed again.", zh: "首次打印之后再打印的次数。")),
    .boolean(
      "printed", zh: "已打印", default: true,
      Words("A counter receipt has its number before its paper.", zh: "柜台收款先编号后打印。")
    ).hidden,
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document.filtered(by: "payment").index("UNIQUE (payment_id)")
}

/// That a paper reached a customer, and how.
package enum Delivery {
  package static let papers = [Choice("demand-notice", "催缴单")]
  package static let ways = [
    Choice("hand", "当面送达"), Choice("door", "张贴"), Choice("letter", "挂号信"), Choice("courier", "快递"),
    Choice("sms", "短信"), Choice("wechat", "微信"), Choice("email", "电子邮件"),
  ]

  package static let record: RecordType = .init(
    "delivery", zh: "送达", key: ["number"],
    Words("How and when demand notices were delivered.", zh: "催缴单的送达方式与日期。"),
    .serial("number", prefix: "D", width: 7, zh: "送达号"),
    .choice("paper", papers, zh: "文书", required: true),
    .reference("room", to: Room.record, zh: "房号"),
    .reference("customer", to: Customer.record, zh: "客户编号", required: true),
    .date("as_of", zh: "催缴截至", required: true),
    .money("amount", zh: "催缴金额", required: true),
    .date("delivered_on", zh: "送达日期", required: true),
    .choice("how", ways, zh: "送达方式", required: true),
    .text("delivered_by", zh: "送达人", required: true, limit: 100),
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document.filtered(by: "customer", "room")
    .index("UNIQUE (customer_id, COALESCE(room_id, 0), as_of, how)")
}
