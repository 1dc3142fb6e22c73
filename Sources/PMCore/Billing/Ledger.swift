// Double entry: what each bill, receipt and settlement moves between accounts.

/// An account as the names on its path, from the top: `assets`, `receivable`, `WYF`.
package typealias LedgerAccount = [String]

/// A name and a value beside an entry or a posting.
package struct LedgerTag: Equatable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// An amount into an account (debit), or out of it where it is negative (credit).
package struct LedgerPosting: Equatable, Sendable {
  package let account: LedgerAccount
  package let amount: Money
  package let tags: [LedgerTag]

  package init(_ account: LedgerAccount, _ amount: Money, _ tags: [LedgerTag] = []) {
    self.account = account
    self.amount = amount
    self.tags = tags
  }
}

/// One transaction; its postings add up to zero.
package struct LedgerEntry: Equatable, Sendable {
  /// The posting date.
  package let day: Day
  /// The number of the document.
  package let code: String
  package let title: String
  package let tags: [LedgerTag]
  package let postings: [LedgerPosting]
}

/// What the ledger has to know of a fee.
package struct LedgerFee: Sendable {
  package let code: String
  package let kind: FeeClass
  package let taxMethod: TaxMethod
  /// The account of the site's own chart, its levels parted by colons.
  package let account: String?

  package init(code: String, kind: FeeClass, taxMethod: TaxMethod, account: String?) {
    self.code = code
    self.kind = kind
    self.taxMethod = taxMethod
    self.account = account
  }

  /// The fee as the lines know it that were taxed by this method.
  package func taxed(by method: TaxMethod) -> LedgerFee {
    LedgerFee(code: code, kind: kind, taxMethod: method, account: account)
  }

  package var receivable: LedgerAccount { ["assets", "receivable", code] }

  /// Where a bill's net amount goes. A deposit is owed back, and what is collected for somebody
  /// else is owed to him: neither is income.
  package var counterpart: LedgerAccount {
    let own = (account ?? "").split(separator: ":").map(String.init)
    if !own.isEmpty { return own }
    if isDeposit { return ["liabilities", "deposit", code] }
    if isAgency { return ["liabilities", "agency", code] }
    return ["income", code]
  }

  package var isDeposit: Bool { kind == .deposit }
  /// Whether it is collected for somebody else.
  private var isAgency: Bool { taxMethod == .agency }

  /// What stands in the site's own account: what is owed to somebody, or income.
  package var accountType: LedgerAccountType { isDeposit || isAgency ? .liability : .revenue }

  /// What is asked for of a deposit and has not come in: it faces the receivable, because a deposit
  /// is owed back from the day on which it came in.
  package var depositDue: LedgerAccount { ["liabilities", "deposit-due", code] }

  /// A late fee on what is collected for others is theirs too.
  package var lateIncome: LedgerAccount {
    isAgency ? counterpart : ["income", "late", code]
  }
}

/// What an account is, by the letter that hledger knows it by.
package enum LedgerAccountType: Character, Sendable {
  case asset = "A"
  case cash = "C"
  case liability = "L"
  case equity = "E"
  case revenue = "R"
  case expense = "X"
}

/// The accounts that belong to no fee.
package enum LedgerAccounts {
  package static let tax: LedgerAccount = ["liabilities", "tax", "vat"]
  /// Money whose use is not known yet.
  package static let suspense: LedgerAccount = ["liabilities", "suspense"]
  /// Prepayment that was there before the books were.
  package static let opening: LedgerAccount = ["equity", "opening"]

  package static func cash(_ method: String) -> LedgerAccount { ["assets", "cash", method] }

  /// What an account is, by its first names; one in the site's own chart, whose names do not tell,
  /// is `own`.
  package static func type(
    of account: LedgerAccount, own: LedgerAccountType
  ) -> LedgerAccountType {
    switch account.first?.lowercased() {
    case "assets", "asset": account.dropFirst().first == "cash" ? .cash : .asset
    case "liabilities", "liability", "debts", "debt": .liability
    case "equity": .equity
    case "income", "revenues", "revenue": .revenue
    case "expenses", "expense": .expense
    default: own
    }
  }
}

/// Whose prepayment it is, and which company holds it.
package struct LedgerHolder: Equatable, Sendable {
  package let customer: String
  /// Nil while there are no companies.
  package let company: String?

  package init(_ customer: String, company: String? = nil) {
    self.customer = customer
    self.company = company
  }

  /// The company comes first, so that its prepayments add up in one account.
  package var account: LedgerAccount {
    ["liabilities", "prepayment"] + (company.map { [$0] } ?? []) + [customer]
  }
}

