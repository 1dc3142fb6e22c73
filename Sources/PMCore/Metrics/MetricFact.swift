// What key figures count: facts with few, plain columns.

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
  /// A residence whose handover, 46th day after it, or first half-year's end lies in the range.
  case home
  /// A repair of such a home, reported by as-of.
  case defect
  /// A product type among the households.
  case product
  /// A bill line whose period lies in the range.
  case bill
  /// A bill line of a period before the range.
  case arrears
  /// A room that answered a survey in the range.
  case respondent
  /// A visit in the range.
  case visit
  /// A measure promised on a visit, or to correct a nonconformity, due in the range.
  case measure
  /// An activity held in the range.
  case activity
  /// A management centre.
  case centre
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
        ("responded", Words("1 when accepted or finished by as-of", zh: "截至日已接单或完成为 1")),
        ("finished", Words("1 when finished by as-of", zh: "截至日已完成为 1")),
        ("called_back", Words("1 when finished and reached by as-of", zh: "已完成且截至日已接通回访为 1")),
        ("callback_due", Words("1 when finished and its callback time is over", zh: "已完成且回访时限已过为 1")),
        ("verified", Words("pass or fail by as-of, or NULL", zh: "截至日验收结果：pass 或 fail，或 NULL")),
        ("leak", Words("1 when the category speaks of a leak", zh: "类别含渗漏为 1")),
        ("occasion", Words("handover, open-day, …, or NULL", zh: "场合：handover、open-day 等，或 NULL")),
      ]
    case .callback:
      [
        ("kind", Words("of the ticket", zh: "工单类型")),
        ("reached", Words("1 when the customer was reached", zh: "接通为 1")),
        ("score", Words("1 to 5, or NULL", zh: "1 至 5，或 NULL")),
        ("occasion", Words("of the ticket", zh: "工单场合")),
      ]
    case .household:
      [
        ("occupied", Words("1 when occupied or let", zh: "已入住或出租为 1")),
        ("people", Words("household size", zh: "居住人数")),
        ("contacted", Words("1 when visited or reached by a callback in the range", zh: "范围内走访过或回访接通为 1")),
        ("drawn_right", Words("1 less its drawing defects found in the range", zh: "1 减范围内发现的图纸不符数")),
      ]
    case .home:
      [
        ("batch", Words("the community", zh: "楼盘")),
        ("handed_over", Words("1 when handed over in the range", zh: "范围内交付为 1")),
        ("day_46", Words("1 when 46 days after handover lies in the range", zh: "交付后第46天在范围内为 1")),
        ("half_year", Words("1 when six months after handover lie in the range", zh: "交付满半年之日在范围内为 1")),
        ("halves", Words("1 for a shell, else 2", zh: "毛坯为 1，其余为 2")),
      ]
    case .defect:
      [
        ("occasion", Words("of the ticket", zh: "工单场合")),
        ("handed_over", Words("of the home", zh: "所属房间：范围内交付为 1")),
        ("day_46", Words("of the home", zh: "所属房间：交付后第46天在范围内为 1")),
        ("half_year", Words("of the home", zh: "所属房间：满半年之日在范围内为 1")),
        ("open_46", Words("1 when open as day 46 began", zh: "第46天开始时未完成为 1")),
        ("early", Words("1 when reported within six months", zh: "交付后半年内报修为 1")),
      ]
    case .product:
      [("called", Words("households reached by a callback in the range", zh: "范围内回访接通的户数"))]
    case .bill:
      [
        ("class", Words("recurring, metered, …, late", zh: "费用类别")),
        ("cancelled", Words("1 when void, corrected or the credit of a correction", zh: "作废、已更正或更正红字为 1")),
        ("due_minor", Words("amount less what was waived or credited, in fen", zh: "金额减减免与红字（分）")),
        (
          "received_minor",
          Words("settled by postings up to as-of, but by its own credit, in fen", zh: "截至日已核销，不含自身红字（分）")
        ),
      ]
    case .arrears:
      [
        ("opening_minor", Words("open when the range began, in fen", zh: "期初欠费（分）")),
        ("recovered_minor", Words("settled since, up to as-of, in fen", zh: "此后至截至日已核销（分）")),
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
        ("assistant", Words("who visited", zh: "走访人")),
        ("household", Words("assistant, month and household", zh: "助理、月份与户")),
      ]
    case .measure:
      [
        ("purpose", Words("of the visit; complaint where a complaint did not conform", zh: "走访目的；投诉不合格为 complaint")),
        ("done", Words("1 when carried out, or verified effective, by as-of", zh: "截至日已落实或验证有效为 1")),
      ]
    case .activity: [("participants", Words("how many took part", zh: "参加人数"))]
    case .centre: [("code", Words("the centre", zh: "管理中心"))]
    case .customer:
      [("gone", Words("1 when holding no room at the end of the range", zh: "范围结束时已无房间为 1"))]
    }
  }

  private static let times: [MetricDimension] = [.month, .quarter, .year]
  private static let offices: [MetricDimension] = [.centre, .company, .group] + times
  private static let places: [MetricDimension] =
    [.community, .building, .product, .finish] + offices

  /// What its rows can be told apart by.
  package var dimensions: [MetricDimension] {
    switch self {
    case .ticket, .callback:
      [
        .department, .assignee, .person, .responsible, .category, .channel, .kind, .severity,
      ] + Self.places
    case .visit, .measure: Self.places + [.person]
    case .household, .home, .defect, .bill, .arrears, .respondent: Self.places
    case .product, .customer: [.community] + Self.offices
    case .activity, .centre: Self.offices
    }
  }
}
