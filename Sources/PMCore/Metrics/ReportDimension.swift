// What the figures of a money report are added up by.

/// A place, fee or customer that the rows of a report are told apart by.
package enum ReportDimension: String, CaseIterable, Sendable {
  case company, centre, community, building, fee, room, customer

  /// What a group is, for headings.
  package var title: Words {
    switch self {
    case .company: Words("Company", zh: "公司")
    case .centre: Words("Centre", zh: "管理中心")
    case .community: Words("Community", zh: "楼盘")
    case .building: Words("Building", zh: "楼宇")
    case .fee: Words("Fee", zh: "收费项目")
    case .room: Words("Room", zh: "房间")
    case .customer: Words("Customer", zh: "客户")
    }
  }

  /// The column of a bill that says to which group it belongs.
  package var billColumn: String {
    switch self {
    case .fee: "fee_id"
    case .customer: "customer_id"
    case .company, .centre, .community, .building, .room: "room_id"
    }
  }
}