/// A bill as its receivable is known by.
package struct LedgerBill: Sendable {
  package let number: String
  package let fee: LedgerFee
  package let room: String?
  package let customer: String
  package let period: Period
  /// For a late line the day its principal was due, as in the arrears.
  package let dueOn: Day
  package let isLate: Bool
  /// The number of the deposit that the bill asks for.
  package let deposit: String?

  package init(
    number: String, fee: LedgerFee, room: String?, customer: String, period: Period, dueOn: Day,
    isLate: Bool, deposit: String? = nil
  ) {
    self.deposit = deposit
    self.number = number
    self.fee = fee
    self.room = room
    self.customer = customer
    self.period = period
    self.dueOn = dueOn
    self.isLate = isLate
  }

  /// The posting on the receivable; a credit where `amount` is negative.
  func receivable(_ amount: Money) -> LedgerPosting {
    LedgerPosting(
      fee.receivable, amount, [LedgerTag("bill", number), LedgerTag("due", dueOn.description)])
  }

  /// What `amount` on the bill does beside lowering its receivable: a deposit is held from now on.
  func held(_ amount: Money) -> [LedgerPosting] {
    guard let deposit else { return [] }
    return [
      LedgerPosting(fee.depositDue, amount),
      LedgerPosting(fee.counterpart, -amount, [LedgerTag("deposit", deposit)]),
    ]
  }

  var tags: [LedgerTag] {
    (room.map { [LedgerTag("room", $0)] } ?? []) + [LedgerTag("customer", customer)]
  }
}

/// A part of some money that settled a bill.
package struct LedgerSettlement: Sendable {
  /// What settles a bill other than money that just came in.
  package enum Kind: String, Sendable {
    /// Prepayment.
    case offset
    /// The credit of a negative line.
    case netting
    /// Prepayment that is given back.
    case reversal
  }

  package let bill: LedgerBill
  package let amount: Money
  package let valueOn: Day

  package init(bill: LedgerBill, amount: Money, valueOn: Day) {
    self.bill = bill
    self.amount = amount
    self.valueOn = valueOn
  }
}

/// Why a receivable is lowered without money.
package enum LedgerLoss: String, Sendable, CaseIterable {
  case waived
  case badDebt = "bad-debt"

  /// A deposit that is not asked for any more is no loss.
  package func account(of fee: LedgerFee) -> LedgerAccount {
    fee.isDeposit ? fee.depositDue : ["expenses", rawValue, fee.code]
  }
}

