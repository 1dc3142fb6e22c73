// A bill line before it is posted, and what the lines of each command have in common.
package import PMCore

/// A bill line about to be posted.
package struct NewBill: Sendable {
  package var room: Int64?
  package var customer: Int64
  package var fee: Int64
  package var kind: BillClass
  package var period: Period
  package var from: Day
  package var to: Day
  package var quantity: Quantity?
  package var price: Price?
  package var amount: Money
  package var tax: Money
  package var taxRate: Rate
  package var issuedOn: Day
  package var dueOn: Day
  package var postedOn: Day
  package var meter: Int64?
  /// The code of the tariff.
  package var tariff: String?
  /// The number of the bill that a late fee is on.
  package var principal: Int64?
  package var corrects: Int64?
  /// The ticket of a paid service.
  package var ticket: Int64?
  /// The deposit that the line is deducted from.
  package var deposit: Int64?

  package init(
    room: Int64?, customer: Int64, fee: Int64, kind: BillClass, period: Period, from: Day, to: Day,
    amount: Money, tax: Money, taxRate: Rate, issuedOn: Day, dueOn: Day, postedOn: Day
  ) {
    self.room = room
    self.customer = customer
    self.fee = fee
    self.kind = kind
    self.period = period
    self.from = from
    self.to = to
    self.amount = amount
    self.tax = tax
    self.taxRate = taxRate
    self.issuedOn = issuedOn
    self.dueOn = dueOn
    self.postedOn = postedOn
  }
}

extension NewBill {
  /// A line of a billing run, posted in its period.
  package init(_ line: BillLine, _ fee: BookFee, _ tariff: String) {
    self.init(
      room: line.room, customer: line.customer, fee: line.fee, kind: .fee(fee.rule.kind),
      period: line.period, from: line.from, to: line.to, amount: line.amount, tax: line.tax,
      taxRate: line.taxRate, issuedOn: line.issuedOn, dueOn: line.dueOn,
      // Charged is charged in the period that it is for, whenever it is issued.
      postedOn: min(max(line.issuedOn, line.period.first), line.period.last))
    quantity = line.quantity
    price = line.price
    meter = line.meter
    self.tariff = tariff
  }

  /// A sum that contains tax at `rate`, for one day and posted on it.
  package init(
    _ amount: Money, rate: Rate, kind: BillClass, fee: Int64, room: Int64?, customer: Int64,
    on day: Day, dueOn: Day
  ) throws(ArithmeticError) {
    self.init(
      room: room, customer: customer, fee: fee, kind: kind, period: day.period, from: day, to: day,
      amount: amount, tax: try includedTax(in: amount, rate: rate), taxRate: rate, issuedOn: day,
      dueOn: dueOn, postedOn: day)
  }

  /// One of something that costs `amount`, taxed as its fee is; a deposit never is.
  package init(
    once amount: Money, _ fee: FeeRule, room: Int64?, customer: Int64, on day: Day, dueOn: Day
  ) throws(ArithmeticError) {
    try self.init(
      amount, rate: fee.kind == .deposit ? .zero : fee.effectiveRate(nil), kind: .fee(fee.kind),
      fee: fee.id, room: room, customer: customer, on: day, dueOn: dueOn)
    quantity = .one
    price = Price(amount.description)
  }

  /// The line that takes `credit` off a bill again, its tax with it.
  package init(crediting credit: Money, of bill: CorrectedBill, on day: Day) throws(ArithmeticError) {
    self.init(
      room: bill.room, customer: bill.customer, fee: bill.fee, kind: bill.kind, period: day.period,
      from: bill.from, to: bill.to, amount: -credit, tax: -(try bill.sum.tax(on: credit)),
      taxRate: bill.taxRate, issuedOn: day, dueOn: day, postedOn: day)
    if credit == (try bill.sum.remaining()) {
      quantity = bill.quantity.map { -$0 }
      price = bill.price
    }
    meter = bill.meter
    tariff = bill.tariff
    corrects = bill.id
  }
}
