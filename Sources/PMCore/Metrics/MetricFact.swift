// What key figures count: facts with few, plain columns, and the dimensions that tell them apart.

/// A kind of row that key figures count.
///
/// Its columns are named here; how a store makes them is the store's business.
package enum MetricFact: String, CaseIterable, Sendable {
  /// A ticket created in the range.
  case ticket
  /// A callback made in the range.
  case callback
  /// A residence delivered by the end of the range.
  case household
  /// A bill line whose period lies in the range.
  case bill
  /// A room that answered a survey in the range.
  case respondent
  /// A visit in the range.
  case visit
  /// A measure promised on a visit, due in the range.
  case measure
  /// A customer who held a room when the range began.
  case customer

  /// The columns that predicates may use, and what they hold.
  package var columns: [(name: String, meaning: Words)] {
    switch self {
    case .ticket:
      [
        ("kind", Words("complaint, repair, …", zh: "工单类型")),
        ("valid", Words("1 yes, 0 no, NULL not judged", zh: "1 有效，0 无效，NULL 未判定")),
        ("counted", Words("1 unless not valid, cancelled or invalid", zh: "有效性为否、已取消或无效时为 0")),
        ("response", Words("within or late; open: neither yet", zh: "within 及时，late 超时，open 未到期")),
        ("handling", Words("within or late; open: neither yet", zh: "within 及时，late 超时，open 未到期")),
        ("finished", Words("1 when finished by as-of", zh: "截至日已完成为 1")),
        ("called_back", Words("1 when finished and reached by as-of", zh: "已完成且截至日已接通回访为 1")),
        ("callback_due", Words("1 when finished and its callback time is over", zh: "已完成且回访时限已过为 1")),
        ("verified", Words("pass or fail by as-of, or NULL", zh: "截至日验收结果：pass 或 fail，或 NULL")),
        ("leak", Words("1 when the category speaks of a leak", zh: "类别含渗漏为 1")),
      ]
    case .callback:
      [
        ("kind", Words("of the ticket", zh: "工单类型")),
        ("reached", Words("1 when the customer was reached", zh: "接通为 1")),
        ("score", Words("1 to 5, or NULL", zh: "1 至 5，或 NULL")),
      ]
    case .household:
      [
        ("occupied", Words("1 when occupied or let", zh: "已入住或出租为 1")),
        ("people", Words("household size", zh: "居住人数")),
        ("contacted", Words("1 when visited or reached by a callback in the range", zh: "范围内走访过或回访接通为 1")),
      ]
    case .bill:
      [
        ("class", Words("recurring, metered, …, late", zh: "费用类别")),
        ("cancelled", Words("1 when void, corrected or the credit of a correction", zh: "作废、已更正或更正红字为 1")),
        ("due_minor", Words("amount less what was waived, in fen", zh: "金额减减免（分）")),
        ("received_minor", Words("settled by postings up to as-of, in fen", zh: "截至日已核销（分）")),
      ]
    case .respondent:
      [
        ("overall", Words("score of 1 to 5, or NULL", zh: "总体评分 1 至 5，或 NULL")),
        ("repurchase", Words("score of 1 to 5, or NULL", zh: "再购买评分 1 至 5，或 NULL")),
        ("recommend", Words("score of 1 to 5, or NULL", zh: "推荐评分 1 至 5，或 NULL")),
      ]
    case .visit:
      [
        ("purpose", Words("courtesy, handover, …", zh: "走访目的")),
        ("score", Words("1 to 5, or NULL", zh: "1 至 5，或 NULL")),
      ]
    case .measure:
      [
        ("purpose", Words("of the visit", zh: "走访目的")),
        ("done", Words("1 when carried out by as-of", zh: "截至日已落实为 1")),
      ]
    case .customer:
      [("gone", Words("1 when holding no room at the end of the range", zh: "范围结束时已无房间为 1"))]
    }
  }

  private static let places: [MetricDimension] = [
    .community, .centre, .company, .group, .building, .month, .quarter, .year,
  ]

  /// What its rows can be told apart by.
  package var dimensions: [MetricDimension] {
    switch self {
    case .ticket, .callback:
      [
        .department, .assignee, .person, .responsible, .category, .channel, .kind, .severity,
      ] + Self.places
    case .visit, .measure: Self.places + [.person]
    case .household, .bill, .respondent: Self.places
    case .customer: [.month, .quarter, .year]
    }
  }
}

/// What figures can be told apart by.
package enum MetricDimension: String, CaseIterable, Sendable {
  case community, centre, company, group, building, department, assignee, person, responsible
  case category, channel, kind, severity, month, quarter, year

  /// How many months stand together, where the figures are told apart by time.
  package var months: Int32? {
    switch self {
    case .month: 1
    case .quarter: 3
    case .year: 12
    default: nil
    }
  }

  package var title: Words {
    switch self {
    case .community: Words("Community", zh: "楼盘")
    case .centre: Words("Centre", zh: "管理中心")
    case .company: Words("Company", zh: "公司")
    case .group: Words("Group", zh: "集团")
    case .building: Words("Building", zh: "楼宇")
    case .department: Words("Department", zh: "部门")
    case .assignee: Words("Assignee", zh: "处理人")
    case .person: Words("Person", zh: "人员")
    case .responsible: Words("Responsible", zh: "责任方")
    case .category: Words("Category", zh: "类别")
    case .channel: Words("Channel", zh: "渠道")
    case .kind: Words("Kind", zh: "工单类型")
    case .severity: Words("Severity", zh: "严重程度")
    case .month: Words("Month", zh: "月份")
    case .quarter: Words("Quarter", zh: "季度")
    case .year: Words("Year", zh: "年份")
    }
  }
}

/// The days that figures are taken over: a whole range, or one month of it.
package struct MetricSpan: Sendable, Hashable {
  /// `all`, or the month.
  package let label: String
  package let first: Day
  package let last: Day

  package init(label: String, first: Day, last: Day) {
    self.label = label
    self.first = first
    self.last = last
  }

  /// The range cut at the ends of months, quarters or years, each part labelled by its own.
  package static func parts(
    of months: Int32 = 1, from first: Day, to last: Day
  ) -> [MetricSpan] {
    guard first <= last, months > 0 else { return [] }
    return (first.period.index / months...last.period.index / months).map { number in
      let start = Period(index: number * months)
      let year = padded(Int(start.index / 12), 4)
      let label =
        switch months {
        case 1: start.description
        case 3: "\(year)-Q\(number % 4 + 1)"
        default: year
        }
      return MetricSpan(
        label: label, first: max(first, start.first),
        last: min(last, start.adding(Int(months) - 1).last))
    }
  }

  /// How many months the days make: Σ covered days ÷ days of the month.
  package func monthCount() throws(ArithmeticError) -> Ratio {
    var sum = Ratio.zero
    for part in Self.parts(from: first, to: last) {
      let days = part.last.days(since: part.first) + 1
      sum = try sum.plus(Ratio(Int64(days), over: Int64(part.first.period.dayCount)))
    }
    return sum
  }
}