/// Something that happened, which the ledger books as one transaction.
package enum LedgerEvent: Sendable {
  /// A bill line; negative where it corrects another one.
  ///
  /// One that was taken over from another system goes whole against the opening balances: its
  /// income and its tax were booked there.
  case bill(LedgerBill, amount: Money, tax: Money, isOpening: Bool = false)
  /// What was let off or given up of a bill; negative where that is taken back.
  case adjustment(number: String, LedgerLoss, LedgerSettlement)
  /// Prepayment that was paid back.
  case refund(
    number: String, method: String, amount: Money, prepaid: [(holder: LedgerHolder, amount: Money)])
  /// Money that came in by `method` (none where only its use is booked on this day), the bills it
  /// paid and what stayed with customers. All negative where a payment is reversed.
  case receipt(
    number: String, method: String, amount: Money, paidOn: Day?, settlements: [LedgerSettlement],
    prepaid: [(holder: LedgerHolder, amount: Money)])
  /// A prepayment that came with no payment.
  case opening(number: String, LedgerHolder, amount: Money)
  /// Prepayment that is another customer's from now on.
  case carry(number: String, from: LedgerHolder, to: LedgerHolder, amount: Money)
  /// Prepayment of a customer, or the credit of a negative line, against a bill.
  case settlement(number: String, LedgerSettlement.Kind, LedgerHolder, LedgerSettlement)
  /// What came out of a deposit.
  case deposit(LedgerDeposit)

  /// The transaction of this event; its postings add up to zero.
  package func entry(on day: Day) throws(ArithmeticError) -> LedgerEntry {
    switch self {
    case .bill(let bill, let amount, let tax, let isOpening):
      try billEntry(bill, amount, tax, isOpening: isOpening, on: day)
    case .adjustment(let number, let loss, let settlement):
      adjustmentEntry(number, loss, settlement, on: day)
    case .refund(let number, let method, let amount, let prepaid):
      refundEntry(number, method, amount, prepaid, on: day)
    case .receipt(let number, let method, let amount, let paidOn, let settlements, let prepaid):
      try receiptEntry(number, method, amount, paidOn, settlements, prepaid, on: day)
    case .opening(let number, let holder, let amount):
      prepaymentEntry(
        number, "prepayment", from: LedgerAccounts.opening, to: holder, amount, on: day)
    case .carry(let number, let from, let to, let amount):
      prepaymentEntry(
        number, "prepayment carried over", from: from.account, to: to, amount, on: day)
    case .settlement(let number, let kind, let holder, let settlement):
      settlementEntry(number, kind, holder, settlement, on: day)
    case .deposit(let deposit): deposit.entry(on: day)
    }
  }

  private func billEntry(
    _ bill: LedgerBill, _ amount: Money, _ tax: Money, isOpening: Bool, on day: Day
  ) throws(ArithmeticError) -> LedgerEntry {
    var title = "\(bill.fee.code) \(bill.period)"
    var postings = [bill.receivable(amount)]
    if bill.deposit != nil {
      postings.append(LedgerPosting(bill.fee.depositDue, -amount))
    } else {
      if bill.isLate { title = "late \(title)" }
      if isOpening {
        postings.append(LedgerPosting(LedgerAccounts.opening, -amount))
      } else {
        let income = bill.isLate ? bill.fee.lateIncome : bill.fee.counterpart
        postings.append(LedgerPosting(income, -(try amount.adding(-tax))))
        if tax != .zero { postings.append(LedgerPosting(LedgerAccounts.tax, -tax)) }
      }
    }
    return LedgerEntry(
      day: day, code: bill.number, title: title,
      tags: bill.tags + [LedgerTag("period", bill.period.description)], postings: postings)
  }

  private func adjustmentEntry(
    _ number: String, _ loss: LedgerLoss, _ settlement: LedgerSettlement, on day: Day
  ) -> LedgerEntry {
    LedgerEntry(
      day: day, code: number, title: "\(loss.rawValue) \(settlement.bill.fee.code)",
      tags: settlement.bill.tags + valueTag(settlement.valueOn, day),
      postings: [
        LedgerPosting(loss.account(of: settlement.bill.fee), settlement.amount),
        settlement.bill.receivable(-settlement.amount),
      ])
  }

  private func refundEntry(
    _ number: String, _ method: String, _ amount: Money,
    _ prepaid: [(holder: LedgerHolder, amount: Money)], on day: Day
  ) -> LedgerEntry {
    LedgerEntry(
      day: day, code: number, title: "refund \(method)",
      tags: prepaid.prefix(1).map { LedgerTag("customer", $0.holder.customer) },
      postings: prepaid.map { LedgerPosting($0.holder.account, $0.amount) }
        + [LedgerPosting(LedgerAccounts.cash(method), -amount)])
  }

  /// What neither paid a bill nor stays with a customer is money whose use is not known yet.
  private func receiptEntry(
    _ number: String, _ method: String, _ amount: Money, _ paidOn: Day?,
    _ settlements: [LedgerSettlement], _ prepaid: [(holder: LedgerHolder, amount: Money)],
    on day: Day
  ) throws(ArithmeticError) -> LedgerEntry {
    var rest = amount
    var postings: [LedgerPosting] = []
    if amount != .zero { postings.append(LedgerPosting(LedgerAccounts.cash(method), amount)) }
    for settlement in settlements {
      postings.append(settlement.bill.receivable(-settlement.amount))
      postings += settlement.bill.held(settlement.amount)
      rest = try rest.adding(-settlement.amount)
    }
    for (holder, amount) in prepaid {
      postings.append(LedgerPosting(holder.account, -amount))
      rest = try rest.adding(-amount)
    }
    if rest != .zero { postings.append(LedgerPosting(LedgerAccounts.suspense, -rest)) }
    return LedgerEntry(
      day: day, code: number, title: Self.title(method, amount), tags: valueTag(paidOn, day),
      postings: postings)
  }

  private func prepaymentEntry(
    _ number: String, _ title: String, from account: LedgerAccount, to holder: LedgerHolder,
    _ amount: Money, on day: Day
  ) -> LedgerEntry {
    LedgerEntry(
      day: day, code: number, title: title, tags: [LedgerTag("customer", holder.customer)],
      postings: [LedgerPosting(account, amount), LedgerPosting(holder.account, -amount)])
  }

  private func settlementEntry(
    _ number: String, _ kind: LedgerSettlement.Kind, _ holder: LedgerHolder,
    _ settlement: LedgerSettlement, on day: Day
  ) -> LedgerEntry {
    LedgerEntry(
      day: day, code: number, title: "\(kind.rawValue) \(settlement.bill.fee.code)",
      tags: settlement.bill.tags + valueTag(settlement.valueOn, day),
      postings: [
        LedgerPosting(holder.account, settlement.amount),
        settlement.bill.receivable(-settlement.amount),
      ] + settlement.bill.held(settlement.amount))
  }

  /// What a receipt's entry is called; without money it says what became of a payment posted before.
  private static func title(_ method: String, _ amount: Money) -> String {
    if amount == .zero { return "payment applied" }
    return "\(amount.isNegative ? "reversal" : "payment") \(method)"
  }

  /// The value date, where it is not the posting date.
  private func valueTag(_ value: Day?, _ day: Day) -> [LedgerTag] {
    guard let value, value != day else { return [] }
    return [LedgerTag("value", value.description)]
  }
}
