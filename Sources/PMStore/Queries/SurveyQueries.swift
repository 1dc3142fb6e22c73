// Surveys: who was asked, who answered, and how many were content.
package import PMCore

/// A survey out of the database.
package struct StoredSurvey: Sendable {
  package let id: Int64
  package let code: String
  package let name: String
  package let scope: Int64?
  package let from: Day
  package let to: Day
  /// A ratio in units of a ten-thousandth.
  package let target: Int64?
}

/// The answers of a group.
package struct AnswerTally: Sendable {
  /// Rooms that answered.
  package var rooms: Int64
  package var answers: Int64
  /// Scored 4 or 5.
  package var content: Int64

  package init(rooms: Int64 = 0, answers: Int64 = 0, content: Int64 = 0) {
    self.rooms = rooms
    self.answers = answers
    self.content = content
  }
}

/// By what the answers are told apart.
package enum SurveyDimension: String, Sendable, CaseIterable {
  case dimension, department
}

extension Database {
  /// The survey in row `id`.
  package func survey(_ id: Int64) throws -> StoredSurvey? {
    try surveys("id = ?1", [.integer(id)]).first
  }

  /// The latest survey of the same scope that began in the year before.
  package func survey(before survey: StoredSurvey) throws -> StoredSurvey? {
    let period = survey.from.period
    guard let first = Period(year: period.year - 1, month: 1) else { return nil }
    return try surveys(
      "scope_id IS ?1 AND \"from\" >= ?2 AND \"from\" <= ?3 ORDER BY \"from\" DESC, key DESC LIMIT 1",
      [
        SQLValue(survey.scope), .day(first.first),
        .day(first.adding(11).last),
      ]
    ).first
  }

  private func surveys(_ condition: String, _ values: [SQLValue]) throws -> [StoredSurvey] {
    try rows(
      """
      SELECT id, code, name, scope_id, "from", "to", target
        FROM survey
       WHERE \(condition)
      """, values
    ) { row in
      StoredSurvey(
        id: row.int64(0), code: row.string(1), name: row.string(2), scope: row.optionalInt64(3),
        from: row.day(4), to: row.day(5), target: row.optionalInt64(6))
    }
  }

  /// The surveys that began in the days from `first` through `last`, the latest first.
  ///
  /// - Parameter orgs: only those of these organisations; nil for all.
  package func surveys(from first: Day, through last: Day, orgs: [Int64]?) throws -> [Int64] {
    let scope = orgs.map { "scope_id IN (\(sqlList($0)))" } ?? "1"
    return try surveys(
      "\"from\" BETWEEN ?1 AND ?2 AND \(scope) ORDER BY \"from\" DESC, key",
      [.day(first), .day(last)]
    ).map(\.id)
  }

  /// The rooms of a survey's scope in which somebody could be asked: lived or worked in, delivered
  /// when it ended as households are counted, and still there; and whichever answered anyway.
  package func roomsAsked(_ survey: StoredSurvey) throws -> Int64 {
    var scope = "1"
    if let org = survey.scope {
      scope = "community_id IN (\(try sqlList(orgTree().under(org))))"
    }
    return try scalar(
      """
      SELECT count(*)
        FROM room
       WHERE \(scope)
         AND (kind IN ('residence', 'shop', 'office')
              AND (delivered_on <= ?1
                   OR delivered_on IS NULL AND status IN ('delivered', 'occupied', 'let', 'vacant'))
              AND (ended_on IS NULL OR ended_on > ?1)
              OR id IN (SELECT room_id FROM answer WHERE survey_id = ?2))
      """, [.day(survey.to), .integer(survey.id)]) ?? 0
  }

