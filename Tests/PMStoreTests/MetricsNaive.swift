// Every key figure once more, from the words of its definition, case by case.
import PMCore
import PMStore

/// What a figure should be: both sides as printed, amounts and months included.
struct NaiveFigure: Equatable {
  var numerator: String
  var denominator: String
}

extension MetricsHistory {
  /// Whether a ticket counts in nothing.
  func isOut(_ ticket: Case) -> Bool {
    ticket.valid == false || ["cancelled", "invalid"].contains(ticket.state ?? "")
  }

  /// All figures of one group: of the cases, houses and lines that `holds` lets in, as they stood
  /// at the end of as-of.
  func naive(
    from first: Day, to last: Day, asOf: Day, base: MetricBase = .households,
    ticket holds: (Case) -> Bool = { _ in true }, house isThere: (House) -> Bool = { _ in true },
    org isHeldBy: (Int) -> Bool = { _ in true }, everywhere: Bool = true
  ) throws -> [String: NaiveFigure] {
    try stood(before: zone.start(of: asOf.adding(1)).seconds).counted(
      from: first, to: last, asOf: asOf, base: base, ticket: holds, house: isThere,
      org: isHeldBy, everywhere: everywhere)
  }

  private func counted(
    from first: Day, to last: Day, asOf: Day, base: MetricBase, ticket holds: (Case) -> Bool,
    house isThere: (House) -> Bool, org isHeldBy: (Int) -> Bool, everywhere: Bool
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
    /// The minute at which so many minutes are over, by the calendar or round the clock.
    func due(_ start: Int64, _ minutes: Int64, onCalendar: Bool) -> Int64? {
      onCalendar ? clock.due(from: start, minutes: minutes) : minute(start) + minutes
    }
    /// Nil in neither side; else whether it was within its time.
    func timely(
      _ ticket: Case, _ done: Int64?, _ kept: Int64?, _ minutes: (Level) -> Int64?
    ) -> Bool? {
      if isOut(ticket) { return nil }
      var time: Int64?
      if ticket.live != nil {
        guard let kept else { return nil }
        time = minute(kept)
      } else {
        guard let level = level(ticket), let minutes = minutes(level) else { return nil }
        time = due(ticket.created, minutes, onCalendar: level.onCalendar)
      }
      if let done, done < end { return time.map { minute(done) <= $0 } ?? true }
      return time.map { $0 * 60 < end } ?? false ? false : nil
    }

    let complaints = cohort.filter { $0.kind == "complaint" }
    let repairs = cohort.filter { $0.kind == "repair" }
    let valid = complaints.filter { $0.valid == true }
    let replies = complaints.compactMap {
      timely($0, $0.accepted, $0.live?.respondDue, \.respond)
    }
    let mended = repairs.compactMap { timely($0, $0.finished, $0.live?.finishDue, \.finish) }
    let judged = repairs.filter { isBy($0.verified) && $0.result != nil }

    var calledBack = 0
    var shouldBe = 0
    for (place, ticket) in cases.enumerated()
    where ticket.created >= begin && ticket.created < stop && holds(ticket) && isBy(ticket.finished) {
      let isCalled = calls.contains {
        $0.ticket == place && $0.reached && $0.at < end && $0.at >= (ticket.finished ?? 0)
      }
      if isCalled { calledBack += 1 }
      let callback = ticket.live.map(\.callback) ?? level(ticket)?.callback
      let onCalendar = ticket.live.map(\.onCalendar) ?? level(ticket)?.onCalendar ?? false
      let isOver =
        callback.map {
          (due(ticket.finished ?? 0, $0, onCalendar: onCalendar) ?? .max / 60) * 60 < end
        } ?? true
      if isCalled || isOver { shouldBe += 1 }
    }
    let scores = calls.filter {
      let ticket = cases[$0.ticket]
      return $0.reached && $0.at >= begin && $0.at < stop && ticket.kind == "repair" && holds(ticket)
    }.compactMap(\.score)
    func isCollectable(_ line: Line) -> Bool {
      isThere(houses[line.house]) && line.kind != "late" && line.kind != "deposit"
        && line.period >= first.period.index && line.period <= last.period.index
        && line.ended == nil && !(line.isCredit && line.amount < 0)
    }
    let collectable = lines.filter(isCollectable)
    // All credits are of the first line, posted on day 20 000.
    var credited: Int64 = 0
    if let corrected = lines.first, isCollectable(corrected), asOf.number >= 20_000 {
      credited = lines.filter { $0.isCredit && $0.amount < 0 }.reduce(0) { $0 + $1.amount }
    }
    let received = collectable.flatMap(\.received).filter { $0.1 <= Int64(asOf.number) }

    var months = Ratio.zero
    var day = first
    while day <= last {
      months = try months.plus(Ratio(1, over: Int64(day.period.dayCount)))
      day = day.adding(1)
    }
    let leaks = cohort.filter { ["屋面渗漏", "WATER Leak"].contains($0.category ?? "") }
    func isHeld(_ event: MetricsRelations.Event) -> Bool {
      event.day.map {
        $0 >= Int64(first.number) && $0 <= Int64(min(last, asOf).number)
      } ?? false
    }
    let people = occupied.reduce(0) { $0 + ($1.size ?? 0) }
    func pair(_ above: Int, _ below: Int) -> NaiveFigure {
      NaiveFigure(numerator: "\(above)", denominator: "\(below)")
    }
    func money(_ minor: Int64) -> String { Money(minor: minor).description }
    func scored(_ occasion: String) -> [Int64] {
      calls.filter {
        let ticket = cases[$0.ticket]
        return $0.reached && $0.at >= begin && $0.at < stop && ticket.occasion == occasion
          && holds(ticket)
      }.compactMap(\.score)
    }
    let sales = scored("sales")
    let openDay = cohort.filter { $0.occasion == "open-day" && !isOut($0) }
    let suggestions = openDay.filter { $0.kind == "suggestion" }
    let found = openDay.filter { $0.kind == "repair" }
    let homely = naiveHomes(
      from: first, to: last, asOf: asOf, begin: begin, stop: stop,
      households: houses.indices.filter { isHousehold(houses[$0]) }, house: isThere)
    let relational = naiveRelations(
      from: first, to: last, asOf: asOf, begin: begin, stop: stop,
      households: houses.indices.filter { isHousehold(houses[$0]) }, house: isThere,
      isEverywhere: everywhere)
    func times(_ count: Int, _ months: Ratio) throws -> String {
      decimalText(
        try Ratio(Int64(count)).times(months).rounded(.halfUp, scale: 4), scale: 4, trimmed: true)
    }
    let assistants = naiveVisits(begin: begin, stop: stop, house: isThere)
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
        numerator: "\(leaks.count)", denominator: try times(occupied.count, months)),
      "visits_per_assistant": NaiveFigure(
        numerator: "\(assistants.households)",
        denominator: try times(assistants.people, months)),
      "activities_per_quarter": NaiveFigure(
        numerator: "\(relations.events.filter { isHeldBy($0.org) && isHeld($0) }.count)",
        denominator: try times(1, months.times(Ratio(1, over: 3)))),
      "collection_rate": NaiveFigure(
        numerator: money(received.reduce(credited) { $0 + $1.0 }),
        denominator: money(collectable.reduce(credited) { $0 + $1.amount - $1.waived })),
      "open_day_reply_rate": pair(
        suggestions.filter { isBy($0.accepted) || isBy($0.finished) }.count, suggestions.count),
      "open_day_rectification": pair(found.filter { isBy($0.finished) }.count, found.count),
      "sales_callback_satisfaction": pair(sales.filter { $0 > 3 }.count, sales.count),
      "sales_grievance": pair(sales.filter { $0 < 3 }.count, sales.count),
    ].merging(relational) { first, _ in first }.merging(homely) { first, _ in first }
  }
}
