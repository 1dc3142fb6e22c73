// Opening balances: what a company brings along from the system that it comes from.

/// An unpaid bill of another system, as its file told it; the bill made of it is named.
package enum OpeningBill {
  package static let record: RecordType = .init(
    "opening-bill", zh: "期初欠费", key: ["customer", "room", "fee", "period", "from", "reference"],
    Words(
      "Unpaid bills taken over from another system; they come in by pm bill open.",
      zh: "由其他系统转入的未缴账单，由 pm bill open 录入。"),
    .reference("room", to: Room.record, zh: "房号", aliases: ["房屋", "房屋编号", "房间", "房间号", "房间编号"]),
    .reference("customer", to: Customer.record, zh: "客户编号", aliases: ["业主编号", "客户代码"], required: true),
    .reference("fee", to: Fee.record, zh: "费用编码", aliases: ["收费项目", "费用项", "费用项目"], required: true),
    .period("period", zh: "账期", aliases: ["费用所属期"], required: true),
    .date(
      "from", zh: "开始日期", aliases: ["开始时间"],
      Words("Empty: the first day of the period.", zh: "空为账期首日。")),
    .date(
      "to", zh: "结束日期", aliases: ["结束时间", "截止时间"],
      Words("Empty: the last day of the period.", zh: "空为账期末日。")),
    .money(
      "amount", minimum: 1, zh: "金额", aliases: ["欠费金额", "应收金额"], required: true,
      Words("What is still owed of it.", zh: "尚欠金额。")),
    .money("tax", minimum: 0, zh: "税额", default: 0),
    .date("due_on", zh: "缴费期限", aliases: ["应缴日期"], required: true),
    .money(
      "late_posted", minimum: 0, zh: "已计违约金", default: 0,
      Words(
        "Late fee posted and still owed; it becomes a late line, and late fees go on from it.",
        zh: "已计而未缴的违约金；转为违约金账单，此后续计。")),
    .text("reference", zh: "原单号", aliases: ["流水号", "账单号"], limit: 100).verbatim,
    .text("invoice_no", zh: "发票号", limit: 100).verbatim,
    .reference("bill", to: Bill.record, zh: "转入账单").managed
  ).document.final.rule(.order("from", "to"))
    .rule(
      RowRule(
        "tax", "amount", code: "tax-above-amount",
        Words("tax is more than the amount that contains it", zh: "税额大于含税金额")
      ) { cells in
        guard let tax = cells.first?.integer, let amount = cells.last?.integer else { return true }
        return tax <= amount
      })
}

/// Prepayment held by another system, as its file told it.
package enum OpeningPayment {
  package static let record: RecordType = .init(
    "opening-payment", zh: "期初预收", key: ["customer", "fee", "paid_on", "reference"],
    Words(
      "Prepayment taken over from another system; it comes in by pm payment open.",
      zh: "由其他系统转入的预收款，由 pm payment open 录入。"),
    .reference("customer", to: Customer.record, zh: "客户编号", aliases: ["业主编号", "客户代码"], required: true),
    .reference("fee", to: Fee.record, zh: "费用编码", aliases: ["收费项目", "费用项", "费用项目"]),
    .date("paid_on", zh: "收款日期", aliases: ["缴费时间", "缴费日期"], required: true),
    .money("amount", minimum: 1, zh: "金额", aliases: ["预收金额", "预存金额", "余额"], required: true),
    .text("reference", zh: "原单号", aliases: ["流水号", "收据号"], limit: 100).verbatim,
    .reference("company", to: Org.record, zh: "公司"),
    .reference("prepayment", to: Prepayment.record, zh: "转入预收").managed,
    .period(
      "for_from", zh: "限用起始账期", aliases: ["预收起始账期"],
      Words("For bills of this period or later.", zh: "限冲抵此账期及以后。")),
    .period(
      "for_to", zh: "限用截止账期", aliases: ["预收截止账期"],
      Words("For bills of this period or earlier.", zh: "限冲抵此账期及以前。"))
  ).document.final.rule(.order("for_from", "for_to"))
}
