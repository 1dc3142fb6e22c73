// Bills that are credited: the tax that goes with a credit, and where waivers go.

/// A bill's sum with its tax, and what credit lines have taken off it.
package struct CreditedSum: Equatable, Sendable {
  package let amount: Money
  /// Contained in `amount`.
  package let tax: Money
  package let rate: Rate
  /// What was taken off so far, and its tax; not negative.
  package let credited: Money
  package let creditedTax: Money

  package init(
    amount: Money, tax: Money, rate: Rate, credited: Money = .zero, creditedTax: Money = .zero
  ) {
    self.amount = amount
    self.tax = tax
    self.rate = rate
    self.credited = credited
    self.creditedTax = creditedTax
  }

  /// What is left to credit.
  package func remaining() throws(ArithmeticError) -> Money { try amount.adding(-credited) }

  /// The tax that goes with `credit`: all that is left with the last of the bill, else what the
  /// credit contains, and never more than is left.
  ///
  /// Of a line that was taxed on a part of it only, the credit takes its share of the tax.
  package func tax(on credit: Money) throws(ArithmeticError) -> Money {
    let left = try tax.adding(-creditedTax)
    if credit == (try remaining()) { return left }
    let isWhollyTaxed = try includedTax(in: amount, rate: rate) == tax
    let part =
      try isWhollyTaxed
      ? includedTax(in: credit, rate: rate) : taxShare(tax, on: credit, of: amount)
    return min(left, part)
  }
}

/// A part of a waiver on one of the lines that take a bill's place.
package struct CarriedWaiver: Equatable, Sendable {
  /// Places in what was given.
  package let waiver: Int
  package let line: Int
  package let amount: Money

  package init(waiver: Int, line: Int, amount: Money) {
    self.waiver = waiver
    self.line = line
    self.amount = amount
  }
}

/// Spreads what was let off on a bill over the lines in its place, waiver after waiver, each from the
/// first line on of which something is left; what no line can take is dropped.
package func carriedWaivers(_ waivers: [Money], over lines: [Money]) -> [CarriedWaiver] {
  var open = lines.map(\.minor)
  var parts: [CarriedWaiver] = []
  for (waiver, amount) in waivers.enumerated() {
    var left = amount.minor
    for line in open.indices {
      let part = min(left, open[line])
      if part <= 0 { continue }
      parts.append(CarriedWaiver(waiver: waiver, line: line, amount: Money(minor: part)))
      open[line] -= part
      left -= part
    }
  }
  return parts
}
