// Who owes: the debtor of each day, out of the occupancies of a room.

/// The debtor of a run of days.
package struct DebtorRun: Equatable, Sendable {
  /// The customer, or nil where nobody is found.
  package let customer: Int64?
  /// The last day for which this holds without looking again.
  package let through: Day
  /// Whether several could have been named, so that latest start and smallest code decided.
  package let isAmbiguous: Bool
}

/// The debtor on `day` by `payer`, and until when nobody moves in or out.
///
/// Only paying occupancies count. A tenant-payer without a tenant falls back to the owner, an
/// owner-payer without an owner to the developer. `occupant` is the tenant or resident, else the
/// owner. Of several, the latest start wins, then the smallest customer code.
package func debtor(
  on day: Day, payer: PayerRole, occupancies: [Holding], developer: Int64?
) -> DebtorRun {
  var through = Day.distantFuture
  var holder: Int?
  var holders = 0
  var owner: Int?
  var owners = 0
  for index in occupancies.indices where occupancies[index].pays {
    let span = occupancies[index].span
    if day < span.from {
      through = min(through, span.from.adding(-1))
      continue
    }
    if span.to < day { continue }
    through = min(through, span.to)
    switch occupancies[index].role {
    case .owner:
      owners += 1
      owner = preferred(owner, index, occupancies)
    case .tenant where payer == .tenant || payer == .occupant,
      .resident where payer == .occupant:
      holders += 1
      holder = preferred(holder, index, occupancies)
    case .tenant, .resident, .agent: break
    }
  }
  if payer != .developer {
    if let holder {
      return DebtorRun(
        customer: occupancies[holder].customer, through: through, isAmbiguous: holders > 1)
    }
    if let owner {
      return DebtorRun(
        customer: occupancies[owner].customer, through: through, isAmbiguous: owners > 1)
    }
  }
  return DebtorRun(customer: developer, through: through, isAmbiguous: false)
}

/// Of two occupancies, the one with the later start, then with the smaller customer code.
private func preferred(_ old: Int?, _ new: Int, _ occupancies: [Holding]) -> Int {
  guard let old else { return new }
  let (left, right) = (occupancies[old], occupancies[new])
  if left.span.from != right.span.from { return left.span.from < right.span.from ? new : old }
  return right.order < left.order ? new : old
}
