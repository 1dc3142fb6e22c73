// What a text with variables says to one customer.
import PMCore
import PMStore

/// Puts what is known of a customer on a day into a text.
struct NoticeFilling {
  private let template: NoticeTemplate
  private let day: Day
  /// What each customer owes, and since when; nil where the text does not speak of it.
  private let debts: [String: (amount: Money, oldest: Day)]?
  /// What each customer has paid ahead, where the text speaks of it.
  private let prepaid: [String: Money]

  init(_ template: NoticeTemplate, on day: Day, _ database: Database) throws {
    (self.template, self.day) = (template, day)
    debts = template.speaksOfArrears ? try Self.debts(database, on: day) : nil
    prepaid =
      try template.speaksOfPrepayment
      ? database.prepaidByCustomer(asOf: day).mapValues { parts in
        try parts.reduce(.zero) { try $0.adding($1.amount) }
      } : [:]
  }

  /// The text for one customer; nil where it is for those who owe, and he owes nothing.
  func text(for customer: Addressee) -> String? {
    let debt = debts?[customer.code]
    if debts != nil, debt.map({ $0.amount.minor <= 0 }) ?? true { return nil }
    return template.text { variable in
      switch variable {
      case .name: customer.name
      case .code: customer.code
      case .rooms: customer.rooms.joined(separator: "、")
      case .arrears: debt.map { "\($0.amount)" } ?? ""
      case .due: debt.map { "\($0.oldest)" } ?? ""
      case .prepaid: "\(prepaid[customer.code] ?? .zero)"
      case .date: "\(day)"
      }
    }
  }

  /// What each customer owes on the day, and since when, as `report arrears` has it.
  private static func debts(
    _ database: Database, on day: Day
  ) throws -> [String: (amount: Money, oldest: Day)] {
    var debts: [String: (amount: Money, oldest: Day)] = [:]
    try database.forEachArrears(asOf: day) { row in
      let sum = try row.principal.adding(row.lateFee)
      let known = debts[row.customer]
      debts[row.customer] = (
        try known.map { try $0.amount.adding(sum) } ?? sum,
        min(known?.oldest ?? row.oldestDueOn, row.oldestDueOn)
      )
    }
    return debts
  }
}
