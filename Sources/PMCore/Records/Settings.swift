// The settings of a database: what each means, and what holds where nothing was set.

/// One setting.
package struct SettingDeclaration: Sendable {
  package let name: String
  package let standard: String
  package let help: Words
  /// Whether `text` is a value of this setting.
  package let accepts: @Sendable (String) -> Bool
}

/// The settings in force in one database.
package struct Settings: Sendable {
  private var values: [String: String]

  package init(_ values: [String: String] = [:]) { self.values = values }

  package static let all: [SettingDeclaration] = [
    SettingDeclaration(
      name: "title", standard: "", help: Words("Title of the database.", zh: "数据库标题。"),
      accepts: { _ in true }),
    SettingDeclaration(
      name: "mode", standard: "centre",
      help: Words("Level at which data is shared: group, company, centre.", zh: "数据共享层级：group、company、centre。"),
      accepts: { ["group", "company", "centre"].contains($0) }),
    SettingDeclaration(
      name: "currency", standard: "CNY", help: Words("The one currency.", zh: "币种。"),
      accepts: { $0.utf8.count == 3 }),
    SettingDeclaration(
      name: "zone", standard: "+08:00", help: Words("Offset from UTC, such as +08:00.", zh: "时区（与 UTC 的差），如 +08:00。"),
      accepts: { Zone($0) != nil }),
    SettingDeclaration(
      name: "room.code", standard: "{building}-{unit}-{number}",
      help: Words("How a room code is composed.", zh: "房号的组成方式。"),
      accepts: { $0.contains("{number}") }),
    SettingDeclaration(
      name: "placeholders", standard: "18999999999 111111111111111111",
      help: Words("Phones and ID numbers that stand for none.", zh: "视为空的占位电话和证件号。"),
      accepts: { _ in true }),
    SettingDeclaration(
      name: "due_min_days", standard: "0",
      help: Words("Least days between issue and due date.", zh: "出账到缴费期限的最少天数。"), accepts: isCount),
    SettingDeclaration(
      name: "notice.term_days", standard: "7",
      help: Words("Days that a demand notice gives to pay.", zh: "催缴单给予的缴费天数。"), accepts: isCount),
    SettingDeclaration(
      name: "paper.contact", standard: "",
      help: Words(
        "Printed at the foot of papers: where to ask and pay.", zh: "印在单据页脚：咨询与缴费方式。"),
      accepts: { $0.utf8.count <= 400 }),
    SettingDeclaration(
      name: "allocation.order", standard: "principal-first",
      help: Words("principal-first or late-first.", zh: "principal-first（先本金）或 late-first（先违约金）。"),
      accepts: { ["principal-first", "late-first"].contains($0) }),
    SettingDeclaration(
      name: "meter.suspect", standard: "bill",
      help: Words("bill or hold suspect readings.", zh: "可疑读数：bill（照常出账）或 hold（暂缓）。"),
      accepts: { ["bill", "hold"].contains($0) }),
    SettingDeclaration(
      name: "meter.min_jump", standard: "0",
      help: Words("Usages up to this are never suspect.", zh: "不超过此用量不算可疑。"),
      accepts: { Quantity($0) != nil }),
    SettingDeclaration(
      name: "meter.zero_above", standard: "1",
      help: Words("A usage of zero is suspect where the average is above this.", zh: "平均用量高于此值时零用量可疑。"),
      accepts: { Quantity($0) != nil }),
    SettingDeclaration(
      name: "complaint.judge_days", standard: "3",
      help: Words("Days in which a finished complaint is judged.", zh: "投诉完成后的判定天数。"), accepts: isCount),
    SettingDeclaration(
      name: "callback.always", standard: "complaint high",
      help: Words(
        "Kinds and severities of which every ticket is called back.", zh: "必须全部回访的工单类型与严重程度。"),
      accepts: { _ in true }),
    SettingDeclaration(
      name: "callback.share", standard: "1",
      help: Words("Share of all other tickets to call back, 0 to 1.", zh: "其余工单的回访比例，0 至 1。"),
      accepts: { Rate($0).map { $0 >= .zero && $0 <= .one } ?? false }),
    SettingDeclaration(
      name: "escalate.hours", standard: "24",
      help: Words("Hours before an overdue ticket is raised to the next level.", zh: "超时工单升至下一级的间隔小时数。"),
      accepts: isCount),
    SettingDeclaration(
      name: "notice.attempts", standard: "3",
      help: Words("How often a message is handed over before it is given up.", zh: "通知最多尝试发送的次数。"),
      accepts: isCount),
    SettingDeclaration(
      name: "log.tickets", standard: "yes",
      help: Words(
        "Whether tickets that are accepted and finished write the work log.", zh: "接单、完成工单时是否自动登记工作日志。"),
      accepts: { ["yes", "no"].contains($0) }),
    SettingDeclaration(
      name: "cluster.least", standard: "3",
      help: Words("Tickets on one cause in one building within a day that are a cluster.", zh: "同楼同因一日内达到此数即为集中事件。"),
      accepts: isCount),
  ]

  private static let isCount: @Sendable (String) -> Bool = { text in
    Int(text).map { $0 >= 0 && $0 < 100_000 } ?? false
  }

  /// The declaration called `name`, of a KPI's target (`target.<id>`), or of a
  /// form's edition (`form.<name>`).
  package static func declaration(_ name: String) -> SettingDeclaration? {
    if name.hasPrefix("target.") {
      let id = name.dropFirst("target.".count)
      guard let metric = Metric.catalogue.first(where: { $0.id == id }) else { return nil }
      let most = metric.isShare ? Rate.unitsOfOne : .max
      return SettingDeclaration(
        name: name, standard: "",
        help: metric.isShare
          ? Words("Target of a share, from 0 to 1: 88% is 0.88.", zh: "比率指标的目标值，0 至 1：88% 写作 0.88。")
          : Words("Target of a number, not below 0.", zh: "数量指标的目标值，不小于 0。"),
        accepts: { Rate($0).map { (0...most).contains($0.units) } ?? false })
    }
    if name.hasPrefix("form."), QualityForm(rawValue: String(name.dropFirst(5))) != nil {
      return SettingDeclaration(
        name: name, standard: "",
        help: Words("Edition of a form: number|version|retention.", zh: "表单的编号|版本|保存期。"),
        accepts: { QualityForm.accepts($0) })
    }
    return all.first { $0.name == name }
  }

  /// The names of what is set.
  package var names: [String] { Array(values.keys) }

  /// The value in force.
  package subscript(name: String) -> String {
    values[name] ?? Self.declaration(name)?.standard ?? ""
  }

  package var zone: Zone { Zone(self["zone"]) ?? .standard }
  package var roomCodePattern: String { self["room.code"] }
  package var placeholders: Set<String> {
    Set(self["placeholders"].split(separator: " ").map(String.init))
  }
  package var lateFeesFirst: Bool { self["allocation.order"] == "late-first" }
  package var leastDaysToPay: Int { Int(self["due_min_days"]) ?? 0 }
  package var noticeTermDays: Int { Int(self["notice.term_days"]) ?? 7 }
  package var callbackRule: CallbackRule {
    CallbackRule(
      always: Set(self["callback.always"].split(separator: " ").map(String.init)),
      share: Rate(self["callback.share"]) ?? .one)
  }
  package var daysToJudge: Int64 { Int64(self["complaint.judge_days"]) ?? 3 }
  package var hoursToEscalate: Int64 { Int64(self["escalate.hours"]) ?? 24 }
  package var noticeAttempts: Int64 { Int64(self["notice.attempts"]) ?? 3 }
  package var logsTickets: Bool { self["log.tickets"] == "yes" }
  package var leastCluster: Int { Int(self["cluster.least"]) ?? 3 }
  package var holdsSuspectReadings: Bool { self["meter.suspect"] == "hold" }
}
