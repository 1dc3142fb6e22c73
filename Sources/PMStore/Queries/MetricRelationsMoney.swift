// The facts of money: the bills of the range, and what was open of earlier ones.
import PMCore

extension MetricRelations {
  var bills: MetricSource {
    // What a credit line took off a bill is neither billed nor, though it settles, received.
    var withs: [With] = [
      span,
      (
        "credited",
        """
        SELECT c.corrects_id AS bill_id, SUM(c.amount_minor) AS amount_minor
          FROM \(table("bill")) AS c
          WHERE c.corrects_id IS NOT NULL AND c.amount_minor < 0
            AND c.posted_on <= \(question.asOf.number)
          GROUP BY c.corrects_id
        """
      ),
    ]
    var from = """
      FROM span
        JOIN \(table("bill")) AS b
          ON b.period >= span.first_period AND b.period <= span.last_period
        LEFT JOIN credited ON credited.bill_id = b.id
      """
    addPlaces(.bill, room: "b.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        ("class", "b.class"),
        (
          "cancelled",
          """
          CASE WHEN b.ended IS NOT NULL OR (b.corrects_id IS NOT NULL AND b.amount_minor < 0)
                THEN 1 ELSE 0 END
          """
        ),
        ("due_minor", "b.amount_minor - b.waived_minor + COALESCE(credited.amount_minor, 0)"),
        (
          "received_minor",
          """
          COALESCE((
                SELECT SUM(a.amount_minor) FROM \(table("allocation")) AS a
                WHERE a.bill_id = b.id AND a.posted_on <= \(question.asOf.number)), 0)
              + COALESCE(credited.amount_minor, 0)
          """
        ),
      ],
      dimensions: placeDimensions(), from: from,
      row: MetricSource.Row(
        key: "b.id", order: "b.id", room: code(of: "b.room_id"), at: "b.period"))
  }

  /// Lines of earlier periods, without late fees, as `report collection` counts them.
  ///
  /// What is settled now and was not touched since the range began is left out: it adds nothing.
  var arrears: MetricSource {
    let first = "\(question.first.number)"
    let settled = "b.paid_minor + b.waived_minor + b.written_off_minor"
    func sum(_ name: String, _ condition: String) -> String {
      """
      COALESCE((
                SELECT SUM(\(name).amount_minor) FROM \(table(name)) AS \(name)
                WHERE \(name).bill_id = b.id AND \(name).posted_on \(condition)), 0)
      """
    }
    var withs: [With] = [
      span,
      (
        "touched",
        """
        SELECT a.bill_id FROM \(table("allocation")) AS a WHERE a.posted_on >= \(first)
          UNION
          SELECT a.bill_id FROM \(table("adjustment")) AS a WHERE a.posted_on >= \(first)
        """
      ),
    ]
    var from = """
      FROM span
        JOIN \(table("bill")) AS b ON b.period < span.first_period AND b.class <> 'late'
          AND b.class <> 'deposit'
          AND (b.ended IS NULL OR b.ended <> 'void')
          AND (b.amount_minor <> \(settled) OR b.id IN (SELECT bill_id FROM touched))
      """
    addPlaces(.arrears, room: "b.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        (
          "opening_minor",
          "b.amount_minor - " + sum("allocation", "< span.first_day") + " - "
            + sum("adjustment", "< span.first_day AND \(Adjustment.changesOpen)")
        ),
        (
          "recovered_minor",
          sum(
            "allocation",
            ">= span.first_day AND allocation.posted_on <= \(question.asOf.number)")
        ),
      ],
      dimensions: placeDimensions(), from: from,
      row: MetricSource.Row(
        key: "b.id", order: "b.id", room: code(of: "b.room_id"), at: "b.period"))
  }
}
