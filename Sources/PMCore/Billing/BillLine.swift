// What a run makes: bill lines, and findings where something could not be billed.

/// A line as computed, before it gets its number.
package struct BillLine: Equatable, Sendable {
  package var charge: Int64
  /// The tariff version.
  package var tariff: Int64
  package var room: Int64
  package var fee: Int64
  package var meter: Int64?
  /// The debtor.
  package var customer: Int64
  package var period: Period
  package var from: Day
  package var to: Day
  /// Months, or the billed usage, half up to four decimals.
  package var quantity: Quantity
  /// The unit price in force; nil for tiered, and for a formula without one.
  package var price: Price?
  package var amount: Money
  /// Contained in `amount`.
  package var tax: Money
  package var taxRate: Rate
  package var issuedOn: Day
  package var dueOn: Day
  package var working: Working

  /// What `bill explain` shows beside the line.
  package struct Working: Equatable, Sendable {
    /// The months that the amount was multiplied by; nil for a metered line without them.
    package var months: Months?
    /// The quantity, exactly.
    package var quantity: Ratio?
    /// The amount in yuan before it was rounded.
    package var exact: Product
    /// What the line took over so that the parts add up to the whole line.
    package var residue: Money
    /// What of the amount is taxed; nil: all of it.
    package var taxable: Money?
  }
}

/// Why days of a charge were not billed, or what to look at.
package enum FindingReason: Error, Equatable, Sendable {
  case noDebtor
  /// Nobody owes yet because the room is not sold or delivered.
  case notDelivered
  case noTariff
  case noArea
  case noHouseholdSize
  case noQuantity
  case noPrice
  case noTiers
  case noFormula
  /// The room has no meter for the fee.
  case noMeter
  /// A meter of the room was not read in the period.
  case noReading
  /// The meter was taken down, and no other stands in its place.
  case meterRemoved
  /// The reading is suspect, and the setting holds such back until they are confirmed.
  case suspectReading
  /// The readings give no usage.
  case usage(UsageFault)
  case formula(EvaluationError)
  case arithmetic(ArithmeticError)
  /// Several could owe; the rule chose this customer.
  case ambiguousPayer(Int64)
  /// Some of these days were billed before, cut in another way; an adjustment must settle it.
  case billedOtherwise
  /// The debtor changed inside a metered interval.
  case intervalSpansDebtors
  /// The price changed inside a metered interval.
  case intervalSpansPrices
  /// A meter used something for which the room has no charge.
  case noCharge

  /// How a finding counts.
  package enum Class: Sendable {
    /// Counted only.
    case expected
    /// Listed, exit status 1, until mended or excused.
    case open
    /// The line was made; somebody should look.
    case warning
  }

  package var kind: Class {
    switch self {
    case .notDelivered, .meterRemoved: .expected
    case .ambiguousPayer, .intervalSpansDebtors, .intervalSpansPrices, .billedOtherwise, .noCharge:
      .warning
    default: .open
    }
  }

  /// The rule's name in machine output.
  package var code: String {
    switch self {
    case .noDebtor: "no-debtor"
    case .notDelivered: "not-delivered"
    case .noTariff: "no-tariff-version"
    case .noArea: "no-area"
    case .noHouseholdSize: "no-household-size"
    case .noQuantity: "no-quantity"
    case .noPrice: "no-price"
    case .noTiers: "no-tiers"
    case .noFormula: "no-formula"
    case .noMeter: "no-meter"
    case .noReading: "no-reading"
    case .meterRemoved: "meter-removed"
    case .suspectReading: "suspect-reading"
    case .usage(let fault): fault.code
    case .formula: "formula-error"
    case .arithmetic: "amount-out-of-range"
    case .ambiguousPayer: "ambiguous-payer"
    case .billedOtherwise: "billed-otherwise"
    case .intervalSpansDebtors: "interval-spans-debtors"
    case .intervalSpansPrices: "interval-spans-prices"
    case .noCharge: "no-charge"
    }
  }

  package var words: Words {
    switch self {
    case .noDebtor:
      Words(
        "nobody owes these days: the room has no paying owner or tenant then, and its community no developer: pm occupancy add",
        zh: "这些日期没有付款人：房间当时没有付费业主或租户，楼盘也没有开发商：pm occupancy add")
    case .notDelivered: Words("the room is not sold or delivered yet", zh: "房间尚未售出或交付")
    case .noTariff: Words("no version of the tariff is in force", zh: "没有生效的收费标准版本")
    case .noArea: Words("the room has no such area", zh: "房间没有相应的面积")
    case .noHouseholdSize: Words("the room has no household size", zh: "房间没有居住人数")
    case .noQuantity: Words("neither meter nor quantity to bill by", zh: "既无仪表也无数量可计费")
    case .noPrice: Words("neither tariff nor charge has a price", zh: "收费标准和房间设置都没有单价")
    case .noTiers: Words("the tariff has no tiers", zh: "收费标准没有阶梯")
    case .noFormula: Words("the tariff has no formula", zh: "收费标准没有公式")
    case .noMeter: Words("the room has no meter for this fee", zh: "房间没有此项费用的仪表")
    case .noReading: Words("the meter was not read in the period", zh: "本期没有抄表")
    case .meterRemoved: Words("the meter was taken down", zh: "仪表已拆除")
    case .suspectReading: Words("the reading is suspect and held until confirmed", zh: "读数可疑，确认前暂不出账")
    case .usage(let fault): fault.words
    case .formula(let error): error.words
    case .arithmetic: Words("the amount is too large", zh: "金额过大")
    case .ambiguousPayer:
      Words(
        "several could pay; the latest start, then the smallest code, decided",
        zh: "有多个可能的付款人；按起始日期最晚、编号最小选定")
    case .billedOtherwise:
      Words("some of these days were billed before, by other facts", zh: "其中部分日期已按其他情况出账")
    case .intervalSpansDebtors:
      Words("the debtor changed between the two readings", zh: "两次抄表之间付款人有变更")
    case .intervalSpansPrices:
      Words(
        "a new price begins between the two readings, and all of it is billed at the later one; to split it: pm bill void, pm meter read of the day before the price begins, and run again",
        zh: "两次抄表之间价格有变更，全部用量按较晚的价格计费；如需分段：先 pm bill void，用 pm meter read 补录新价生效前一日的读数，再出账")
    case .noCharge:
      Words(
        "the meter was read, but the room has no charge for this fee, so that nothing of it is billed: pm charge add",
        zh: "已抄表，但房间没有此项费用的收费设置，用量不会出账：pm charge add")
    }
  }
}

/// A finding on the days `span` of a charge, or of a meter without one.
package struct BillFinding: Equatable, Sendable {
  package var charge: Int64?
  package var room: Int64
  package var fee: Int64
  package var meter: Int64?
  package var span: DaySpan
  package var reason: FindingReason
}

/// Where lines and findings gather; empty it between chunks, and its memory is used again.
package struct LineBatch: Sendable {
  package var lines: [BillLine] = []
  package var findings: [BillFinding] = []
  var cut = ChargeRuns()

  package init() {}

  package mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    findings.removeAll(keepingCapacity: true)
  }
}
