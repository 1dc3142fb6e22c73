// Documents: what billing, collection and closing leave behind. Their own commands write them.

/// One line that a customer owes: a fee of a room and period, or a late fee on such a line.
package enum Bill {
  package static let classes = Fee.classes + [Choice("late", "违约金")]
  package static let states = [
    Choice("open", "未缴"), Choice("part-paid", "部分已缴"), Choice("paid", "已缴"), Choice("void", "作废"),
    Choice("corrected", "已更正"), Choice("written-off", "坏账"),
  ]
  package static let number = Column.serial(
    "number", prefix: "B", width: 7, zh: "账单号", aliases: ["单号", "编号"])

  /// The state of the bill in row `t`, as SQL.
  package static let stateSQL = """
    CASE WHEN t.ended = 'void' OR t.ended = 'corrected'
              AND t.paid_minor + t.waived_minor + t.written_off_minor = t.amount_minor THEN t.ended
         WHEN t.written_off_minor <> 0 AND t.paid_minor + t.waived_minor + t.written_off_minor = t.amount_minor
           THEN 'written-off'
         WHEN t.paid_minor + t.waived_minor + t.written_off_minor = t.amount_minor THEN 'paid'
         WHEN t.paid_minor + t.waived_minor <> 0 THEN 'part-paid'
         ELSE 'open' END
    """

  /// That something of a bill is still owed, as SQL.
  package static let isOpen =
    "ended IS NOT 'void' AND amount_minor > paid_minor + waived_minor + written_off_minor"
  /// That something of a negative line has not been settled with other lines yet, as SQL.
  package static let isOpenCredit =
    "amount_minor < 0 AND ended IS NULL AND amount_minor < paid_minor + waived_minor + written_off_minor"

  private static let links = ["principal_id", "corrects_id", "ticket_id", "deposit_id"]
  /// That a bill is made for its fee, room and days alone, as SQL: no late line, no correction, not
  /// of a ticket, not deducted from a deposit.
  package static let isOriginal = links.map { "\($0) IS NULL" }.joined(separator: " AND ")
  /// That the bill in row `alias` is made for its fee, room and days alone, as SQL.
  package static func isOriginal(of alias: String) -> String {
    links.map { "\(alias).\($0) IS NULL" }.joined(separator: " AND ")
  }

  /// That a bill stands for its fee, room and days, as SQL: no run bills them a second time.
  ///
  /// It is the condition of the unique index, and SQLite seeks in that index for these very words
  /// only.
  package static let isOfRun = "ended IS NULL AND \(isOriginal)"

  private static let isWrittenOff = "ended IS NOT 'void' AND written_off_minor > 0"
  /// That something of the bill in row `alias` was written off, as SQL.
  package static func isWrittenOff(of alias: String) -> String {
    "\(alias).ended IS NOT 'void' AND \(alias).written_off_minor > 0"
  }

  /// That something of the bill in row `alias` is still owed, as SQL.
  ///
  /// The index on it holds open bills only, so that a payment seeks a few rows however many years
  /// of paid bills the customer has. SQLite uses it for these very words only, the column first:
  /// `sum < column` it turns round, and then does not know it again.
  package static func isOpen(of alias: String) -> String {
    """
    \(alias).ended IS NOT 'void'
     AND \(alias).amount_minor > \(alias).paid_minor + \(alias).waived_minor + \(alias).written_off_minor
    """
  }

  /// What is open of the bill in row `alias`, as SQL; negative on a negative line.
  package static func open(of alias: String) -> String {
    let settled = ["paid_minor", "waived_minor", "written_off_minor"].map { " - \(alias).\($0)" }
    return "\(alias).amount_minor" + settled.joined()
  }

  package static let record: RecordType = .init(
    "bill", zh: "账单", key: ["number"],
    Words("Bills: run them, list them, close the month.", zh: "账单：生成、查询、结账。"),
    number,
    .reference("room", to: Room.record, zh: "房号"),
    .reference("customer", to: Customer.record, zh: "客户编号", required: true),
    .reference("fee", to: Fee.record, zh: "费用编码", required: true),
    .choice("class", classes, zh: "费用类别", required: true),
    .period("period", zh: "账期", required: true),
    .date("from", zh: "开始日期", required: true),
    .date("to", zh: "结束日期", required: true),
    .decimal("quantity", scale: 4, minimum: .min, zh: "数量"),
    .decimal("price", scale: 8, minimum: .min, zh: "单价"),
    .money("amount", zh: "金额", required: true),
    .money("tax", zh: "税额", required: true),
    .date("due_on", zh: "缴费期限", required: true),
    .money("paid", zh: "已缴", required: true, default: 0),
    .choice("state", states, zh: "状态").computed(stateSQL),
    .reference("principal", to: Bill.record, zh: "本金账单"),
    .money("waived", zh: "减免", required: true, default: 0).hidden,
    .money("written_off", zh: "坏账", required: true, default: 0).hidden,
    .decimal("tax_rate", scale: 8, zh: "税率", default: 0).hidden,
    .choice("tax_method", Fee.taxMethods, zh: "计税方式", required: true, default: "taxed").hidden,
    .date("issued_on", zh: "出账日期", required: true).hidden,
    .date("posted_on", zh: "记账日期", required: true).hidden,
    .reference("meter", to: Meter.record, zh: "表号").hidden,
    .text("tariff", zh: "收费标准").verbatim.hidden,
    .text("ended", zh: "终止").verbatim.hidden,
    .reference("corrects", to: Bill.record, zh: "更正账单").hidden,
    .text("invoice_no", zh: "发票号").verbatim.hidden,
    .choice("invoice_kind", Invoice.kinds, zh: "发票种类").hidden,
    .date("invoiced_on", zh: "开票日期").hidden,
    .reference("ticket", to: Ticket.record, zh: "工单号").hidden,
    .reference(
      "deposit", to: Deposit.record, zh: "押金号",
      Words("The deposit that it was deducted from.", zh: "由该押金抵扣。")
    ).hidden,
    .boolean(
      "opening", zh: "期初", default: false,
      Words("Taken over from another system.", zh: "由其他系统转入。")
    ).hidden,
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document
    .filtered(by: "period", "room", "customer", "fee")
    .index(
      "UNIQUE (period, room_id, fee_id, COALESCE(meter_id, 0), \"from\") WHERE \(Bill.isOfRun)"
    )
    .index("UNIQUE (ticket_id, fee_id) WHERE ticket_id IS NOT NULL AND ended IS NULL")
    .index("(meter_id, \"to\") WHERE meter_id IS NOT NULL")
    .index("(principal_id, \"to\", amount_minor) WHERE principal_id IS NOT NULL")
    .index("(customer_id) WHERE \(Bill.isOpen)")
    .index("(run) WHERE \(Bill.isOpenCredit)")
    .index("(customer_id) WHERE \(Bill.isWrittenOff)")
    .index("(corrects_id) WHERE corrects_id IS NOT NULL")
    .constraint(
      """
      CHECK (CASE WHEN amount_minor < 0
        THEN paid_minor + waived_minor + written_off_minor BETWEEN amount_minor AND 0
        ELSE paid_minor + waived_minor + written_off_minor BETWEEN 0 AND amount_minor END)
      """, hasRuleOfItsOwn: true
    )
    .constraint("CHECK (ended IS NULL OR ended = 'void' OR ended = 'corrected')")
}

/// A part of a payment or prepayment that settles a bill, or of a negative line.
package enum Allocation {
  package static let kinds = [
    Choice("payment", "收款"), Choice("offset", "预收核销"), Choice("netting", "红字冲抵"),
    Choice("reversal", "冲销"), Choice("deposit", "押金抵扣"),
  ]

  package static let record: RecordType = .init(
    "allocation", zh: "核销", key: ["number"],
    Words("Which money settled which bill.", zh: "哪笔款核销了哪张账单。"),
    .serial("number", prefix: "A", width: 7, zh: "核销号"),
    .reference("bill", to: Bill.record, zh: "账单号", required: true),
    .choice("kind", kinds, zh: "核销方式", required: true),
    .reference("payment", to: Payment.record, zh: "收款"),
    .reference("prepayment", to: Prepayment.record, zh: "预收"),
    .reference("deduction", to: Deduction.record, zh: "押金抵扣").hidden,
    .reference("fee", to: Fee.record, zh: "费用编码", required: true),
    .money("amount", zh: "金额", required: true),
    .date("value_on", zh: "起息日", required: true),
    .date("posted_on", zh: "记账日期", required: true),
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document.filtered(by: "bill").index("(bill_id, value_on, amount_minor)")
    .index("(deduction_id) WHERE deduction_id IS NOT NULL")
}

/// Money of a customer that no bill has taken yet.
package enum Prepayment {
  /// The organisation that holds the prepayment in row `alias`, as SQL: its company, else the
  /// community of the negative line that it is left of.
  package static func holder(of alias: String) -> String {
    """
    coalesce(\(alias).company_id, (SELECT room.community_id FROM bill JOIN room ON room.id = bill.room_id
                                    WHERE bill.id = \(alias).bill_id))
    """
  }

  package static let record: RecordType = .init(
    "prepayment", zh: "预收", key: ["number"],
    Words("What customers have paid ahead.", zh: "客户的预收款。"),
    .serial("number", prefix: "Y", width: 7, zh: "预收号"),
    .reference("customer", to: Customer.record, zh: "客户编号", required: true),
    .reference("company", to: Org.record, zh: "公司"),
    .reference("fee", to: Fee.record, zh: "费用编码"),
    .reference("payment", to: Payment.record, zh: "收款"),
    .reference("bill", to: Bill.record, zh: "红字账单"),
    .reference(
      "source", to: Prepayment.record, zh: "转自",
      Words(
        "The prepayment of another customer that it was carried over from.", zh: "由其他客户的该笔预收转入。")
    ).hidden,
    .date("paid_on", zh: "收款日期", required: true),
    .date("posted_on", zh: "记账日期", required: true),
    .money("amount", minimum: 0, zh: "金额", required: true),
    .money("left", minimum: 0, zh: "余额", required: true),
    .integer("run", 0...(.max), zh: "批次", required: true),
    .period("for_from", zh: "限用起始账期", Words("For bills of this period or later.", zh: "限冲抵此账期及以后。"))
      .hidden,
    .period("for_to", zh: "限用截止账期", Words("For bills of this period or earlier.", zh: "限冲抵此账期及以前。"))
      .hidden
  ).document.filtered(by: "customer").index("(customer_id) WHERE left_minor > 0")
    .index("(source_id) WHERE source_id IS NOT NULL")
    .constraint("CHECK (left_minor <= amount_minor)")
}

/// The share of a room in a shared meter's usage, waiting for the run that bills it.
package enum Share {
  package static let record: RecordType = .init(
    "share", zh: "公摊", key: ["period", "meter", "room", "from"],
    Words("What pm meter apportion spread over the rooms.", zh: "pm meter apportion 的分摊结果。"),
    .period("period", zh: "账期", required: true),
    .reference("meter", to: Meter.record, zh: "表号", required: true),
    .reference("room", to: Room.record, zh: "房号", required: true),
    .date("from", zh: "开始日期", required: true),
    .date("to", zh: "结束日期", required: true),
    .decimal("quantity", scale: 4, minimum: .min, zh: "数量", required: true),
    .decimal(
      "price", scale: 8, zh: "单价",
      Words("Empty where a sum was given to be spread.", zh: "按指定金额分摊时为空。")),
    .money("amount", zh: "金额", required: true),
    .text(
      "reason", zh: "原因",
      Words("Why it was spread by another basis than the tariff's.", zh: "未按收费标准依据分摊的原因。")
    ).hidden,
    .text(
      "basis", zh: "分摊依据", limit: 20, Words("By what it was spread.", zh: "分摊所按的依据。")
    ).verbatim.hidden,
    .boolean(
      "net", zh: "扣除分表", default: false,
      Words("Whether what the sub-meters used was left out.", zh: "是否扣除分表用量。")
    ).hidden,
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document.filtered(by: "period", "meter")
}

/// A period that is closed: nothing posted in it changes any more.
package enum Closing {
  package static let record: RecordType = .init(
    "closing", zh: "结账", key: ["period", "org"],
    Words("Which periods are closed.", zh: "哪些账期已结账。"),
    .period("period", zh: "账期", required: true),
    .reference("org", to: Org.record, zh: "组织"),
    .date("closed_on", zh: "结账日期", required: true),
    .date("reopened_on", zh: "反结账日期").hidden,
    .text("reopened_why", zh: "反结账原因").hidden,
    .text("digest", zh: "摘要值", required: true).verbatim,
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document
}
