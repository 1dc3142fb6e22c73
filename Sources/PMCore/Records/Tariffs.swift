// What is charged, how much, and to which room: fees, late-fee policies, tariffs and charges.

/// How overdue bills of a fee grow.
package enum LatePolicy {
  package static let record: RecordType = .init(
    "late-policy", zh: "违约金规则", key: ["code"],
    Words("Late fees: daily rate, days of grace, cap.", zh: "违约金：日利率、宽限天数、上限。"),
    .code("code", zh: "规则编码", aliases: ["编码", "编号"]),
    .rate(
      "daily_rate", zh: "日利率", required: true,
      Words(
        "A fraction: 0.0005 is five in ten thousand a day. A change counts for all days of a bill, past ones too.",
        zh: "小数：0.0005 即万分之五。更改后账单的全部逾期天数（含以往）均按新利率计。")),
    .integer(
      "grace_days", 0...3660, zh: "宽限天数", default: 0,
      Words(
        "After due_on; they bear no late fee later on, either.", zh: "缴费期限之后的天数；宽限期内的日子以后也不补计。")),
    .decimal(
      "cap", scale: 8, zh: "上限倍数",
      Words("At most this multiple of the principal; empty for no cap.", zh: "不超过本金的倍数；空为无上限。")))
}

/// A fee item: management fee, water, parking.
package enum Fee {
  package static let classes = [
    Choice("recurring", "常规", "周期性"), Choice("metered", "仪表", "抄表"), Choice("shared", "公摊"),
    Choice("one-off", "一次性"), Choice("deposit", "押金"),
  ]
  package static let taxMethods = [
    Choice("taxed", "应税"), Choice("exempt", "免税"), Choice("untaxed", "不征税"),
    Choice("difference", "差额"), Choice("agency", "代收代付"),
  ]
  package static let roundings = [
    Choice("half_up", "四舍五入"), Choice("half_even", "四舍六入五成双"), Choice("down", "舍去"),
    Choice("up", "进位"),
  ]

  package static let record: RecordType = .init(
    "fee", zh: "收费项目", key: ["code"],
    Words("Fee items: management fee, water, parking, deposits.", zh: "收费项目：物业费、水费、停车费、押金。"),
    .code("code", zh: "费用编码", aliases: ["费用编号", "编码", "编号"]),
    .text("name", zh: "费用名称", aliases: ["收费项目", "费用项", "费用项目", "名称"], required: true, limit: 200),
    .choice("class", classes, zh: "费用类别", required: true),
    .choice(
      "tax_method", taxMethods, zh: "计税方式", default: "taxed",
      Words(
        "difference: only what is above the tariff's cost is taxed; agency: collected for payee.",
        zh: "difference 仅就高于成本单价的部分计税；agency 为代收代付。")),
    .rate("tax_rate", zh: "税率", default: 0, Words("A fraction: 0.06.", zh: "小数：0.06。")),
    .integer(
      "priority", 0...1_000_000, zh: "冲抵次序", default: 100,
      Words("Of bills due on one day the lower is paid first.", zh: "缴费期限相同的账单，数小者先冲抵。")),
    .choice(
      "rounding", roundings, zh: "舍入方式", default: "half_up",
      Words("How the line is rounded, once, to rounding_to.", zh: "账单行按 rounding_to 舍入一次的方式。")),
    .decimal(
      "rounding_to", scale: 2, minimum: 1, zh: "舍入到", default: 1,
      Words("0.01, 0.1 or 1.", zh: "0.01、0.1 或 1。")),
    .reference(
      "late_policy", to: LatePolicy.record, zh: "违约金规则",
      Words("Empty: no late fees.", zh: "空：不计违约金。")),
    .text("account", zh: "会计科目", limit: 100).verbatim,
    .text(
      "payee", zh: "代收单位", limit: 200,
      Words("For whom an agency fee is collected.", zh: "代收代付费用的收款方。")
    ).hidden
  )
  .rule(
    RowRule(
      "rounding_to", code: "odd-rounding",
      Words("must be 0.01, 0.1 or 1", zh: "只能是 0.01、0.1 或 1")
    ) { cells in
      cells.first?.integer.map { [1, 10, 100].contains($0) } ?? true
    }
  )
  .rule(
    RowRule(
      "late_policy", "class", code: "deposit-late",
      Words("a deposit bears no late fee", zh: "押金不计违约金")
    ) { cells in
      guard case .text(let kind)? = cells.last, kind.equals("deposit") else { return true }
      return cells.first?.isNull ?? true
    }
  )
  .rule(
    RowRule(
      "tax_rate", "class", code: "deposit-taxed",
      Words("a deposit is not taxed", zh: "押金不征税")
    ) { cells in
      guard case .text(let kind)? = cells.last, kind.equals("deposit") else { return true }
      return (cells.first?.integer ?? 0) == 0
    }
  )
  .constraint("CHECK (rounding_to = 1 OR rounding_to = 10 OR rounding_to = 100)")
}

