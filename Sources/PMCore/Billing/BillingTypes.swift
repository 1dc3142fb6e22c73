// The rules that a bill line is computed from, as values: fee, tariff version, charge, room.

/// How a tariff turns an area, a quantity or a month into an amount.
package enum Method: String, Sendable, CaseIterable {
  /// An amount a month.
  case fixed
  /// Price × area a month.
  case perArea = "per_area"
  /// Price × quantity.
  case perUnit = "per_unit"
  /// Blocks of quantity, each at its price.
  case tiered
  /// Price × a share of another fee's quantity.
  case derived
  /// Price × household size a month.
  case perHead = "per_head"
  /// An expression of the rule language.
  case formula
}

/// Which area of a room counts.
package enum AreaBasis: String, Sendable, CaseIterable {
  case floor, usable
}

/// How a month that is not wholly covered counts.
package enum Proration: String, Sendable, CaseIterable {
  /// Covered days ÷ days of the month.
  case daily
  /// 1 for any covered day.
  case whole
  /// ½ for up to 15 covered days, 1 for more.
  case half
}

/// Whether a cycle is billed in its first month or in its last.
package enum Timing: String, Sendable, CaseIterable {
  case advance, arrears
}

/// Who owes a charge.
package enum PayerRole: String, Sendable, CaseIterable {
  case owner, tenant, occupant, developer
}

/// As what somebody holds a room.
package enum OccupancyRole: String, Sendable, CaseIterable {
  case owner, tenant, resident, agent
}

/// What kind of fee: settled every cycle, by a meter, shared between rooms, once, or held.
package enum FeeClass: String, Sendable, CaseIterable {
  case recurring, metered, shared
  case oneOff = "one-off"
  case deposit

  /// Whether a charge bills it once, on the charge's first day, and not from month to month.
  package var isOnce: Bool { self == .oneOff || self == .deposit }
}

/// How value-added tax is shown; only `taxed` and `difference` split tax off by a rate.
package enum TaxMethod: String, Sendable, CaseIterable {
  case taxed, exempt, untaxed, difference, agency

  /// Whether the amount contains tax at the rate.
  package var hasRate: Bool { self == .taxed || self == .difference }
}

/// The rules of a fee that its lines need.
package struct FeeRule: Sendable {
  package var id: Int64
  package var kind: FeeClass
  package var taxMethod: TaxMethod
  package var taxRate: Rate
  package var rounding: Rounding
  /// The step of the amount in fen: 1, 10 or 100.
  package var step: Int64
  /// Lower is paid first.
  package var priority: Int64

  package init(
    id: Int64, kind: FeeClass = .recurring, taxMethod: TaxMethod = .taxed, taxRate: Rate = .zero,
    rounding: Rounding = .halfUp, step: Int64 = 1, priority: Int64 = 0
  ) {
    self.id = id
    self.kind = kind
    self.taxMethod = taxMethod
    self.taxRate = taxRate
    self.rounding = rounding
    self.step = max(step, 1)
    self.priority = priority
  }
}

/// One version of a tariff, in force from `validFrom` until the next one.
package struct TariffVersion: Sendable {
  package var id: Int64
  package var validFrom: Day
  package var method: Method
  package var price: Price?
  package var basis: AreaBasis = .floor
  /// The least quantity that is billed for a usage of zero or more.
  package var minimum: Quantity?
  package var tiers: Tiers?
  /// What part of the followed quantity counts (`derived`); nil is the whole.
  package var share: Rate?
  package var formula: Formula?
  package var proration: Proration = .daily
  /// In place of the fee's rate.
  package var taxRate: Rate?
  /// What is paid on for a unit: with the tax method `difference` only the rest is taxed.
  package var cost: Price?

  package init(id: Int64, validFrom: Day, method: Method, price: Price? = nil) {
    self.id = id
    self.validFrom = validFrom
    self.method = method
    self.price = price
  }

  /// Whether lines come out the same by both, so that nothing changes where one follows the other.
  package func isBilled(like other: TariffVersion) -> Bool {
    method == other.method && price == other.price && basis == other.basis
      && minimum == other.minimum && tiers == other.tiers && share == other.share
      && formula?.text == other.formula?.text && proration == other.proration
      && taxRate == other.taxRate && cost == other.cost
  }
}

