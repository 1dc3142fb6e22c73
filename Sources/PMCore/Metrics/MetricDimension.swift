// What key figures are told apart by, and the days that they are taken over.

/// What figures can be told apart by.
package enum MetricDimension: String, CaseIterable, Sendable {
  case community, centre, company, group, building, department, assignee, person, responsible
  case category, channel, kind, severity, product, finish, month, quarter, year

  /// How many months stand together, where the figures are told apart by time.
  package var months: Int32? {
    switch self {
    case .month: 1
    case .quarter: 3
    case .year: 12
    default: nil
    }
  }

  /// Whether rows are told apart by what is known of their room.
  package var isOfRoom: Bool {
    switch self {
    case .community, .centre, .company, .group, .building, .product, .finish: true
    default: false
    }
  }

  /// Whether its groups are known by the codes of places, and not by what people typed.
  package var isOfCodes: Bool {
    switch self {
    case .community, .centre, .company, .group: true
    default: false
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
    case .product: Words("Product type", zh: "产品类型")
    case .finish: Words("Finish", zh: "装修标准")
    case .month: Words("Month", zh: "月份")
    case .quarter: Words("Quarter", zh: "季度")
    case .year: Words("Year", zh: "年份")
    }
  }
}

/// The days that figures are taken over: a whole range, or a month, quarter or year of it.
package struct MetricSpan: Sendable, Hashable {
  /// `all`, or the month, quarter or year.
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
      let year = padded(start.year, 4)
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