/// A tariff in versions: a new row from `valid_from` on, the older ones stay.
package enum Tariff {
  package static let methods = [
    Choice("fixed", "固定金额"), Choice("per_area", "单价×面积"), Choice("per_unit", "单价×用量"),
    Choice("tiered", "阶梯"), Choice("derived", "按他项用量"), Choice("per_head", "按人"),
    Choice("formula", "公式"),
  ]
  package static let tierModes = [Choice("graduated", "分段"), Choice("slab", "整段")]
  package static let tierResets = [Choice("period", "按期"), Choice("year", "按年")]
  package static let prorations = [
    Choice("daily", "按日"), Choice("whole", "整月"), Choice("half", "半月"),
  ]

  package static let record: RecordType = .init(
    "tariff", zh: "收费标准", key: ["code", "valid_from"],
    Words("Tariffs: how an amount comes about, in dated versions.", zh: "收费标准：金额如何计算，按生效日期分版本。"),
    .code("code", zh: "标准编码", aliases: ["收费标准", "计费标准", "费用标准", "编码", "编号"]),
    .reference("fee", to: Fee.record, zh: "费用编码", aliases: ["收费项目"], required: true).fixed,
    .date(
      "valid_from", zh: "生效日期", required: true,
      Words(
        "The first day of this version; older ones stay. A metered line goes whole by the version of its later reading.",
        zh: "本版本的首日；旧版本保留。抄表账单不分段，按后一次抄表日的版本计。")),
    .choice("method", methods, zh: "计算方式", aliases: ["计算公式"], required: true),
    .decimal(
      "price", scale: 8, zh: "单价", aliases: ["计费单价", "管理费单价"],
      Words(
        "A month; a month and m²; a unit of usage; a month and head.", zh: "每月；每月每平方米；每单位用量；每月每人。")),
    .text(
      "basis", zh: "计费基数", limit: 64,
      Words(
        "floor or usable; for a shared fee one of floor, usable, usage, household, head, weight, equal; for derived the fee followed.",
        zh: "floor 或 usable；公摊为 floor、usable、usage、household、head、weight、equal 之一；derived 为所依费用。")
    ).verbatim,
    .decimal(
      "minimum", scale: 4, zh: "最低用量",
      Words("Usages from zero to this are billed as this.", zh: "用量在零与此数之间时按此数计费。")),
    Column(
      "tiers", "阶梯", [], TiersKind(),
      Words(
        "Up to 180 at 5.00, from there to 260 at 7.00, beyond at 9.00; a flat block: 20:=30.00.",
        zh: "180 以内 5.00，180 至 260 为 7.00，以上 9.00；定额阶梯写作 20:=30.00。")),
    .choice(
      "tier_mode", tierModes, zh: "阶梯方式",
      Words(
        "graduated: each block at its own price; slab: all of it at the price of its block.",
        zh: "graduated 各档分别计价；slab 全部按所在档计价。")),
    .choice(
      "tier_reset", tierResets, zh: "阶梯周期",
      Words("period: each interval begins at zero; year: the calendar year adds up.", zh: "period 每期从零起；year 按日历年累计。")),
    .rate("share", zh: "比例", Words("Of the quantity of the fee followed: 0.8.", zh: "所依费用用量的比例，如 0.8。")),
    Column("formula", "公式", [], FormulaKind(), Words("price * area * months")),
    .choice(
      "proration", prorations, zh: "不足月",
      Words(
        "daily: covered days ÷ days of the month; half: up to 15 days are half a month; whole: any day is the month. A change of payer or price inside the month always divides it by days.",
        zh: "daily 按天数比例；half 不超过 15 天计半月；whole 不足月按整月。月内变更付款人或价格时，一律按天数分摊。")),
    .rate(
      "tax_rate", zh: "税率",
      Words("From this version on, in place of the fee's.", zh: "自本版本起代替收费项目的税率。")
    ).hidden,
    .decimal(
      "cost", scale: 8, zh: "成本单价",
      Words(
        "What is paid on for a unit, for a fee taxed by difference: water bought at 4.50.",
        zh: "差额征税的单位成本，如代付的自来水单价。")
    ).hidden,
    .integer(
      "heads", 0...1000, zh: "阶梯人数",
      Words("The household size for which the tiers are written.", zh: "阶梯所按的家庭人数。")
    ).hidden,
    .decimal(
      "per_head", scale: 4, zh: "每人增量",
      Words("By this each bound rises for every person above heads.", zh: "超过阶梯人数后每人使各档上限增加的量。")
    ).hidden
  )
  .rule(Tariff.needs("price", for: ["fixed", "per_area", "per_unit", "derived", "per_head"]))
  .rule(Tariff.needs("tiers", for: ["tiered"]))
  .rule(Tariff.needs("formula", for: ["formula"]))
  .rule(Tariff.needs("basis", for: ["derived"]))
  .rule(Tariff.needs("share", for: ["derived"]))
  .cross(
    CrossCheck(
      "basis", code: "unknown-basis",
      Words(
        "the basis is none of floor, usable, usage, household, head, weight, equal, nor (of derived) a fee",
        zh: "计费基数须为 floor、usable、usage、household、head、weight、equal 之一，derived 则为费用编码"),
      sql: """
        SELECT tariff.id FROM touched JOIN tariff ON tariff.id = touched.id
         WHERE tariff.basis IS NOT NULL
           AND CASE tariff.method
                 WHEN 'derived' THEN NOT EXISTS (SELECT 1 FROM fee WHERE fee.code = tariff.basis)
                 ELSE tariff.basis NOT IN ('floor', 'floor_area', 'usable', 'usable_area', 'usage', 'household', 'head', 'weight', 'equal')
               END
        """)
  )
  .cross(
    CrossCheck(
      "cost", code: "cost-without-difference",
      Words("is for fees of tax method difference only", zh: "仅用于差额计税的收费项目"),
      sql: """
        SELECT tariff.id FROM touched JOIN tariff ON tariff.id = touched.id
          JOIN fee ON fee.id = tariff.fee_id
         WHERE tariff.cost IS NOT NULL AND fee.tax_method <> 'difference'
        """)
  )
  .index("(code, valid_from)")

  private static func needs(_ column: String, for methods: [String]) -> RowRule {
    RowRule(
      column, "method", code: "method-needs-\(column)",
      Words("a tariff of this method needs \(column)", zh: "此计算方式需要填写 \(column)")
    ) { cells in
      guard let first = cells.first, first.isNull, case .text(let method)? = cells.last else {
        return true
      }
      return !methods.contains(method.text)
    }
  }
}

