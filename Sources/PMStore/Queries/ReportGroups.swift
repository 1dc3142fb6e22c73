// The groups of a money report: rows are added up by room, fee or customer, and these under them.
package import PMCore

/// A group of a report.
package struct ReportGroup: Sendable, Equatable {
  /// `HY`, `HY/3`, `WYF`; empty for what belongs to none.
  package let code: String
  package let name: String
  package var isNone: Bool { code.isEmpty }
}

/// Which group the rooms, fees or customers belong to, and the groups in natural order.
package struct ReportGroups: Sendable {
  package let dimension: ReportDimension
  /// In natural order; what belongs to none comes last.
  package let all: [ReportGroup]
  private let places: [Int64: Int]

  /// The place among `all` of a row of the dimension's table.
  func place(of row: Int64?) -> Int { row.flatMap { places[$0] } ?? all.count - 1 }

  init(_ dimension: ReportDimension, _ members: [(row: Int64, group: ReportGroup)]) {
    self.dimension = dimension
    var found: [String: ReportGroup] = [:]
    for member in members where !member.group.isNone { found[member.group.code] = member.group }
    let ordered = found.values.map { (key: NaturalKey.of($0.code), group: $0) }
      .sorted { ($0.key, $0.group.code) < ($1.key, $1.group.code) }.map(\.group)
    var numbers: [String: Int] = [:]
    for (number, group) in ordered.enumerated() { numbers[group.code] = number }
    all = ordered + [ReportGroup(code: "", name: "")]
    var places: [Int64: Int] = [:]
    places.reserveCapacity(members.count)
    for member in members { places[member.row] = numbers[member.group.code] }
    self.places = places
  }
}

/// A group with its figures, each in the order of the statement's columns.
package struct GroupFigures: Sendable {
  package let group: ReportGroup
  package var sums: [Int64]
}

extension Database {
  /// The groups of a dimension.
  package func groups(by dimension: ReportDimension) throws -> ReportGroups {
    switch dimension {
    case .fee: return ReportGroups(dimension, try members("fee", name: "name"))
    case .customer: return ReportGroups(dimension, try members("customer", name: "name"))
    case .room: return ReportGroups(dimension, try members("room", name: "''"))
    case .company, .centre, .community, .building:
      return ReportGroups(dimension, try members(by: dimension))
    }
  }

  /// Adds up the rows of a statement by group: its first column is the group's room, fee or
  /// customer, the others are the figures.
  ///
  /// - Returns: the groups with a figure other than zero, in natural order.
  func sums(
    _ groups: ReportGroups, _ sql: String, _ values: [SQLValue]
  ) throws -> [GroupFigures] {
    var figures: [[Int64]] = []
    try forEach(sql, values) { row in
      if figures.isEmpty {
        let zeros = [Int64](repeating: 0, count: row.columnCount - 1)
        figures = [[Int64]](repeating: zeros, count: groups.all.count)
      }
      let place = groups.place(of: row.optionalInt64(0))
      for column in 1..<row.columnCount {
        figures[place][column - 1] = try Money(minor: figures[place][column - 1])
          .adding(row.money(column)).minor
      }
    }
    return zip(groups.all, figures).compactMap { group, sums in
      sums.allSatisfy { $0 == 0 } ? nil : GroupFigures(group: group, sums: sums)
    }
  }

  private func members(_ table: String, name: String) throws -> [(row: Int64, group: ReportGroup)] {
    try rows("SELECT id, code, \(name) FROM \(table) ORDER BY key") { row in
      (row.int64(0), ReportGroup(code: row.string(1), name: row.string(2)))
    }
  }

  /// The rooms with the building, community or what stands above it.
  private func members(
    by dimension: ReportDimension
  ) throws -> [(row: Int64, group: ReportGroup)] {
    let tree = try orgTree()
    var orgs: [Int64: (kind: String, group: ReportGroup)] = [:]
    try forEach("SELECT id, code, name, kind FROM org ORDER BY key") { row in
      orgs[row.int64(0)] = (row.string(3), ReportGroup(code: row.string(1), name: row.string(2)))
    }
    var nearest: [Int64: ReportGroup] = [:]
    for (id, org) in orgs where org.kind == "community" {
      let kind = dimension == .building ? "community" : dimension.rawValue
      nearest[id] = tree.chain(from: id).lazy.compactMap { orgs[$0] }.first { $0.kind == kind }?.group
    }
    let none = ReportGroup(code: "", name: "")
    return try rows("SELECT id, community_id, building FROM room ORDER BY id") { row in
      guard let group = nearest[row.int64(1)] else { return (row.int64(0), none) }
      guard dimension == .building else { return (row.int64(0), group) }
      let building = row.string(2)
      return (
        row.int64(0),
        ReportGroup(
          code: group.code + "/" + building,
          name: building.isEmpty ? group.name : group.name + " " + building)
      )
    }
  }
}

/// That the room in the column `room` stands under one of the organisations, as SQL; nil: any.
func inScope(_ orgs: [Int64]?, room: String) -> String {
  guard let orgs else { return "1" }
  let list = sqlList(orgs)
  return "\(room) IN (SELECT id FROM room WHERE community_id IN (\(list)))"
}

/// That money belongs to the organisations, as SQL: by its room, else by its company; below a company
/// by the customer, who is of no other place or of none at all. Nil: any.
///
/// - Parameter ofFew: whether few customers are asked about: else all are looked at once, and not
///   one again for each of his rows.
package func isHeld(
  _ orgs: [Int64]?, _ tree: OrgTree, room: String, company: String, customer: String, ofFew: Bool = false
) -> String {
  guard let orgs else { return "1" }
  // The company of a part of it.
  let above = sqlList(Set(orgs.compactMap { tree.company(of: $0) }).sorted())
  let places = CustomerPlaces(of: orgs, in: tree)
  func isAlone(_ id: String) -> String { "\(places.isOf(id)) AND NOT \(places.isElsewhere(id))" }
  return """
    CASE WHEN \(room) IS NOT NULL THEN \(inScope(orgs, room: room))
         WHEN \(company) IN (\(sqlList(orgs))) THEN 1
         WHEN \(company) IS NOT NULL AND \(company) NOT IN (\(above)) THEN 0
         WHEN \(customer) IS NULL THEN 1
         ELSE \(ofFew ? isAlone(customer) : "\(customer) IN (SELECT id FROM main.customer AS who WHERE \(isAlone("who.id")))") END
    """
}
