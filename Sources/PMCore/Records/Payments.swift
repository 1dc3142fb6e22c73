// Money that came in, and the reviews of the cash among it.

/// Money that came in.
package enum Payment {
  package static let methods = [
    Choice("cash", "现金"), Choice("bank", "银行", "转账", "银行转账"), Choice("wechat", "微信", "微信支付"),
    Choice("alipay", "支付宝"), Choice("card", "刷卡", "POS"), Choice("collection", "托收", "银行托收"),
    Choice("other", "其他"),
  ]
  package static let states = [
    Choice("booked", "已入账"), Choice("suspense", "待认领"), Choice("reversed", "已冲销"),
  ]
  /// By what the customer of a payment that names none was found, the surest first.
  package static let matches = [
    Choice("bill", "账单号"), Choice("room", "房号"), Choice("mandate", "托收合同号"),
    Choice("account", "银行账号"), Choice("phone", "电话"), Choice("claim", "认领"),
  ]
  /// Why nobody was found for a payment.
  package static let doubts = [
    Choice("nobody", "无匹配客户"), Choice("several", "多名客户相符"), Choice("conflict", "匹配依据互相矛盾"),
    Choice("no-payer", "房间无付费住户"),
  ]
  package static let number = Column.serial(
    "number", prefix: "P", width: 7, zh: "收款号", aliases: ["单号"])

  /// The state of the payment in row `t`, as SQL.
  package static let stateSQL = """
    CASE WHEN t.reversed_on IS NOT NULL THEN 'reversed'
         WHEN t.payer_id IS NULL THEN 'suspense'
         ELSE 'booked' END
    """
  /// That the payment in row `alias` waits until somebody is found for it, as SQL.
  package static func isSuspense(_ alias: String) -> String {
    "\(alias).payer_id IS NULL AND \(alias).reversed_on IS NULL"
  }
  /// That the payment in row `alias` is cash of the counter that nobody has reviewed, as SQL.
  package static func isUnreviewed(_ alias: String) -> String {
    """
    \(alias).counter = 1 AND \(alias).method = 'cash' AND \(alias).review_id IS NULL
     AND \(alias).reversed_on IS NULL
    """
  }

  package static let record: RecordType = .init(
    "payment", zh: "收款", key: ["company", "method", "account", "reference", "part"],
    Words("Payments: import, list, offset prepayment.", zh: "收款：导入、查询、预收核销。"),
    number.computed("t.id"),
    .reference("customer", to: Customer.record, zh: "客户编号", aliases: ["业主编号", "客户代码"]),
    .reference("room", to: Room.record, zh: "房号", aliases: ["房屋", "房屋编号", "房间", "房间号", "房间编号"]),
    .date(
      "paid_on", zh: "收款日期", aliases: ["缴费时间", "缴费日期", "交易时间"], required: true
    ).past,
    .choice(
      "method", methods, zh: "收款方式", aliases: ["支付方式", "交款方式"], required: true),
    .money(
      "amount", minimum: 1, zh: "收款金额", aliases: ["实缴金额", "实收金额", "缴费合计", "交易金额", "金额"],
      required: true),
    .text(
      "reference", zh: "流水号", aliases: ["订单号", "商户订单号", "交易单号", "收据号", "交易订单号"], limit: 100
    ).verbatim,
    .reference("fee", to: Fee.record, zh: "费用编码", aliases: ["收费项目", "费用项", "费用项目"]),
    .text("cashier", zh: "收银员", aliases: ["收款人", "操作员"], limit: 100),
    .text("note", zh: "备注", aliases: ["摘要", "说明"]),
    .text("account", zh: "收款账户", limit: 100),
    .integer("part", 1...100_000, zh: "分笔", default: 1),
    .reference("company", to: Org.record, zh: "公司"),
    .reference(
      "payer", to: Customer.record, zh: "付款人",
      Words(
        "Whose bills it paid: the customer, else the occupant of the room.",
        zh: "冲抵其账单的客户：所填客户，否则为该房间的付费住户。")
    ).managed,
    .choice("state", states, zh: "状态").computed(stateSQL),
    .serials(
      "bill", of: Bill.number, zh: "账单号",
      Words("These bills are paid first.", zh: "优先冲抵这些账单。")
    ).hidden,
    .period(
      "period", zh: "账期", aliases: ["费用所属期"],
      Words("Bills of this period are paid first.", zh: "优先冲抵此账期的账单。")
    ).hidden,
    .period(
      "for_from", zh: "限用起始账期", aliases: ["预收起始账期"],
      Words("Pays bills of this period and later only; its rest waits for them.", zh: "仅冲抵此账期及以后的账单，余额同此限用。")
    ).hidden,
    .period(
      "for_to", zh: "限用截止账期", aliases: ["预收截止账期"],
      Words("Pays bills of this period and earlier only; its rest waits for them.", zh: "仅冲抵此账期及以前的账单，余额同此限用。")
    ).hidden,
    .text("payer_name", zh: "付款户名", aliases: ["付款名称", "对方户名"], limit: 200).hidden,
    .bankAccount(
      "payer_account", zh: "付款账号", aliases: ["对方账号", "对方账户"],
      Words("A customer with this bank account is found by it.", zh: "据此匹配客户的银行账号。")
    ).hidden,
    .phone(
      "payer_phone", zh: "付款人电话", Words("A customer with this phone is found by it.", zh: "据此匹配客户的电话。")
    ).hidden,
    .text(
      "mandate", zh: "托收合同号", limit: 100,
      Words("A customer with this mandate is found by it.", zh: "据此匹配客户的托收合同号。")
    ).hidden,
    .reference(
      "payer_room", to: Room.record, zh: "匹配房号",
      Words("The room that was found in its text, or that it was claimed for.", zh: "由附言匹配或认领指定的房间。")
    ).managed.hidden,
    .choice(
      "matched_by", matches, zh: "匹配依据",
      Words("How its payer was found where the file names nobody.", zh: "文件未写明客户时如何找到付款人。")
    ).managed.hidden,
    .choice(
      "doubt", doubts, zh: "待认领原因", Words("Why it had to wait for a claim.", zh: "未能自动入账的原因。")
    ).managed.hidden,
    .date("claimed_on", zh: "认领日期").managed.hidden,
    .text(
      "receipt", zh: "收据号", Words("The number of its receipt, once it has one.", zh: "已开收据的号码。")
    ).verbatim.computed("(SELECT printf('R%07d', receipt.id) FROM receipt WHERE receipt.payment_id = t.id)")
      .hidden,
    .boolean(
      "counter", zh: "柜台收款", default: false,
      Words(
        "Taken by pm payment add or pm deposit take; its cash is reviewed before a close.",
        zh: "由 pm payment add 或 pm deposit take 收取；现金须在结账前复核。")
    ).managed.hidden,
    .reference("review", to: CashReview.record, zh: "复核号").managed.hidden,
    .date("posted_on", zh: "记账日期").managed.hidden,
    .money("allocated", zh: "已核销", default: 0).managed.hidden,
    .date("reversed_on", zh: "冲销日期").managed.hidden,
    .text("reversed_why", zh: "冲销原因").managed.hidden,
    .integer("run", 0...(.max), zh: "批次").managed.hidden
  ).document.final.told(by: "reference").index("(payer_id)")
    .index("(paid_on) WHERE payer_id IS NULL")
    .index("(paid_on) WHERE counter = 1")
    .rule(.order("for_from", "for_to"))
    .constraint("CHECK (allocated_minor BETWEEN 0 AND amount_minor)")
}

/// That somebody else counted what a cashier took in cash on a day.
package enum CashReview {
  package static let number = Column.serial(
    "number", prefix: "V", width: 7, zh: "复核号", aliases: ["单号"])

  package static let record: RecordType = .init(
    "cash-review", zh: "现金复核", key: ["number"],
    Words("Reviews of the cash that cashiers took.", zh: "收银员现金收款的复核记录。"),
    number,
    .date("paid_on", zh: "收款日期", required: true),
    .text("cashier", zh: "收银员", required: true, limit: 100),
    .reference("company", to: Org.record, zh: "公司"),
    .integer("count", 1...(.max), zh: "笔数", required: true),
    .money("sum", minimum: 1, zh: "金额合计", required: true),
    .date("reviewed_on", zh: "复核日期", required: true),
    .text("reviewer", zh: "复核人", required: true, limit: 100),
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document.filtered(by: "cashier")
}
