// Who manages what: the tree from group to building, and the settings of the database.

/// A node of the organisation: group, company, centre, community, building or department.
package enum Org {
  package static let kinds = [
    Choice("group", "集团"), Choice("company", "公司", "物业公司"),
    Choice("centre", "管理中心", "管理处", "服务中心", "center"),
    Choice("community", "楼盘", "小区", "项目"), Choice("building", "楼宇", "楼栋"),
    Choice("department", "部门"),
  ]

  package static let record: RecordType = .init(
    "org", zh: "组织", key: ["code"],
    Words("The tree of group, company, centre, community and building.", zh: "集团、公司、管理中心、楼盘、楼宇的组织树。"),
    .code("code", zh: "组织编码", aliases: ["编码", "编号"]),
    .choice(
      "kind", kinds, zh: "组织类型", aliases: ["类型"], required: true,
      Words(
        "A building's rooms are those of its community (parent) whose column building holds its code or name.",
        zh: "楼宇的房间：其楼盘（上级组织）中 building 列填有该楼宇编码或名称的房间。")),
    .text("name", zh: "组织名称", aliases: ["名称"], required: true, limit: 200),
    .reference(
      "parent", to: Org.record, zh: "上级组织", aliases: ["上级"],
      Words(
        "What it stands under: a building under its community, that under a centre or company.",
        zh: "所属的上一级：楼宇属于楼盘，楼盘属于管理中心或公司。")),
    .reference(
      "developer", to: Customer.record, zh: "开发商",
      Words("Who pays what nobody else owes, for a community or company.", zh: "无人承担时的付款方（楼盘或公司）。"))
  )
  .cross(.tree(of: "org", Words("the organisation would be its own ancestor", zh: "组织不能成为自己的上级")))
}