/// Which room pays which fee, from when, how often, and by whom.
package struct ChargeRule: Sendable {
  package var id: Int64
  package var from: Day
  package var to: Day
  package var payer: PayerRole
  /// Months billed at once: 1, 3, 6, 12.
  package var cycle: Int = 1
  package var timing: Timing = .advance
  /// The day of the month by which to pay; nil is the last.
  package var dueDay: Int?
  /// In place of the tariff's price.
  package var price: Price?
  /// A fixed sum a month in place of price × quantity.
  package var amount: Money?
  package var factor = Rate.one
  /// In place of `factor` on days on which the room is vacant.
  package var vacantFactor: Rate?
  /// The quantity of each month, for `per_unit`, `tiered` and formulas without a meter.
  package var quantity: Quantity?

  /// A charge on the days `from` through `to` (nil: without end).
  package init(id: Int64, from: Day, to: Day? = nil, payer: PayerRole) {
    self.id = id
    self.from = from
    self.to = to ?? .distantFuture
    self.payer = payer
  }

  /// The days that the charge covers, or nil where it ends before it begins.
  package var span: DaySpan? { DaySpan(from, to) }
}

/// What a room is like from `validFrom` until the next version.
package struct RoomVersion: Sendable {
  package var validFrom: Day
  package var floorArea: Quantity?
  package var usableArea: Quantity?
  package var householdSize: Int64?
  package var isVacant = false

  package init(
    validFrom: Day = .distantPast, floorArea: Quantity? = nil, usableArea: Quantity? = nil,
    householdSize: Int64? = nil, isVacant: Bool = false
  ) {
    self.validFrom = validFrom
    self.floorArea = floorArea
    self.usableArea = usableArea
    self.householdSize = householdSize
    self.isVacant = isVacant
  }

  /// Whether lines come out the same by both, so that a change from one to the other cuts none.
  package func isBilled(like other: RoomVersion) -> Bool {
    floorArea == other.floorArea && usableArea == other.usableArea
      && householdSize == other.householdSize && isVacant == other.isVacant
  }

  /// The area that `basis` names, in m².
  package func area(_ basis: AreaBasis) -> Quantity? {
    basis == .floor ? floorArea : usableArea
  }
}

/// A room as the rules see it.
package struct BilledRoom: Sendable {
  package var id: Int64
  /// Oldest first; never empty.
  package private(set) var versions: [RoomVersion]
  package var floor: Int64?
  /// The developer of the room's community, else of its company.
  package var developer: Int64?
  /// From this day on the room counts as sold and delivered; a missing debtor before it is expected.
  package var deliveredFrom: Day = .distantPast
  /// Custom numbers that formulas may name.
  package var custom: [String: Ratio] = [:]

  package init(id: Int64, versions: [RoomVersion], floor: Int64? = nil, developer: Int64? = nil) {
    self.id = id
    self.versions = versions.isEmpty ? [RoomVersion()] : versions
    self.floor = floor
    self.developer = developer
  }

  /// The version in force on `day`.
  package func version(on day: Day) -> RoomVersion {
    versions.last { $0.validFrom <= day } ?? versions[0]
  }

  /// Joins versions that bill alike; where no charge asks for it, vacancy makes no difference.
  package mutating func joinVersions(heedingVacancy: Bool) {
    if !heedingVacancy {
      for place in versions.indices { versions[place].isVacant = false }
    }
    if versions.count == 1 { return }
    var joined: [RoomVersion] = []
    for version in versions where joined.last.map({ !$0.isBilled(like: version) }) ?? true {
      joined.append(version)
    }
    versions = joined
  }
}

/// That a customer holds a room on the days of `span`.
package struct Holding: Sendable {
  package var customer: Int64
  /// The customer's place in the natural order of codes: the smallest wins a tie.
  package var order: Int64
  package var role: OccupancyRole
  package var span: DaySpan
  /// Whether bills go here.
  package var pays: Bool

  package init(
    customer: Int64, order: Int64, role: OccupancyRole, span: DaySpan, pays: Bool = true
  ) {
    self.customer = customer
    self.order = order
    self.role = role
    self.span = span
    self.pays = pays
  }
}
