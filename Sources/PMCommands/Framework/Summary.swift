// The one line that a command which writes ends with.
import PMCore

/// What a command did, counted.
struct Summary: Sendable {
  let name: String
  let counts: [(label: String, count: Int)]

  init(name: String, counts: [(String, Int)]) {
    self.name = name
    self.counts = counts.map { ($0.0, $0.1) }
  }

  /// `import: 1 204 created, 3 updated, 12 unchanged, 0 rejected`.
  func text(_ language: Language, dryRun: Bool) -> String {
    let parts = counts.map { label, count in
      switch language {
      case .english: "\(count) \(count == 1 ? singularLabel(label) : pluralLabel(label))"
      case .chinese: "\(chineseLabel(label)) \(count)"
      }
    }
    let tail = dryRun ? Words(" (dry run, rolled back)", zh: "（试运行，已回滚）")[language] : ""
    return "\(name): " + parts.joined(separator: language == .chinese ? "，" : ", ") + tail
  }

  /// `{"command":"import","created":1204,…,"dry_run":false}`.
  func json(dryRun: Bool) -> String {
    var object = JSONObject()
    object.add("command", name)
    for (label, count) in counts {
      object.add(machineName(label), count)
    }
    object.add("dry_run", dryRun)
    return object.text
  }
}

/// `customers created` of the label `customer created`; any other as it is.
private func pluralLabel(_ label: String) -> String {
  guard let blank = label.firstIndex(of: " "), Records.named(String(label[..<blank])) != nil else {
    return label
  }
  let name = label[..<blank]
  let isOne = name.hasSuffix("cy") || name.hasSuffix("ty") || name.hasSuffix("ry")
  return (isOne ? name.dropLast() + "ies" : name + "s") + label[blank...]
}

/// `batch` of the label `batches`; any that is no plural as it is.
private func singularLabel(_ label: String) -> String {
  if label.hasSuffix("ies") { return label.dropLast(3) + "y" }
  return String(label.dropLast(label.hasSuffix("ches") ? 2 : label.hasSuffix("s") ? 1 : 0))
}

/// The Chinese of a label; one of a record, such as `customer created`, names the record first.
private func chineseLabel(_ label: String) -> String {
  if let known = countLabels[label] { return known }
  let words = label.split(separator: " ")
  guard words.count == 2, let record = Records.named(String(words[0])),
    let done = countLabels[String(words[1])]
  else { return label }
  return record.title.zh + done
}

/// The Chinese of the labels that commands count under.
private let countLabels: [String: String] = [
  "created": "新增", "updated": "更新", "unchanged": "未变", "rejected": "拒收", "ended": "终止",
  "skipped": "跳过", "moved": "移期", "billed": "出账", "unbilled": "未出账", "held": "暂挂",
  "allocated": "核销", "offset": "冲抵", "voided": "作废", "reversed": "冲销", "waived": "减免",
  "closed": "结账", "written off": "核销坏账", "excused": "豁免", "reopened": "反结账",
  "credited": "冲减", "reissued": "重新出账", "allocations": "冲回核销", "offsets": "冲回预收核销", "sent": "发送",
  "not billable yet": "暂不出账", "open findings": "待处理", "lowered": "调减", "readings": "抄表",
  "misbilled": "误出账", "suspect": "可疑", "warnings": "警告", "written": "写出", "deleted": "删除",
  "demanded": "列为应收", "received": "收款", "carried": "转移预收", "carried bills": "转移欠费",
  "papers": "单据", "copies": "补打",
  "in suspense": "待认领", "claimed": "认领", "reviewed": "复核", "by bill": "按账单号", "by room": "按房号",
  "by mandate": "按合同号", "by account": "按账号", "by phone": "按电话",
  "restored": "恢复", "regained logins": "权限恢复的登录名", "steps": "步",
  "batches": "批次", "lines": "笔", "bills": "账单", "payments": "收款", "failed": "失败", "to send": "待发", "given up": "放弃",
]

/// `moved_to` of `moved to`: a label as JSON names it.
func machineName(_ label: String) -> String {
  String(label.map { $0 == " " || $0 == "-" ? "_" : $0 })
}
