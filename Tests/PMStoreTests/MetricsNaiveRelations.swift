// The key figures of visits, surveys and customers once more, from the words of their definitions.
import PMCore

extension MetricsHistory {
  /// The figures that tickets alone do not answer.
  ///
  /// - Parameter households: the places of the houses that count as households.
  func naiveRelations(
    from first: Day, to last: Day, asOf: Day, begin: Int64, stop: Int64, households: [Int],
    house isThere: (House) -> Bool, isEverywhere: Bool
  ) -> [String: NaiveFigure] {
    let stopDay = Int64(min(last, asOf).number)
    let firstDay = Int64(first.number)
    func pair(_ above: Int, _ below: Int) -> NaiveFigure {
      NaiveFigure(numerator: "\(above)", denominator: "\(below)")
    }
    let own = relations.visits.filter { isThere(houses[$0.house]) }
    let made = own.filter { $0.at >= begin && $0.at < stop }
    let handovers = made.filter { $0.purpose == "handover" }.compactMap(\.score)
    let due = own.filter { visit in
      visit.purpose == "complaint" && visit.due.map { $0 >= firstDay && $0 <= stopDay } ?? false
    }
    let done = due.filter { $0.done.map { $0 <= Int64(asOf.number) } ?? false }
    let corrections = relations.nonconformities.filter { work in
      let ticket = cases[work.ticket]
      guard ticket.kind == "complaint", let due = work.due else { return false }
      let isIn = ticket.house.map { isThere(houses[$0]) } ?? isEverywhere
      return isIn && due >= firstDay && due <= stopDay
    }
    let corrected = corrections.filter {
      $0.effective == true && ($0.verified ?? .max) <= Int64(asOf.number)
    }

    let contacted = households.filter { house in
      relations.visits.contains { $0.house == house && $0.at >= begin && $0.at < stop }
        || calls.contains {
          cases[$0.ticket].house == house && $0.reached && $0.at >= begin && $0.at < stop
        }
    }

    var overall: [Int64] = []
    var loyal = 0
    var asked = 0
    for survey in relations.surveyEnds.indices {
      for house in houses.indices where isThere(houses[house]) {
        // What was answered after as-of has not been answered yet.
        let answers = relations.answers.filter {
          $0.survey == survey && $0.house == house
            && ($0.day ?? relations.surveyEnds[survey]) <= Int64(asOf.number)
        }
        guard let day = answers.map({ $0.day ?? relations.surveyEnds[survey] }).max(),
          day >= firstDay, day <= stopDay
        else { continue }
        func score(_ dimension: String) -> Int64? {
          answers.filter { $0.dimension == dimension }.map(\.score).max()
        }
        if let score = score("overall") { overall.append(score) }
        if let again = score("repurchase"), let recommend = score("recommend") {
          asked += 1
          if again >= 4, recommend >= 4 { loyal += 1 }
        }
      }
    }

    var there = 0
    var gone = 0
    for customer in 1...5 where firstDay <= stopDay {
      let holdings = relations.holdings.filter {
        $0.customer == customer && isThere(houses[$0.house])
      }
      // There before the range began, and not only until then.
      guard holdings.contains(where: { $0.from < firstDay && ($0.to ?? .max) >= firstDay }) else {
        continue
      }
      there += 1
      if !holdings.contains(where: { $0.from <= stopDay && ($0.to ?? .max) > stopDay }) { gone += 1 }
    }
    return [
      "complaint_measure_rate": pair(
        done.count + corrected.count, due.count + corrections.count),
      "handover_satisfaction": pair(handovers.filter { $0 >= 4 }.count, handovers.count),
      "customer_satisfaction": pair(overall.filter { $0 >= 4 }.count, overall.count),
      "customer_loyalty": pair(loyal, asked),
      "visit_coverage": pair(contacted.count, households.count),
      "churn_rate": pair(gone, there),
    ]
  }

  /// Households that assistants visited, once a month and assistant, and how many assistants did.
  func naiveVisits(
    begin: Int64, stop: Int64, house isThere: (House) -> Bool
  ) -> (households: Int, people: Int) {
    let made = relations.visits.filter {
      isThere(houses[$0.house]) && $0.at >= begin && $0.at < stop
    }
    let households = made.map { visit in
      "\(visit.assistant) \(visit.house) \(zone.day(of: Instant(seconds: visit.at)).period)"
    }
    return (Set(households).count, Set(made.map(\.assistant)).count)
  }
}
