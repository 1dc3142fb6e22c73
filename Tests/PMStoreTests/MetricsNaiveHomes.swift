// The key figures of handovers, products and earlier arrears once more, home by home.
import PMCore

extension MetricsHistory {
  /// The same day of the month six months later, or that month's last.
  private func halfYear(after day: Day) -> Day {
    let month = day.period.adding(6)
    return min(month.first.adding(day.days(since: day.period.first)), month.last)
  }

  /// - Parameter households: the places of the houses that count as households.
  func naiveHomes(
    from first: Day, to last: Day, asOf: Day, begin: Int64, stop: Int64, households: [Int],
    house isThere: (House) -> Bool
  ) -> [String: NaiveFigure] {
    func pair(_ above: Int, _ below: Int) -> NaiveFigure {
      NaiveFigure(numerator: "\(above)", denominator: "\(below)")
    }
    func money(_ minor: Int64) -> String { Money(minor: minor).description }
    func isIn(_ day: Day) -> Bool { day >= first && day <= min(last, asOf) }
    let end = zone.start(of: asOf.adding(1)).seconds

    var handed = 0
    var atHandover = 0
    var batches: Set<String> = []
    var open46 = 0
    var grown = 0
    var early = 0
    for (place, house) in houses.enumerated() where house.kind == "residence" && isThere(house) {
      guard let delivered = house.delivered.map({ Day(number: Int32($0)) }) else { continue }
      let own = cases.filter {
        $0.house == place && $0.kind == "repair" && !isOut($0) && $0.created < end
      }
      let reported = own.filter { $0.occasion == "handover" }
      if isIn(delivered) {
        handed += 1
        atHandover += reported.count
      }
      if isIn(delivered.adding(46)) {
        batches.insert(house.community)
        let day = zone.start(of: delivered.adding(46)).seconds
        open46 += reported.filter { $0.created < day && $0.finished ?? .max >= day }.count
      }
      let birthday = halfYear(after: delivered)
      if isIn(birthday) {
        grown += 1
        let days = (zone.start(of: delivered).seconds..<zone.start(of: birthday.adding(1)).seconds)
        early += own.filter { days.contains($0.created) }.count
      }
    }

    let wrong = cases.filter { ticket in
      guard let house = ticket.house, households.contains(house) else { return false }
      let delivered = houses[house].delivered.map { zone.start(of: Day(number: Int32($0))).seconds }
      return ticket.occasion == "drawing" && !isOut(ticket) && ticket.created >= begin
        && ticket.created < stop && ticket.created >= delivered ?? .min
    }
    let products = Set(households.compactMap { houses[$0].product })
    let covered = products.filter { product in
      households.filter { house in
        houses[house].product == product
          && calls.contains {
            cases[$0.ticket].house == house && $0.reached && $0.at >= begin && $0.at < stop
          }
      }.count >= 5
    }

    let firstDay = Int64(first.number)
    let earlier = lines.filter {
      isThere(houses[$0.house]) && $0.kind != "late" && $0.kind != "deposit" && $0.ended != "void"
        && $0.period < first.period.index
    }
    var opening: Int64 = 0
    for line in earlier {
      opening += line.amount
      for (amount, posted) in line.received where posted < firstDay { opening -= amount }
      for (kind, amount, posted) in line.adjusted where kind != "void" && posted < firstDay {
        opening -= amount
      }
    }
    let recovered = earlier.flatMap(\.received).filter {
      $0.1 >= firstDay && $0.1 <= Int64(asOf.number)
    }
    return [
      "rework_backlog_45d": pair(open46, batches.count),
      "repairs_per_household_handover": pair(atHandover, handed),
      "repairs_per_household_half_year": pair(early, grown),
      "drawing_accuracy": pair(households.count - wrong.count, households.count),
      "product_callback_coverage": pair(covered.count, products.count),
      "arrears_recovery": NaiveFigure(
        numerator: money(recovered.reduce(0) { $0 + $1.0 }), denominator: money(opening)),
    ]
  }
}
