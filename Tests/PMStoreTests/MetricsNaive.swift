// Every key figure once more, from the words of its definition, case by case.
import PMCore
import PMStore

/// What a figure should be: both sides as printed, amounts and months included.
struct NaiveFigure: Equatable {
  var numerator: String
  var denominator: String
}

extension MetricsHistory {
  /// All figures of one group: of the cases, houses and lines that `holds` lets in.
  func naive(
    from first: Day, to last: Day, asOf: Day, base: MetricBase = .households,
    ticket holds: (Case) -> Bool = { _ in true }, house isThere: (House) -> Bool = { _ in true }
  ) throws -> [String: NaiveFigure] {
    let begin = zone.start(of: first).seconds
    // What lies after as-of has not happened yet.
    let stop = zone.start(of: min(last, asOf).adding(1)).seconds
    let end = zone.start(of: asOf.adding(1)).seconds
    func isBy(_ moment: Int64?) -> Bool { moment.map { $0 < end } ?? false }
    func minute(_ moment: Int64) -> Int64 { moment / 60 }

    let cohort = cases.filter { $0.created >= begin && $0.created < stop && holds($0) }
    func isHousehold(_ house: House) -> Bool {
      guard house.kind == "residence", isThere(house) else { return false }
      if let delivered = house.delivered { return delivered <= Int64(last.number) }
      return ["delivered", "occupied", "let", "vacant"].contains(house.status)
    }
    let households = houses.filter(isHousehold)
    let occupied = households.filter { $0.status == "occupied" || $0.status == "let" }

    func level(_ ticket: Case) -> Level? {
      var best: (weight: Int, level: Level)?
      for level in levels {
        if let kind = level.kind, kind != ticket.kind { continue }
        if let category = level.category, category != ticket.category { continue }
        if let severity = level.severity, severity != ticket.severity { continue }
        var weight = 0
        if level.category != nil { weight += 100 }
        if level.severity != nil { weight += 10 }
        if level.kind != nil { weight += 1 }
        if weight > best?.weight ?? -1 { best = (weight, level) }
      }
      return best?.level
    }
    /// Nil in neither side; else whether it was within its time.
    func timely(_ ticket: Case, _ done: Int64?, _ minutes: Int64?) -> Bool? {
      if ticket.valid == false || ["cancelled", "invalid"].contains(ticket.state ?? "") { return nil }
      guard let minutes else { return nil }
      if let done, done < end { return minute(done) <= minute(ticket.created) + minutes }
      return (minute(ticket.created) + minutes) * 60 < end ? false : nil
    }

    let complaints = cohort.filter { $0.kind == "complaint" }
    let repairs = cohort.filter { $0.kind == "repair" }
    let valid = complaints.filter { $0.valid == true }
    let replies = complaints.compactMap { timely($0, $0.accepted, level($0)?.respond) }
    let mended = repairs.compactMap { timely($0, $0.finished, level($0)?.finish) }
    let judged = repairs.filter { isBy($0.verified) && $0.result != nil }

    var calledBack = 0
    var shouldBe = 0
    for (place, ticket) in cases.enumerated()
    where ticket.created >= begin && ticket.created < stop && holds(ticket) && isBy(ticket.finished) {
      let isCalled = calls.contains { $0.ticket == place && $0.reached && $0.at < end }
      if isCalled { calledBack += 1 }
      let callback = level(ticket)?.callback
      let isOver = callback.map { (minute(ticket.finished ?? 0) + $0) * 60 < end } ?? true
      if isCalled || isOver { shouldBe += 1 }
    }
    let scores = calls.filter {
      let ticket = cases[$0.ticket]
      return $0.reached && $0.at >= begin && $0.at < stop && ticket.kind == "repair" && holds(ticket)
    }.compactMap(\.score)
    let collectable = lines.filter { line in
      isThere(houses[line.house]) && line.kind != "late" && line.kind != "deposit"
        && line.period >= first.period.index && line.period <= last.period.index
        && line.ended == nil && !(line.isCredit && line.amount < 0)
    }
    let received = collectable.flatMap(\.received).filter { $0.1 <= Int64(asOf.number) }

    var months = Ratio.zero
    var day = first
    while day <= last {
      months = try months.plus(Ratio(1, over: Int64(day.period.dayCount)))
      day = day.adding(1)
    }
    let leaks = cohort.filter { ["屋面渗漏", "WATER Leak"].contains($0.category ?? "") }
    let leakBase = try Ratio(Int64(occupied.count)).times(months)
    let people = occupied.reduce(0) { $0 + ($1.size ?? 0) }
    func pair(_ above: Int, _ below: Int) -> NaiveFigure {
      NaiveFigure(numerator: "\(above)", denominator: "\(below)")
    }
    func money(_ minor: Int64) -> String { Money(minor: minor).description }
    let relational = naiveRelations(
      from: first, to: last, asOf: asOf, begin: begin, stop: stop,
      households: houses.indices.filter { isHousehold(houses[$0]) }, house: isThere)
    return [
      "effective_complaint_rate": pair(
        valid.count, base == .population ? Int(people) : households.count),
      "complaint_handling_rate": pair(valid.filter { isBy($0.finished) }.count, valid.count),
      "complaint_reply_timeliness": pair(replies.filter { $0 }.count, replies.count),
      "callback_rate": pair(calledBack, shouldBe),
      "repair_timeliness": pair(mended.filter { $0 }.count, mended.count),
      "repair_pass_rate": pair(judged.filter { $0.result == "pass" }.count, judged.count),
      "repair_callback_satisfaction": pair(scores.filter { $0 > 3 }.count, scores.count),
      "repair_grievance": pair(scores.filter { $0 < 3 }.count, scores.count),
      "leak_rate": NaiveFigure(
        numerator: "\(leaks.count)",
        denominator: decimalText(
          try leakBase.rounded(.halfUp, scale: 4), scale: 4, trimmed: true)),
      "collection_rate": NaiveFigure(
        numerator: money(received.reduce(0) { $0 + $1.0 }),
        denominator: money(collectable.reduce(0) { $0 + $1.amount - $1.waived })),
    ].merging(relational) { first, _ in first }
  }
}
