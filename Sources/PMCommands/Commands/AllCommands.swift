// The one list of pm's nouns. A noun without commands yet is unknown to people.
import PMCore

extension Registry {
  /// Every noun of pm, in the order of help.
  package static let pm = Registry(front + setUp + money + relations + registers + database)

  private static let front = [
    CommandGroup("customer", Words("Owners, tenants, residents and leads.", zh: "客户。"), .front) {
      []
    },
    CommandGroup("room", Words("What is lived in, let and charged.", zh: "房间。"), .front) { [] },
    CommandGroup("ticket", Words("Repairs, complaints and requests.", zh: "报修、投诉与服务单。"), .front) {
      []
    },
    CommandGroup("callback", Words("Calls back to customers.", zh: "回访。"), .front) { [] },
    CommandGroup("meter", Words("Meters, readings, apportionment.", zh: "仪表、抄表与公摊。"), .front) {
      []
    },
    CommandGroup(
      "bill", Words("Billing, late fees and the month's close.", zh: "出账、违约金与结账。"), .front
    ) {
      []
    },
    CommandGroup("report", Words("KPIs, arrears and all other reports.", zh: "指标、欠费等报表。"), .front) {
      []
    },
    CommandGroup("export", Words("Data for other programs.", zh: "导出数据。"), .front) { [] },
  ]

  private static let setUp = [
    CommandGroup("org", Words("Companies, centres, communities, buildings.", zh: "组织与楼盘。"), .setUp)
    {
      []
    },
    CommandGroup("staff", Words("People who work here, and their roles.", zh: "员工与角色。"), .setUp) {
      []
    },
    CommandGroup("occupancy", Words("Who holds which room, and since when.", zh: "入住关系。"), .setUp) {
      []
    },
    CommandGroup("fee", Words("What is charged for.", zh: "收费项目。"), .setUp) { [] },
    CommandGroup("tariff", Words("What a fee costs.", zh: "收费标准。"), .setUp) { [] },
    CommandGroup("charge", Words("Which room pays which fee.", zh: "房间收费设置。"), .setUp) { [] },
    CommandGroup("late-policy", Words("How late fees are counted.", zh: "违约金规则。"), .setUp) { [] },
    CommandGroup("category", Words("Categories of tickets.", zh: "服务分类。"), .setUp) { [] },
    CommandGroup("sla", Words("Times within which to respond and finish.", zh: "服务时限。"), .setUp) {
      []
    },
    CommandGroup("calendar", Words("Working days and hours.", zh: "工作日历。"), .setUp) { [] },
    CommandGroup("procedure", Words("Procedures of the quality system.", zh: "程序文件。"), .setUp) {
      []
    },
    CommandGroup("setting", Words("Settings of this database.", zh: "设置。"), .setUp) { [] },
  ]

  private static let money = [
    CommandGroup("payment", Words("Money received, offset, reversed.", zh: "收款。"), .money) { [] },
    CommandGroup("deposit", Words("Deposits taken and refunded.", zh: "押金。"), .money) { [] },
    CommandGroup("bank", Words("Direct debit: batches and returns.", zh: "银行托收。"), .money) { [] },
  ]

  private static let relations = [
    CommandGroup("notice", Words("Notices to customers.", zh: "通知。"), .relations) { [] },
    CommandGroup("visit", Words("Visits to customers.", zh: "走访。"), .relations) { [] },
    CommandGroup("survey", Words("Satisfaction surveys.", zh: "满意度调查。"), .relations) { [] },
    CommandGroup("journey", Words("Care steps around a handover.", zh: "客户关怀历程。"), .relations) {
      []
    },
    CommandGroup("deal", Words("Leads and deals.", zh: "客户跟进。"), .relations) { [] },
    CommandGroup("log", Words("Duty and work logs.", zh: "值班与工作日志。"), .relations) { [] },
    CommandGroup("activity", Words("Community activities.", zh: "社区活动。"), .relations) { [] },
  ]

  private static let registers = [
    CommandGroup("permit", Words("Fit-out permits.", zh: "装修申请。"), .registers) { [] },
    CommandGroup("pass", Words("Access passes.", zh: "出入证。"), .registers) { [] },
    CommandGroup("vehicle", Words("Vehicles.", zh: "车辆。"), .registers) { [] },
    CommandGroup("equipment", Words("Equipment.", zh: "设备。"), .registers) { [] },
    CommandGroup("lease", Words("Leases.", zh: "租赁合同。"), .registers) { [] },
    CommandGroup("stock", Words("Stock.", zh: "库存。"), .registers) { [] },
    CommandGroup("inspection", Words("Inspections.", zh: "巡检。"), .registers) { [] },
    CommandGroup("document", Words("Documents.", zh: "文档。"), .registers) { [] },
    CommandGroup("venue", Words("Venues.", zh: "场地。"), .registers) { [] },
    CommandGroup("payroll", Words("Payroll.", zh: "薪酬。"), .registers) { [] },
  ]

  private static let database = [
    CommandGroup("init", Words("Create a database.", zh: "建立数据库。"), .database) { [] },
    CommandGroup("db", Words("Check, back up and restore.", zh: "检查、备份与恢复。"), .database) { [] },
    CommandGroup("audit", Words("Who did what: the journal.", zh: "操作日志。"), .database) { [] },
    CommandGroup("batch", Words("What was imported when.", zh: "导入批次。"), .database) { [] },
    CommandGroup("schema", Words("JSON Schema of the outputs.", zh: "输出的 JSON Schema。"), .database)
    {
      []
    },
    CommandGroup("completion", Words("Completion for shells.", zh: "shell 补全。"), .database) {
      [AnyCommand(Completion.self)]
    },
    CommandGroup("version", Words("Which pm this is.", zh: "版本。"), .database) {
      [AnyCommand(Version.self)]
    },
    CommandGroup("__complete", "Candidates for a word.", .database) {
      [AnyCommand(CompleteWords.self)]
    },
  ]
}
