// The papers of the quality system, as data: form number, version, retention and clause of each.

/// A paper of the quality system.
package enum QualityForm: String, Sendable, CaseIterable {
  case intake, dispatch, complaint, nonconformity, callback, evaluation
  /// The monthly report on complaints, which is of no one ticket.
  case monthly

  /// The papers that are made out of the records of a ticket.
  package static let ofTickets = allCases.filter { $0 != .monthly }

  /// What stands at the foot of a form.
  package struct Edition: Sendable, Equatable {
    package var number: String
    package var version: String
    package var retention: Words
  }

  /// What of the standards asks for a form.
  package struct Clause: Sendable {
    /// In ISO 9002:1994.
    package let old: String
    /// In ISO 9001:2015, which has taken its place.
    package let new: String
    package let title: Words
  }

  package var title: Words {
    switch self {
    case .intake: Words("Service intake form", zh: "服务受理登记表")
    case .dispatch: Words("Dispatch sheet", zh: "派工单")
    case .complaint: Words("Complaint handling record", zh: "投诉处理记录")
    case .nonconformity:
      Words("Nonconformity and corrective action report", zh: "不合格及纠正预防措施报告")
    case .callback: Words("Callback record", zh: "回访记录")
    case .evaluation: Words("Service quality evaluation", zh: "服务质量评价表")
    case .monthly: Words("Monthly report on complaints", zh: "投诉月报")
    }
  }

  /// The edition where the setting `form.<name>` says nothing.
  package var standard: Edition {
    let (number, years) =
      switch self {
      case .intake: ("KF-01", 2)
      case .dispatch: ("KF-02", 2)
      case .complaint: ("KF-03", 3)
      case .nonconformity: ("PZ-01", 5)
      case .callback: ("KF-04", 2)
      case .evaluation: ("PZ-02", 3)
      case .monthly: ("KF-05", 3)
      }
    return Edition(
      number: number, version: "A/0", retention: Words("\(years) years", zh: "\(years) 年"))
  }

  package var clauses: [Clause] {
    switch self {
    case .intake, .dispatch: [.servicing, .records]
    case .complaint: [.product, .action, .records]
    case .nonconformity: [.product, .action, .records]
    case .callback: [.servicing, .records]
    case .evaluation: [.servicing, .statistics, .records]
    case .monthly: [.action, .statistics, .records]
    }
  }

  /// The edition in force: `number|version|retention`, empty parts as they are by standard.
  package func edition(_ setting: String) -> Edition {
    var edition = standard
    let parts = setting.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    if parts.count > 0, !parts[0].isEmpty { edition.number = parts[0] }
    if parts.count > 1, !parts[1].isEmpty { edition.version = parts[1] }
    if parts.count > 2, !parts[2].isEmpty { edition.retention = Words(parts[2]) }
    return edition
  }

  /// Whether `text` is an edition as the setting holds it.
  package static func accepts(_ text: String) -> Bool {
    text.split(separator: "|", omittingEmptySubsequences: false).count <= 3
      && text.unicodeScalars.count <= 200 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}

extension QualityForm.Clause {
  static let product = Self(
    old: "4.13", new: "8.7", title: Words("control of nonconforming service", zh: "不合格服务的控制"))
  static let action = Self(
    old: "4.14", new: "10.2", title: Words("corrective and preventive action", zh: "纠正和预防措施"))
  static let records = Self(
    old: "4.16", new: "7.5.3", title: Words("control of quality records", zh: "质量记录的控制"))
  static let servicing = Self(
    old: "4.19", new: "8.5.5, 8.2.1", title: Words("servicing", zh: "服务"))
  static let statistics = Self(
    old: "4.20", new: "9.1", title: Words("statistical techniques", zh: "统计技术"))
}
