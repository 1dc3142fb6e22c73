// Which open lines a payment pays, in which order, and with which value date.

/// A bill line of which something is still owed.
package struct OpenLine: Equatable, Sendable {
  package var id: Int64
  /// The line's own due date, for a late line that of its principal.
  package var dueOn: Day
  /// The fee's priority: lower is paid first.
  package var priority: Int64
  package var isLate: Bool
  package var number: Int64
  package var open: Money

  package init(
    id: Int64, dueOn: Day, priority: Int64, isLate: Bool = false, number: Int64, open: Money
  ) {
    self.id = id
    self.dueOn = dueOn
    self.priority = priority
    self.isLate = isLate
    self.number = number
    self.open = open
  }
}

/// Whether a principal or its late fee is paid first (setting `allocation.order`).
package enum AllocationOrder: String, Sendable, CaseIterable {
  case principalFirst = "principal-first"
  case lateFirst = "late-first"

  /// Whether `left` is paid before `right`: by due date, fee priority, principal or late, number.
  package func precedes(_ left: OpenLine, _ right: OpenLine) -> Bool {
    if left.dueOn != right.dueOn { return left.dueOn < right.dueOn }
    if left.priority != right.priority { return left.priority < right.priority }
    if left.isLate != right.isLate { return left.isLate == (self == .lateFirst) }
    return left.number < right.number
  }
}

/// That `amount` of a payment pays the line `id`.
package struct Allocated: Equatable, Sendable {
  package var id: Int64
  package var amount: Money
}

/// Pays `amount` over `lines` in their order, each as far as it goes.
///
/// - Parameter lines: already sorted; lines with nothing open are passed over.
/// - Returns: what each line gets, without zeros, and what is left.
package func allocate(_ amount: Money, to lines: [OpenLine]) -> (paid: [Allocated], left: Money) {
  var left = max(amount.minor, 0)
  var paid: [Allocated] = []
  for line in lines where left > 0 && line.open.minor > 0 {
    let part = min(left, line.open.minor)
    paid.append(Allocated(id: line.id, amount: Money(minor: part)))
    left -= part
  }
  return (paid, Money(minor: left))
}

/// The value date of prepayment that was `paidOn` when it is offset on `asOf` against a line due on
/// `dueOn` (for a late line its own date): nobody bears a late fee while the company holds his money.
package func offsetValueDate(paidOn: Day, dueOn: Day, asOf: Day) -> Day {
  max(paidOn, min(dueOn, asOf))
}

/// A prepayment of which something is left.
package struct OpenPrepayment: Equatable, Sendable {
  package var id: Int64
  package var paidOn: Day
  package var earmark: Earmark
  package var left: Money

  package init(id: Int64, paidOn: Day, earmark: Earmark = Earmark(), left: Money) {
    self.id = id
    self.paidOn = paidOn
    self.earmark = earmark
    self.left = left
  }
}

/// That `amount` of a prepayment pays a line, dated `valueDate`.
package struct Offset: Equatable, Sendable {
  package var prepayment: Int64
  package var amount: Money
  package var valueDate: Day

  package init(prepayment: Int64, amount: Money, valueDate: Day) {
    self.prepayment = prepayment
    self.amount = amount
    self.valueDate = valueDate
  }
}

/// Pays one line of `fee` and `period` out of a customer's `prepayments`: those earmarked to it
/// first, the narrowest before the others, then the free ones, each oldest first; each part has its
/// own value date.
///
/// - Parameters:
///   - prepayments: in order of (paid_on, entry); what is used is taken off `left`.
///   - dueOn: the line's own due date.
///   - onlyEarmarked: out of what is earmarked to `fee`, and nothing else.
/// - Returns: the parts, none where nothing fits or was paid by `asOf`.
package func offset(
  _ open: Money, fee: Int64, period: Period, dueOn: Day, asOf: Day, onlyEarmarked: Bool = false,
  prepayments: inout [OpenPrepayment]
) -> [Offset] {
  var owed = open.minor
  var parts: [Offset] = []
  for rank in Earmark.ranks {
    for index in prepayments.indices
    where owed > 0 && prepayments[index].earmark.rank == rank && prepayments[index].left.minor > 0
      && prepayments[index].paidOn <= asOf
      && prepayments[index].earmark.covers(fee: fee, period: period)
      && (!onlyEarmarked || prepayments[index].earmark.fee == fee)
    {
      let paidOn = prepayments[index].paidOn
      let part = min(owed, prepayments[index].left.minor)
      prepayments[index].left = Money(minor: prepayments[index].left.minor - part)
      owed -= part
      parts.append(
        Offset(
          prepayment: prepayments[index].id, amount: Money(minor: part),
          valueDate: offsetValueDate(paidOn: paidOn, dueOn: dueOn, asOf: asOf)))
    }
  }
  return parts
}
