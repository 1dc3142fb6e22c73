// What was typed at the counter, as rows of a file of payments.
import PMCore
import PMStore

/// What was typed at the counter: one row a part.
struct CounterSlip {
  /// What later parts take over from the first.
  private static let common: Set = [
    "paid_on", "method", "account", "reference", "cashier", "note", "company",
  ]

  private var parts: [[(name: String, value: String)]] = []

  init(_ words: [String]) throws {
    let names = HeaderNames(Payment.record.columns)
    for group in words.split(separator: "+", omittingEmptySubsequences: false) {
      if group.isEmpty {
        throw Failure.usage(
          "empty-part", Words("nothing stands beside a +", zh: "+ 旁没有内容"))
      }
      var part: [(name: String, value: String)] = []
      for (name, value) in try RecordEdit.pairs(Array(group)) {
        let column = names[name].map { Payment.record.columns[$0].name } ?? name
        if part.contains(where: { $0.name == column }) {
          throw Failure.usage(
            "repeated-column", Words("\(column) is given twice", zh: "\(column) 重复"),
            hint: Words("a + alone begins the next part", zh: "单独的 + 之后为下一分笔"))
        }
        part.append((column, value))
      }
      for (name, value) in parts.first ?? []
      where Self.common.contains(name) && !part.contains(where: { $0.name == name }) {
        part.append((name, value))
      }
      parts.append(part)
    }
  }

  private func value(_ name: String, of part: Int) -> String? {
    parts[part].first { $0.name == name }?.value
  }

  /// Who is said to have taken the parts.
  var cashiers: [String] { parts.indices.compactMap { value("cashier", of: $0) }.filter { !$0.isEmpty } }

  /// The days on which the parts are said to have been paid.
  var days: [Day] {
    parts.indices.compactMap { part in
      guard let typed = value("paid_on", of: part),
        case .integer(let number)? = Payment.record.column("paid_on")?.stored(typed)
      else { return nil }
      return Day(number: Int32(clamping: number))
    }
  }

  /// Fills in day, cashier and part numbers; a payment that is there already keeps its own.
  ///
  /// - Returns: the rows of the payments that are there already.
  mutating func fill(
    _ database: Database, day: Day, cashier: String, total: Money?
  ) throws -> [Int64] {
    try check(total)
    var known: [Int64] = []
    for place in parts.indices {
      if parts.count > 1, value("part", of: place) == nil {
        parts[place].append(("part", "\(place + 1)"))
      }
      let there = try value("reference", of: place).flatMap { reference in
        try database.counterPayment(
          method: stored("method", of: place) ?? "", account: stored("account", of: place),
          reference: reference, part: Int64(value("part", of: place) ?? "1") ?? 1)
      }
      if let there { known.append(there.id) }
      if value("paid_on", of: place) == nil {
        parts[place].append(("paid_on", "\(there?.paidOn ?? day)"))
      }
      if (value("cashier", of: place) ?? "").isEmpty {
        parts[place].removeAll { $0.name == "cashier" }
        parts[place].append(("cashier", there.map { $0.cashier ?? "" } ?? cashier))
      }
    }
    return known
  }

  private func check(_ total: Money?) throws {
    guard let total else { return }
    var sum = Money.zero
    for place in parts.indices { sum = try sum.adding(Money(value("amount", of: place) ?? "") ?? .zero) }
    if sum != total {
      throw Failure.refused(
        "parts-differ", Words("the parts add up to \(sum), not \(total)", zh: "各分笔合计 \(sum)，不等于 \(total)"))
    }
  }

  /// The text that the column stores for what was typed.
  private func stored(_ name: String, of part: Int) -> String? {
    guard let typed = value(name, of: part),
      case .text(let text)? = Payment.record.column(name)?.stored(typed)
    else { return nil }
    return text
  }

  /// The parts as rows of a file.
  func source() throws -> ImportSource {
    var names: [String] = []
    for part in parts { for field in part where !names.contains(field.name) { names.append(field.name) } }
    return try ImportSource(
      typed: names, parts.indices.map { place in names.map { value($0, of: place) ?? "" } })
  }
}
