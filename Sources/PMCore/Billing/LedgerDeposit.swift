// What leaves a deposit, or comes in with it from another system, as a transaction.

/// A deposit as the ledger knows it.
package struct LedgerDeposit: Sendable {
  package enum Move: Sendable {
    /// It was held when the books were opened.
    case opening
    /// It paid a bill.
    case deduction(LedgerSettlement)
    /// It was paid back by this method.
    case refund(String)
  }

  /// The number of the document: the deposit's, the allocation's or the refund's.
  package let code: String
  package let deposit: String
  package let fee: LedgerFee
  package let customer: String
  package let amount: Money
  package let move: Move

  package init(
    code: String, deposit: String, fee: LedgerFee, customer: String, amount: Money, move: Move
  ) {
    self.code = code
    self.deposit = deposit
    self.fee = fee
    self.customer = customer
    self.amount = amount
    self.move = move
  }

  /// The transaction; its postings add up to zero.
  func entry(on day: Day) -> LedgerEntry {
    let (title, other): (String, LedgerPosting) =
      switch move {
      case .opening: ("deposit", LedgerPosting(LedgerAccounts.opening, amount))
      case .deduction(let settlement):
        ("deposit \(settlement.bill.fee.code)", settlement.bill.receivable(-amount))
      case .refund(let method):
        ("refund \(method)", LedgerPosting(LedgerAccounts.cash(method), -amount))
      }
    var isIn = false
    if case .opening = move { isIn = true }
    let held = LedgerPosting(
      fee.counterpart, isIn ? -amount : amount, [LedgerTag("deposit", deposit)])
    return LedgerEntry(
      day: day, code: code, title: title, tags: [LedgerTag("customer", customer)],
      postings: isIn ? [other, held] : [held, other])
  }
}
