// A customer: whoever lives in, owns, rents, asks, complains or pays.

/// A person or company that pm deals with, and who holds which room in what role.
package enum Customer {
  package static let kinds = [
    Choice("person", "个人", "业主", "家庭成员", "租客", "租户", "临时"), Choice("company", "单位", "公司", "企业"),
  ]
  package static let stages = [
    Choice("lead", "意向客户"), Choice("prospect", "准客户"), Choice("signed", "签约客户"),
    Choice("pre-owner", "准业主"), Choice("owner", "业主"), Choice("tenant", "租户", "租客"),
    Choice("resident", "住户"), Choice("member", "会员"), Choice("former", "已迁出", "前业主"),
  ]
  package static let ratings = [
    Choice("A", "A级"), Choice("B", "B级"), Choice("C", "C级"), Choice("D", "D级"),
  ]
  package static let identityKinds = [
    Choice("resident_id", "身份证", "居民身份证"), Choice("passport", "护照"),
    Choice("credit_code", "统一社会信用代码", "营业执照"), Choice("other", "其他"),
  ]

  package static let record: RecordType = .init(
    "customer", zh: "客户", key: ["code"],
    Words("Customers: owners, tenants, residents, companies.", zh: "客户：业主、租户、住户、单位。"),
    .code("code", zh: "客户编号", aliases: ["业主编号", "客户代码", "编号", "customer"]),
    .text(
      "name", zh: "客户名称", aliases: ["业主", "业主名称", "业主姓名", "户名", "姓名", "客户名"],
      required: true, limit: 200),
    .choice(
      "kind", kinds, zh: "客户性质", aliases: ["业主类型", "客户类别", "人员类型"], default: "person"),
    .choice("stage", stages, zh: "客户阶段"),
    .phone(
      "phone", zh: "联系电话", aliases: ["手机号", "手机号码", "手机", "业主联系方式", "业主电话", "电话"]),
    .phone("phone2", zh: "备用电话").hidden,
    .choice("id_type", identityKinds, zh: "证件类型").hidden,
    .idNumber("id_number", zh: "证件号码", aliases: ["身份证", "身份证号", "身份证号码"]),
    .date("birthday", zh: "生日", aliases: ["出生日期"]).hidden,
    .mail("email", zh: "电子邮箱").hidden,
    .contact("wechat", zh: "微信").hidden,
    .text("address", zh: "联系地址", aliases: ["地址"], limit: 400).hidden,
    .choice("rating", ratings, zh: "客户等级"),
    .text("tags", zh: "标签", limit: 400).hidden,
    .text("source", zh: "客户来源", limit: 200).hidden,
    .text("bank_name", zh: "开户银行", aliases: ["开卡银行", "付款银行"], limit: 200).hidden,
    .bankAccount(
      "bank_account", zh: "银行账号",
      aliases: ["业主托收银行卡号", "银行帐号", "账号", "账号/卡号", "付款账号", "银行托收帐号"]
    ).hidden,
    .text("mandate", zh: "托收合同号", limit: 100).hidden,
    .text("invoice_title", zh: "发票抬头", limit: 200).hidden,
    .idNumber("tax_id", zh: "税号", aliases: ["纳税人识别号"]).hidden,
    .mail("invoice_email", zh: "收票邮箱").hidden,
    .text("note", zh: "备注", aliases: ["摘要", "说明"])
  )
  .index("(id_number) WHERE id_number IS NOT NULL")
  .index("(name, phone)")
  .part(
    RecordPart(
      record: { Occupancy.record },
      sources: [
        ("room", .column(Occupancy.room)), ("customer", .shared("code")),
        ("role", .column(Occupancy.role)), ("from", .column(Occupancy.from)),
        ("to", .column(Occupancy.to)), ("pays", .column(Occupancy.pays)),
      ],
      presence: ["room"], repeatsCarrier: true))
}

/// Who holds a room, in what role, from when to when, and whether the bills go there.
package enum Occupancy {
  package static let roles = [
    Choice("owner", "业主", "产权人"), Choice("tenant", "租户", "租客"), Choice("resident", "住户", "家庭成员"),
    Choice("agent", "代理人"),
  ]

  package static let room = Column.reference(
    "room", to: Room.record, zh: "房号", aliases: ["房屋", "房屋编号", "房间", "房间号", "房间编号"],
    required: true)
  package static let role = Column.choice(
    "role", roles, zh: "身份", aliases: ["角色"], required: true, default: "owner")
  package static let from = Column.date(
    "from", zh: "开始日期", aliases: ["开始时间", "起租时间"], sinceEver: true)
  package static let to = Column.date("to", zh: "结束日期", aliases: ["结束时间", "截止时间"])
  package static let pays = Column.boolean("pays", zh: "付费", aliases: ["是否付费"], default: true)

  package static let record: RecordType = .init(
    "occupancy", zh: "入住关系", key: ["room", "customer", "role", "from"],
    Words("Who owns, rents or lives in a room, from when to when.", zh: "谁在何时拥有、租用或居住某房间。"),
    room,
    .reference(
      "customer", to: Customer.record, zh: "客户编号", aliases: ["业主编号", "客户代码"], required: true),
    role, from, to,
    .decimal("share", scale: 8, zh: "产权份额"),
    pays,
    .stamp("run", zh: "批次", Words("The journal entry that recorded it.", zh: "登记该记录的日志条目。"))
  )
  .rule(.order("from", "to"))
  .index("(room_id)")
  .index("(customer_id)")
}
