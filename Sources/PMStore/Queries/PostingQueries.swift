// Where money is posted: the tree of organisations, what is closed, and the day that a value date
// is booked on.
package import PMCore

/// The tree of organisations in memory: it is small.
package struct OrgTree: Sendable {
  private var parents: [Int64: Int64] = [:]
  private var codes: [Int64: String] = [:]
  /// The companies, in natural order.
  package private(set) var companies: [Int64] = []
  private var isCompany: Set<Int64> = []
  private var kinds: [Int64: String] = [:]

  package init() {}

  mutating func add(_ id: Int64, code: String, kind: String, parent: Int64?) {
    parents[id] = parent
    codes[id] = code
    kinds[id] = kind
    if kind == "company" {
      companies.append(id)
      isCompany.insert(id)
    }
  }

  package func code(of org: Int64) -> String? { codes[org] }
  package func kind(of org: Int64) -> String? { kinds[org] }

  /// An organisation and what stands above it, from below.
  package func chain(from org: Int64?) -> [Int64] {
    var chain: [Int64] = []
    var node = org
    // A cycle is refused when it is imported; this holds even so.
    while let current = node, chain.count < 64 {
      chain.append(current)
      node = parents[current]
    }
    return chain
  }

  /// The company that `org` belongs to; with one company in the database, that one.
  package func company(of org: Int64?) -> Int64? {
    if companies.count == 1 { return companies[0] }
    return chain(from: org).first { isCompany.contains($0) }
  }

  /// Whether bills and payments must be told apart by company.
  package var hasSeveralCompanies: Bool { companies.count > 1 }

  /// All organisations, in order of their rows.
  package var all: [Int64] { codes.keys.sorted() }

  /// `root` and all that stands under it, in order of their rows.
  package func under(_ root: Int64) -> [Int64] {
    codes.keys.filter { chain(from: $0).contains(root) }.sorted()
  }
}

/// Through which period the books are closed.
///
/// Periods close in order, so that closing one closes what came before it. A close without an
/// organisation is one of everything.
package struct Closings: Sendable {
  package let orgs: OrgTree
  private var everything: Period?
  private var byOrg: [Int64: Period] = [:]

  init(orgs: OrgTree) { self.orgs = orgs }

  mutating func add(_ period: Period, org: Int64?) {
    if let org {
      byOrg[org] = max(byOrg[org] ?? period, period)
    } else {
      everything = max(everything ?? period, period)
    }
  }

  /// Whether it matters to which organisation something belongs.
  package var differByOrg: Bool { !byOrg.isEmpty }

  /// The last closed period of what belongs to `org`, or nil where none is closed.
  package func lastClosed(for org: Int64?) -> Period? {
    var last = everything
    if byOrg.isEmpty { return last }
    for node in orgs.chain(from: org) {
      if let period = byOrg[node] { last = max(last ?? period, period) }
    }
    return last
  }

  package func isClosed(_ period: Period, for org: Int64?) -> Bool {
    lastClosed(for: org).map { period <= $0 } ?? false
  }

  /// The posting date of money with a value date: that day, or, where its period is closed, the
  /// first day of the earliest open period.
  package func postingDay(for valueDay: Day, org: Int64?) -> Day {
    guard let last = lastClosed(for: org) else { return valueDay }
    return max(valueDay, last.adding(1).first)
  }
}

extension Database {
  /// All organisations.
  package func orgTree() throws -> OrgTree {
    var tree = OrgTree()
    try forEach("SELECT id, code, kind, parent_id FROM org ORDER BY key") { row in
      tree.add(
        row.int64(0), code: row.string(1), kind: row.string(2), parent: row.optionalInt64(3))
    }
    return tree
  }

  /// What is closed now; read it once a command.
  package func closings() throws -> Closings {
    var closings = Closings(orgs: try orgTree())
    try forEach("SELECT period, org_id FROM closing WHERE reopened_on IS NULL ORDER BY id") { row in
      closings.add(
        row.period(0), org: row.optionalInt64(1))
    }
    return closings
  }
}

extension Database {
  /// The communities of the rooms for which a run has posted lines.
  package func orgsBilled(run: Int64) throws -> [Int64] {
    try rows(
      """
      SELECT DISTINCT room.community_id
        FROM bill
        JOIN room ON room.id = bill.room_id
       WHERE bill.run = ?1 AND room.community_id IS NOT NULL
       ORDER BY 1
      """, [.integer(run)]
    ) { $0.int64(0) }
  }

  /// The communities with rooms that a run over one room, or over what is under a scope, bills.
  package func orgsToBill(room: String?, scope: String?) throws -> [Int64] {
    let orgs = try rows(
      """
      SELECT DISTINCT community_id FROM room
       WHERE community_id IS NOT NULL AND (?1 IS NULL OR code = ?1)
       ORDER BY 1
      """, [SQLValue(room)]
    ) { $0.int64(0) }
    let root = try scope.flatMap { try scalar("SELECT id FROM org WHERE code = ?1", [.text($0)]) }
    guard let root else { return orgs }
    let under = Set(try orgTree().under(root))
    // A building has no community under it: its own books are those of the community above.
    let inside = orgs.filter { under.contains($0) }
    return inside.isEmpty ? [root] : inside
  }

  /// The community that a room stands in.
  package func community(ofRoom room: Int64) throws -> Int64? {
    try scalar("SELECT community_id FROM room WHERE id = ?1", [.integer(room)])
  }

  /// The community of each room; read only where closings differ by organisation.
  package func communitiesOfRooms() throws -> [Int64: Int64] {
    var communities: [Int64: Int64] = [:]
    try forEach("SELECT id, community_id FROM room WHERE community_id IS NOT NULL ORDER BY id") {
      row in
      communities[row.int64(0)] = row.int64(1)
    }
    return communities
  }
}