/// Which room, or all rooms under an organisation, pays which fee by which tariff.
package enum Charge {
  package static let payers = [
    Choice("owner", "业主"), Choice("tenant", "租户"), Choice("occupant", "使用人"),
    Choice("developer", "开发商"),
  ]
  package static let timings = [
    Choice("advance", "预收", "预付费"), Choice("arrears", "后收", "后付费"),
  ]

  private static let overlap = """
    other."from" <= coalesce(charge."to", 9223372036854775807)
      AND charge."from" <= coalesce(other."to", 9223372036854775807)
    """

  package static let record: RecordType = .init(
    "charge", zh: "房间收费标准", key: ["room", "scope", "fee", "from"],
    Words("Which room pays which fee by which tariff.", zh: "哪个房间按哪个标准付哪项费用。"),
    .reference("room", to: Room.record, zh: "房号", aliases: ["房屋", "房屋编号", "房间", "房间号", "房间编号"]),
    .reference(
      "scope", to: Org.record, zh: "范围", aliases: ["楼盘", "小区"],
      Words(
        "In place of room: all rooms of a building, community, centre or company. Of a building: the rooms of its community whose column building holds its code or name.",
        zh: "代替房号：楼宇、楼盘、管理中心或公司的全部房间。楼宇：其楼盘中 building 列为该楼宇编码或名称的房间。")),
    .reference(
      "fee", to: Fee.record, zh: "费用编码", aliases: ["收费项目", "费用项", "费用项目"], required: true),
    .code("tariff", zh: "收费标准", aliases: ["计费标准", "费用标准"]).among("code", of: Tariff.record),
    .date("from", zh: "开始日期", aliases: ["开始时间", "计费起始时间", "计费开始时间", "费用开始时间"], sinceEver: true),
    .date(
      "to", zh: "结束日期", aliases: ["结束时间", "计费结束时间", "截止时间"],
      Words("The last day; empty: until further notice.", zh: "最后一天；空：长期。")),
    .choice(
      "payer", payers, zh: "付款方", default: "owner",
      Words("occupant: the tenant who pays, else the owner.", zh: "occupant：付费租户，无则业主。")),
    .integer(
      "cycle", 1...120, zh: "计费周期", aliases: ["缴费周期"], default: 1, Words("Months.", zh: "月数。")),
    .choice(
      "timing", timings, zh: "收费时点", default: "advance",
      Words("Billed in the first month of the cycle, or in the last.", zh: "在周期首月（预收）或末月（后收）出账。")),
    .integer(
      "due_day", 1...31, zh: "缴费日", default: 31,
      Words("Of the period's month; of the month after for arrears.", zh: "当月的日；后收为次月的日。")),
    .decimal(
      "price", scale: 8, zh: "单价", aliases: ["计费单价"],
      Words("In place of the tariff's.", zh: "代替收费标准的单价。")),
    .money(
      "amount", zh: "指定金额", aliases: ["固定费用"],
      Words("A fixed sum a month in place of price × quantity.", zh: "每月固定金额，代替单价 × 数量。")),
    .decimal(
      "factor", scale: 8, zh: "系数", default: Rate.unitsOfOne,
      Words("The line is multiplied by it: 0.7 is 70 %.", zh: "账单行乘以此数：0.7 即七折。")),
    .decimal(
      "quantity", scale: 4, zh: "数量",
      Words(
        "For per_unit without a meter; the weight of a shared fee.", zh: "无表的按量计费数量；公摊的权重。")
    ).hidden,
    .decimal(
      "vacant_factor", scale: 8, zh: "空置系数",
      Words(
        "In place of factor while the room is vacant; of a shared fee 0 leaves the room out.",
        zh: "房间空置时代替系数；公摊为 0 时不参与分摊。")
    ).hidden,
    .stamp("run", zh: "批次", Words("The journal entry that recorded it.", zh: "登记该记录的日志条目。"))
  )
  .rule(.exactlyOne("room", "scope"))
  .rule(.order("from", "to"))
  .cross(
    CrossCheck(
      "tariff", code: "tariff-of-another-fee",
      Words("is a tariff of another fee", zh: "是另一收费项目的标准"),
      remedy: Words(
        "name one of this fee's: pm tariff list --where fee=FEE",
        zh: "请填写该费用的收费标准：pm tariff list --where fee=FEE"),
      sql: """
        SELECT charge.id FROM touched JOIN charge ON charge.id = touched.id
         WHERE EXISTS (SELECT 1 FROM tariff
                        WHERE tariff.code = charge.tariff AND tariff.fee_id <> charge.fee_id)
        """)
  )
  .cross(
    CrossCheck(
      "from", code: "charges-overlap",
      Words(
        "begins a charge that overlaps another one for this fee on the same room or scope",
        zh: "起的收费设置与同一房间或范围该费用的另一设置日期重叠"),
      remedy: Words(
        "end the earlier one on the day before, by its column to",
        zh: "请把较早一条的结束日期（to）改为前一日"),
      sql: """
        SELECT charge.id FROM touched JOIN charge ON charge.id = touched.id
         WHERE EXISTS (SELECT 1 FROM charge AS other
                        WHERE other.room_id = charge.room_id AND other.fee_id = charge.fee_id
                          AND other.id <> charge.id AND \(overlap))
            OR charge.scope_id IS NOT NULL
               AND EXISTS (SELECT 1 FROM charge AS other
                            WHERE other.scope_id = charge.scope_id AND other.fee_id = charge.fee_id
                              AND other.id <> charge.id AND \(overlap))
        """)
  )
  .cross(
    CrossCheck(
      "to", code: "room-ended",
      Words("comes after the last day of the room, which was split or merged", zh: "晚于房间（已拆分或合并）的终止日期"),
      remedy: Words("end the charge by that day, and charge the rooms that came of it", zh: "请在该日之前结束收费，并对拆分、合并后的房间收费"),
      sql: """
        SELECT charge.id
          FROM touched
          JOIN charge ON charge.id = touched.id
          JOIN room ON room.id = charge.room_id
         WHERE room.ended_on IS NOT NULL AND (charge."to" IS NULL OR charge."to" > room.ended_on)
        """)
  )
  .index("(room_id)")
  .index("(scope_id) WHERE scope_id IS NOT NULL")
}
