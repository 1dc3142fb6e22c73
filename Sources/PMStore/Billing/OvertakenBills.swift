// Bills that come out otherwise by today's records, after a room or a charge was changed.
package import PMCore

/// A bill, and what would be billed in its place by what is known now.
package struct OvertakenBill: Sendable {
  package let bill: PostedBill
  /// Nil where no line is made of its days any more.
  package let now: Money?
  /// Who would owe it, where that is not who was billed.
  package let owedBy: String?
}

/// The bills that a change has overtaken.
package struct OvertakenBills: Sendable {
  /// In order of number.
  package var bills: [OvertakenBill] = []
  /// How many older ones were not compared.
  package var left = 0

  package init() {}
}

extension Database {
  /// How many bills are compared with today's records, the latest first: each is worked out anew.
  private static let compared = 100

  /// The bills overtaken by what `entry` has changed in these rooms.
  package func billsOvertaken(byRooms rooms: [Int64], run entry: Int64) throws -> OvertakenBills {
    if try lastBilledPeriod() == nil { return OvertakenBills() }
    var changed = try prepare(
      """
      SELECT 1 FROM history
       WHERE record = 'room' AND row_id = ?1 AND journal_id = ?2
         AND EXISTS (SELECT 1 FROM json_each(old)
                      WHERE json_each.key IN ('floor_area', 'usable_area', 'household_size', 'status', 'floor',
                                    'delivered_on', 'building', 'community_id', 'custom'))
      """)
    try changed.bind(2, entry)
    var meant: Set<Int64> = []
    for room in rooms {
      try changed.bind(1, room)
      if try changed.step() { meant.insert(room) }
      changed.reset()
    }
    return try billsOvertaken(in: meant) { _, _, _ in true }
  }

  /// The bills overtaken by these charges, which were just written.
  package func billsOvertaken(byCharges charges: [Int64]) throws -> OvertakenBills {
    if try lastBilledPeriod() == nil { return OvertakenBills() }
    let tree = try orgTree()
    var since: [Int64: [Int64: Day]] = [:]
    var find = try prepare("SELECT fee_id, \"from\", room_id, scope_id FROM charge WHERE id = ?1")
    for charge in charges {
      try find.bind(1, charge)
      if try find.step() {
        let (fee, from) = (find.int64(0), find.day(1))
        for room in try find.optionalInt64(2).map({ [$0] }) ?? rooms(under: find.int64(3), tree) {
          since[fee, default: [:]][room] = min(since[fee]?[room] ?? from, from)
        }
      }
      find.reset()
    }
    return try billsOvertaken(in: Set(since.values.flatMap(\.keys))) { fee, room, last in
      since[fee]?[room].map { last >= $0 } ?? false
    }
  }

  /// The rooms that a charge on `scope` is for; of a building all of its community.
  private func rooms(under scope: Int64, _ tree: OrgTree) throws -> [Int64] {
    let parent = try scalar(
      "SELECT parent_id FROM org WHERE id = ?1 AND kind = 'building'", [.integer(scope)])
    let list = sqlList(tree.under(parent ?? scope))
    return try rows("SELECT id FROM room WHERE community_id IN (\(list)) ORDER BY id") { $0.int64(0) }
  }

  /// Those of the latest bills of `rooms` that come out otherwise now.
  private func billsOvertaken(
    in rooms: Set<Int64>, _ isMeant: (_ fee: Int64, _ room: Int64, _ last: Day) -> Bool
  ) throws -> OvertakenBills {
    var found = OvertakenBills()
    guard !rooms.isEmpty, let last = try lastBilledPeriod() else { return found }
    // The unique index is sought by period and room.
    let among =
      rooms.count > 500
      ? "" : "AND room_id IN (\(sqlList(rooms.sorted())))"
    let first = try scalar("SELECT min(period) FROM bill WHERE \(Bill.isOfRun)") ?? Int64(last.index)
    var compared = 0
    for period in (Int32(clamping: first)...last.index).reversed() {
      let bills = try rows(
        """
        SELECT id, fee_id, room_id, "to" FROM bill
         WHERE period = ?1 \(among) AND \(Bill.isOfRun) AND opening = 0 AND class <> 'deposit'
           AND room_id IS NOT NULL
         ORDER BY id DESC
        """, [.integer(Int64(period))]
      ) { (id: $0.int64(0), fee: $0.int64(1), room: $0.int64(2), to: $0.day(3)) }
      for bill in bills where rooms.contains(bill.room) && isMeant(bill.fee, bill.room, bill.to) {
        if compared == Self.compared {
          found.left += 1
        } else {
          compared += 1
          if let bill = try overtaken(bill.id) { found.bills.append(bill) }
        }
      }
    }
    found.bills.sort { $0.bill.id < $1.bill.id }
    return found
  }

  /// What stands in the place of a bill now; nil where that is what was billed, or what it was
  /// corrected to.
  private func overtaken(_ id: Int64) throws -> OvertakenBill? {
    guard let bill = try correctedBill(id), let posted = try postedBill(id) else { return nil }
    let rest = try bill.remaining
    let lines = try reissued(bill, minimumDays: 0).map(\.line)
    let now = try lines.reduce(Money.zero) { try $0.adding($1.amount) }
    let other = lines.first { $0.customer != bill.customer }?.customer
    if lines.isEmpty ? rest == .zero : other == nil && (now == bill.amount || now == rest) {
      return nil
    }
    return OvertakenBill(
      bill: posted, now: lines.isEmpty ? nil : now,
      owedBy: try other.flatMap { try code(of: Customer.record, $0) })
  }
}