  /// What a survey has asked by `day`, in the order of the declaration.
  package func dimensions(of survey: StoredSurvey, asOf day: Day) throws -> [String] {
    let found = Set(
      try rows(
        """
        \(Answer.underScopes)
        SELECT DISTINCT t.dimension FROM answer AS t
         WHERE survey_id = ?1 AND \(answered(by: day)) AND NOT \(Answer.isOutside)
         ORDER BY 1
        """, [.integer(survey.id)]
      ) { $0.string(0) })
    return Answer.dimensions.map(\.value).filter(found.contains)
  }

  /// How many answers to a survey do not say when they were given.
  package func undatedAnswers(to survey: StoredSurvey) throws -> Int64 {
    try scalar(
      "SELECT count(*) FROM answer WHERE survey_id = ?1 AND answered_on IS NULL",
      [.integer(survey.id)]) ?? 0
  }

  /// The answers to a survey by `day`, by group, and of all under the empty name; rooms outside its
  /// scope, which may have moved there since, do not count.
  ///
  /// - Parameter asked: only what answers these; nil for all.
  package func answers(
    to survey: StoredSurvey, by dimension: SurveyDimension, asOf day: Day, among asked: [String]? = nil
  ) throws -> [String: AnswerTally] {
    try answers(by: dimension, where: "survey_id = ?1", [.integer(survey.id)], day, asked)
  }

  /// The answers by `day` to all surveys that began in the year of this one, by group, and of all
  /// under the empty name.
  package func groupAnswers(
    like survey: StoredSurvey, by dimension: SurveyDimension, asOf day: Day, among asked: [String]
  ) throws -> [String: AnswerTally] {
    let year = survey.from.period
    let first = year.adding(1 - year.month)
    return try answers(
      by: dimension,
      where: """
        survey_id IN (SELECT id FROM survey WHERE "from" >= ?1 AND "from" <= ?2)
        """,
      [.day(first.first), .day(first.adding(11).last)], day,
      asked)
  }

  private func answers(
    by dimension: SurveyDimension, where condition: String, _ values: [SQLValue], _ day: Day,
    _ asked: [String]?
  ) throws -> [String: AnswerTally] {
    // Words of the declaration, which need no escape.
    let words = asked.map { asked in Answer.dimensions.map(\.value).filter(asked.contains) }
    let kept = words.map { "t.dimension IN (\($0.map { "'\($0)'" }.joined(separator: ", ")))" } ?? "1"
    let source = """
      FROM answer AS t
       WHERE \(condition) AND \(kept) AND \(answered(by: day)) AND NOT \(Answer.isOutside)
      """
    let figures = "count(DISTINCT room_id), count(*), COALESCE(sum(score >= 4), 0)"
    var tallies: [String: AnswerTally] = [:]
    // Answers that name no department lie with nobody.
    try forEach(
      """
      \(Answer.underScopes)
      SELECT COALESCE(\(dimension.rawValue), '-'), \(figures)
        \(source)
       GROUP BY 1
      UNION ALL
      SELECT '', \(figures)
        \(source)
       ORDER BY 1
      """, values
    ) { row in
      tallies[row.string(0)] = AnswerTally(
        rooms: row.int64(1), answers: row.int64(2), content: row.int64(3))
    }
    return tallies
  }

  /// That the answer in row `t` had come in by `day`; one that does not say when came in on the
  /// last day of its survey, as in the key figures.
  private func answered(by day: Day) -> String {
    """
    COALESCE(t.answered_on, (SELECT "to" FROM survey WHERE survey.id = t.survey_id)) <= \(day.number)
    """
  }

  /// How many of the answers just written lie outside the days of their survey.
  package func touchedAnswersOutOfTime() throws -> [(survey: String, count: Int64)] {
    try rows(
      """
      SELECT s.code, count(*)
        FROM touched
        JOIN answer AS t ON t.id = touched.id
        JOIN survey AS s ON s.id = t.survey_id
       WHERE t.answered_on < s."from" OR t.answered_on > s."to"
       GROUP BY s.id ORDER BY s.key
      """
    ) { ($0.string(0), $0.int64(1)) }
  }
}
