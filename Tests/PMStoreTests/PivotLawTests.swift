// Pivots against the cases counted one by one, over random histories.
import PMCore
import PMStore
import Testing

@Suite("Pivots over random histories")
struct PivotLawTests {
  @Test("a cell counts the cases of its row and column", arguments: 0..<60 as Range<UInt64>)
  func cells(seed: UInt64) throws {
    let history = try MetricsHistory(seed: seed)
    let database = try history.database()
    let question = MetricQuestion(
      Metric.catalogue, from: history.origin, to: history.origin.adding(45),
      asOf: history.origin.adding(Int(seed % 50)), zone: history.zone)
    let begin = history.zone.start(of: question.first).seconds
    let stop = history.zone.start(of: min(question.last, question.asOf).adding(1)).seconds
    let end = history.zone.start(of: question.asOf.adding(1)).seconds
    let cohort = history.stood(before: end).cases.filter {
      $0.created >= begin && $0.created < stop
    }

    /// Hour and weekday by counting up from the first day, which divides nothing.
    func time(_ moment: Int64) -> (hour: Int, day: Day) {
      var day = history.origin.adding(-1)
      while history.zone.start(of: day.adding(1)).seconds <= moment { day = day.adding(1) }
      return (Int(moment - history.zone.start(of: day).seconds) / 3600, day)
    }
    func community(_ ticket: MetricsHistory.Case) -> String {
      ticket.house.map { history.houses[$0].community } ?? ""
    }

    let byHour = try database.pivot(.count, rows: .kind, columns: .hour, question)
    let byMonth = try database.pivot(.handlingRate, rows: .month, columns: .community, question)
    let hours = try database.pivot(.meanHours, rows: .assignee, columns: nil, question)
    #expect(byHour.total.above == Int64(cohort.count))
    for kind in ["complaint", "repair", "service"] {
      for hour in 0..<24 {
        let expected = cohort.filter { $0.kind == kind && time($0.created).hour == hour }.count
        #expect(byHour[kind, padded(hour, 2)].above == Int64(expected), "seed \(seed)")
      }
    }
    for month in byMonth.rows(.month) {
      for place in ["A1", "A2", "A10", ""] {
        let cell = cohort.filter {
          time($0.created).day.period.description == month && community($0) == place
            && ($0.kind == "complaint"
              ? $0.valid == true
              : $0.valid != false && !["cancelled", "invalid"].contains($0.state ?? ""))
        }
        let done = cell.filter { $0.finished.map { $0 < end } ?? false }
        #expect(
          byMonth[month, place] == PivotTally(Int64(done.count), over: Int64(cell.count)),
          "seed \(seed): \(month) \(place)")
      }
    }
    for assignee in ["员工10", "员工9", ""] {
      let done = cohort.filter {
        ($0.assignee ?? "") == assignee && ($0.finished.map { $0 < end } ?? false)
      }
      let seconds = done.reduce(0) { $0 + ($1.finished ?? 0) - $1.created }
      #expect(
        hours.total(row: assignee) == PivotTally(seconds, over: Int64(done.count)), "seed \(seed)")
    }
  }

  @Test("each pivot of two properties has the total of one without", arguments: PivotMeasure.allCases)
  func totals(measure: PivotMeasure) throws {
    for seed in 0..<6 as Range<UInt64> {
      let history = try MetricsHistory(seed: seed)
      let database = try history.database()
      let question = MetricQuestion(
        Metric.catalogue, from: history.origin, to: history.origin.adding(45),
        asOf: history.origin.adding(60), zone: history.zone)
      let total = try database.pivot(measure, rows: .kind, columns: nil, question).total
      for rows in PivotDimension.allCases {
        let columns = PivotDimension.allCases[(Int(seed) * 5 + 3) % PivotDimension.allCases.count]
        let pivot = try database.pivot(measure, rows: rows, columns: columns, question)
        #expect(pivot.total == total, "\(rows) by \(columns)")
        var sum = PivotTally()
        for row in pivot.rows(rows) {
          for column in pivot.columns(columns) { try sum.add(pivot[row, column]) }
        }
        #expect(sum == total, "\(rows) by \(columns)")
      }
    }
  }

  @Test(
    "a measure is the key figure whose name it bears, over the same cohort",
    arguments: [
      (PivotMeasure.handlingRate, "complaint", "complaint_handling_rate"),
      (.timeliness, "repair", "repair_timeliness"), (.passRate, "repair", "repair_pass_rate"),
      (.satisfaction, "repair", "repair_callback_satisfaction"),
    ])
  func likeTheFigures(row: (PivotMeasure, String, String)) throws {
    var told = 0
    for seed in 0..<40 as Range<UInt64> {
      let history = try MetricsHistory(seed: seed)
      let database = try history.database()
      let question = MetricQuestion(
        Metric.catalogue.filter { $0.id == row.2 }, from: history.origin,
        to: history.origin.adding(45), asOf: history.origin.adding(Int(seed % 50)),
        zone: history.zone)
      let total = try database.pivot(
        row.0, rows: .department, columns: .month, kind: row.1, question
      ).total
      let figures = try database.figures(question)
      #expect(figures.map(\.numerator.count) == [total.above], "seed \(seed)")
      #expect(figures.map(\.denominator.count) == [total.below], "seed \(seed)")
      if total.above > 0, total.above < total.below { told += 1 }
    }
    #expect(told > 0)
  }

  @Test(
    "weeks are those of ISO 8601",
    arguments: [
      ("2026-01-01", "2026-W01"), ("2025-12-29", "2026-W01"), ("2025-12-28", "2025-W52"),
      ("2021-01-03", "2020-W53"), ("2027-01-03", "2026-W53"), ("2024-12-31", "2025-W01"),
      ("1969-12-31", "1970-W01"),
    ])
  func weeks(row: (String, String)) throws {
    let day = try #require(Day(row.0))
    #expect(PivotDimension.week.label(of: Int64(day.number)) == row.1)
  }
}
