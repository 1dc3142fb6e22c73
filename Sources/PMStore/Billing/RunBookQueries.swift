// The small tables of a billing run, read once: fees, tariffs, scopes and their charges, developers.
package import PMCore

/// The rules of a run, and what leads from rows of other tables to them.
package struct BillingBook {
  package var rules = RunBook()
  /// Places by row number or code.
  package var feePlaces: [Int64: Int] = [:]
  package var tariffPlaces: [String: Int] = [:]
  package var tariffCodes: [Int64: String] = [:]
  /// For each community, its developer or its company's.
  package var developers: [Int64: Int64] = [:]
  /// For each organisation, itself and its ancestors, innermost first.
  package var ancestors: [Int64: [Int64]] = [:]
  /// Charges on organisations, by organisation; `distance` still to be set.
  package var scopeCharges: [Int64: [RoomCharge]] = [:]
  /// Organisations of kind building: parent and the names that rooms may give it.
  package var buildings: [(id: Int64, parent: Int64, names: Set<String>)] = []
}

extension Database {
  /// Reads the book.
  package func billingBook() throws -> BillingBook {
    var book = BillingBook()
    try readFees(&book)
    try readTariffs(&book)
    try readOrganisations(&book)
    try forEach(ChargeColumns.sql("charge.scope_id IS NOT NULL", "charge.scope_id")) { row in
      guard let charge = try ChargeColumns.charge(row, book) else { return }
      book.scopeCharges[row.int64(0), default: []].append(charge)
    }
    return book
  }

  private func readFees(_ book: inout BillingBook) throws {
    try forEach("SELECT \(FeeColumns.sql), code FROM fee ORDER BY key") { row in
      let rule = try FeeColumns.rule(row)
      book.feePlaces[rule.id] = book.rules.fees.count
      book.rules.fees.append(BookFee(rule: rule, code: row.string(FeeColumns.count)))
    }
  }

  /// The rules of the fee in row `id`.
  package func fee(_ id: Int64) throws -> FeeRule {
    let fee = try first("SELECT \(FeeColumns.sql) FROM fee WHERE id = ?1", [.integer(id)]) { row throws(StoreError) in
      try FeeColumns.rule(row)
    }
    guard let fee else { throw StoreError("there is no such fee") }
    return fee
  }

  private func readTariffs(_ book: inout BillingBook) throws {
    let feeByCode = Dictionary(
      book.rules.fees.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    try forEach(
      """
      SELECT id, code, valid_from, method, price, basis, minimum, tiers, tier_mode, tier_reset, share,
             formula, proration, tax_rate, heads, per_head, cost
        FROM tariff
       ORDER BY code, valid_from
      """
    ) { row in
      let code = row.string(1)
      let version = try tariffVersion(row)
      let basis = row.optionalString(5)
      let place = book.tariffPlaces[code] ?? book.rules.tariffs.count
      if place == book.rules.tariffs.count {
        book.tariffPlaces[code] = place
        book.rules.tariffs.append(BookTariff(code: code))
      }
      book.tariffCodes[version.id] = code
      book.rules.tariffs[place].versions.append(version)
      book.rules.tariffs[place].follows.append(
        version.method == .derived ? basis.flatMap { feeByCode[$0] } : nil)
      book.rules.tariffs[place].sharedBases.append(
        ApportionmentBasis(rawValue: apportionmentWord(basis)))
    }
  }

  private func readOrganisations(_ book: inout BillingBook) throws {
    var parents: [Int64: Int64] = [:]
    var developers: [Int64: Int64] = [:]
    try forEach("SELECT id, parent_id, developer_id, kind, code, name FROM org ORDER BY key") { row in
      let id = row.int64(0)
      parents[id] = row.optionalInt64(1)
      developers[id] = row.optionalInt64(2)
      if row.string(3) == "building", let parent = row.optionalInt64(1) {
        book.buildings.append((id, parent, [row.string(4), row.string(5)]))
      }
      book.ancestors[id] = [id]
    }
    for id in book.ancestors.keys {
      var line = [id]
      while let last = line.last, let parent = parents[last], line.count < 64 { line.append(parent) }
      book.ancestors[id] = line
      book.developers[id] = line.lazy.compactMap { developers[$0] }.first
    }
  }
}

/// How the rules of a fee are read.
private enum FeeColumns {
  static let sql = "id, class, tax_method, tax_rate, rounding, rounding_to, priority"
  /// What is selected behind them begins here.
  static let count = 7

  static func rule(_ row: borrowing Statement) throws(StoreError) -> FeeRule {
    FeeRule(
      id: row.int64(0), kind: try row.word(1), taxMethod: try row.word(2), taxRate: row.rate(3),
      rounding: try row.word(4), step: row.int64(5), priority: row.int64(6))
  }
}

/// The stored tariff version in a row of the SELECT of `readTariffs`.
private func tariffVersion(_ row: borrowing Statement) throws -> TariffVersion {
  var version = TariffVersion(
    id: row.int64(0), validFrom: row.day(2),
    method: try row.word(3),
    price: row.optionalPrice(4))
  version.basis = row.optionalString(5)?.hasPrefix("usable") == true ? .usable : .floor
  version.minimum = row.optionalQuantity(6)
  if let text = row.optionalString(7) {
    var tiers = try Tiers(text)
    tiers.mode = try row.optionalWord(8) ?? .graduated
    tiers.reset = try row.optionalWord(9) ?? .period
    tiers.heads = row.optionalInt64(14)
    tiers.perHead = Quantity(units: row.optionalInt64(15) ?? 0)
    version.tiers = tiers
  }
  version.share = row.optionalRate(10)
  version.formula = try row.optionalString(11).map { try Formula($0, customNames: nil) }
  version.proration = try row.optionalWord(12) ?? .daily
  version.taxRate = row.optionalRate(13)
  version.cost = row.optionalPrice(16)
  return version
}

/// The word of the basis of apportionment: `floor_area` is accepted for `floor`.
package func apportionmentWord(_ basis: String?) -> String {
  guard let basis else { return "floor" }
  return basis.hasSuffix("_area") ? String(basis.dropLast(5)) : basis
}

/// How a charge is read, on a room or on a scope alike.
enum ChargeColumns {
  /// Charges where `condition` holds, the column `owner` first, in the order of their keys.
  static func sql(_ condition: String, _ owner: String) -> String {
    """
    SELECT \(owner), charge.id, charge.fee_id, charge.tariff, charge."from", charge."to", charge.payer,
           charge.cycle, charge.timing, charge.due_day, charge.price, charge.amount_minor,
           charge.factor, charge.quantity, charge.vacant_factor
      FROM charge
     WHERE \(condition)
     ORDER BY charge.key
    """
  }

  /// The charge in the row; nil where its tariff or fee is gone.
  static func charge(_ row: borrowing Statement, _ book: BillingBook) throws -> RoomCharge? {
    guard let fee = book.feePlaces[row.int64(2)], let tariff = book.tariffPlaces[row.string(3)] else {
      return nil
    }
    var rule = ChargeRule(
      id: row.int64(1), from: row.day(4),
      to: row.optionalDay(5),
      payer: try row.word(6))
    rule.cycle = Int(row.int64(7))
    rule.timing = try row.word(8)
    rule.dueDay = Int(row.int64(9))
    rule.price = row.optionalPrice(10)
    rule.amount = row.optionalMoney(11)
    rule.factor = row.rate(12)
    rule.quantity = row.optionalQuantity(13)
    rule.vacantFactor = row.optionalRate(14)
    return RoomCharge(rule: rule, fee: fee, tariff: tariff, distance: 0)
  }
}
