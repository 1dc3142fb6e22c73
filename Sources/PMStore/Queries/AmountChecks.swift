// What must hold within a bill: its class, its amount, the tax in it, when it is posted.
import PMCore

extension Check {
  static let amounts = [
    Check(
      name: "bill-amount",
      words: Words(
        "An amount is quantity × price, of a price by area or head × the room's", zh: "账单金额等于数量 × 单价（× 面积或人数）"),
      sql: amountSQL),
    Check(
      name: "bill-tax",
      words: Words(
        "The tax of a bill is what its amount contains at its rate", zh: "账单税额等于其金额按税率所含之税"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t.tax_minor NOT BETWEEN min(t.amount_minor, 0) AND max(t.amount_minor, 0)
            OR t.tax_rate > 0 AND t.opening = 0 AND t.class <> 'deposit'
               AND 2e0 * abs(t.amount_minor) * t.tax_rate < 4e18
               AND CASE
                 WHEN t.corrects_id IS NOT NULL
                   -- The last credit takes what the roundings of those before it left.
                   THEN t.tax_method = 'taxed'
                        AND abs(t.tax_minor - \(containedTax)) > 1 + (SELECT count(*) FROM bill AS c
                                                                      WHERE c.corrects_id = t.corrects_id)
                 WHEN t.tax_method = 'taxed' OR t.class = 'late' THEN t.tax_minor <> \(containedTax)
                 -- With the method of differences only what the tariff's cost leaves is taxed.
                 ELSE abs(t.tax_minor) > abs(\(containedTax)) END
         ORDER BY t.id
        """),
    Check(
      name: "bill-class",
      words: Words(
        "A bill is of the class of its fee, a late fee where it is on another bill", zh: "账单类别即其费用类别，违约金均有本金账单"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
          JOIN fee ON fee.id = t.fee_id
          LEFT JOIN bill AS o ON o.id = t.corrects_id
         WHERE (t.class = 'late') <> (t.principal_id IS NOT NULL)
            OR t.class NOT IN ('late', fee.class, coalesce(o.class, fee.class)) AND t.ticket_id IS NULL
               AND NOT EXISTS (SELECT 1 FROM history AS h
                                WHERE h.record = 'fee' AND h.row_id = fee.id AND h.old ->> '$.class' = t.class)
         ORDER BY t.id
        """),
    Check(
      name: "bill-posted",
      words: Words(
        "A bill is posted in its period, on its day of issue where that lies in it",
        zh: "账单记入其账期；出账日期在账期内的，以出账日期记账"),
      sql: """
        WITH month AS MATERIALIZED (
          SELECT period, \(firstDay("period")) AS first, \(firstDay("period + 1")) - 1 AS last
            FROM (SELECT DISTINCT period FROM bill))
        SELECT \(label(Bill.record))
          FROM bill AS t JOIN month ON month.period = t.period
         WHERE t.posted_on <> iif(t.opening = 1, month.last, min(max(t.issued_on, month.first), month.last))
            OR t.class = 'late' AND t.opening = 0
               AND (t.posted_on <> t.issued_on OR t."from" <> t.issued_on OR t."to" <> t.issued_on)
         ORDER BY t.id
        """),
  ]

  /// The tax that the amount of row `t` contains, half up to the fen and with its sign, as SQL.
  private static let containedTax = """
    (sign(t.amount_minor) * ((2 * abs(t.amount_minor) * t.tax_rate + 100000000 + t.tax_rate)
                             / (2 * (100000000 + t.tax_rate))))
    """

  /// The day on which a period begins, as SQL.
  static func firstDay(_ period: String) -> String {
    """
    CAST(julianday(printf('%04d-%02d-01', (\(period)) / 12, (\(period)) % 12 + 1)) - 2440587.5 AS INTEGER)
    """
  }

  /// The lines that have all that makes their amount on them, or in what the room is or was.
  ///
  /// Not blocks (`bill-blocks`), formulas, which `bill explain` makes anew, shares (`share-bills`),
  /// corrections (`credit-within`) and opening bills. Where a charge multiplies by a factor or replaces
  /// by a sum, or did so once, each of its factors will do. Where quantities are months, the last part
  /// of a split line takes the residue.
  private static let amountSQL = """
    WITH held AS MATERIALIZED (
      SELECT code, min(method) AS method
        FROM tariff
       WHERE code NOT IN (SELECT changed.code
                            FROM history AS h JOIN tariff AS changed ON changed.id = h.row_id
                           WHERE h.record = 'tariff' AND json_type(h.old, '$.method') IS NOT NULL)
       GROUP BY code
      HAVING min(method) = max(method)
         AND min(method) IN ('fixed', 'per_area', 'per_unit', 'derived', 'per_head')),
    rounded AS MATERIALIZED (
      SELECT id AS fee_id,
             CASE WHEN id IN (SELECT row_id FROM history
                               WHERE record = 'fee' AND (json_type(old, '$.rounding') IS NOT NULL
                                                         OR json_type(old, '$.rounding_to') IS NOT NULL))
                    THEN 100e10
                  ELSE rounding_to * iif(rounding IN ('half_up', 'half_even'), 5e9, 1e10) END AS off
        FROM fee),
    scope_charge AS MATERIALIZED (SELECT id, fee_id FROM charge WHERE scope_id IS NOT NULL),
    line AS (
      SELECT bill.id, bill.room_id, bill.fee_id, bill.amount_minor, bill.quantity, 1e0 * bill.price AS price,
             iif(bill.meter_id IS NULL, held.method, 'per_unit') AS method,
             rounded.off * iif(bill.meter_id IS NULL, 6, 1) + 1e6 AS off
        FROM bill
        JOIN rounded ON rounded.fee_id = bill.fee_id
        LEFT JOIN held ON held.code = bill.tariff
       WHERE bill.class IN ('recurring', 'metered', 'one-off', 'deposit') AND bill.opening = 0
         AND bill.corrects_id IS NULL AND bill.quantity IS NOT NULL AND bill.price IS NOT NULL
         AND (bill.tariff IS NULL OR held.method IS NOT NULL))
    SELECT \(label(Bill.record))
      FROM line AS t
      LEFT JOIN room ON room.id = t.room_id
     WHERE CASE t.method WHEN 'per_area' THEN \(isNotOfArea) WHEN 'per_head' THEN \(isNotOfHeads)
                ELSE NOT \(isOf("1")) END
       AND NOT EXISTS (SELECT 1 FROM charge AS x, json_each(\(factors)) AS f
                        WHERE x.room_id = t.room_id AND x.fee_id = t.fee_id AND \(isOdd) AND \(isMultiplied))
       AND NOT EXISTS (SELECT 1 FROM scope_charge CROSS JOIN charge AS x ON x.id = scope_charge.id,
                              json_each(\(factors)) AS f
                        WHERE scope_charge.fee_id = t.fee_id AND \(isOdd) AND \(isMultiplied))
     ORDER BY t.id
    """

  /// That the amount of line `t` is quantity × price × `size`, as far as four decimals of the quantity
  /// and the rounding tell.
  private static func isOf(_ size: String) -> String {
    """
    coalesce(abs(t.amount_minor * 1e10 - t.quantity * t.price * (\(size)))
             <= t.off + abs(t.price * (\(size))) / 2, 0)
    """
  }

  /// The factors that charge `x` has or had, and 1, as JSON.
  private static let factors = """
    (SELECT json_group_array(value)
       FROM (SELECT 100000000 AS value UNION ALL SELECT x.factor UNION ALL SELECT x.vacant_factor
             UNION ALL
             SELECT h.old ->> each.value FROM history AS h, json_each('["$.factor","$.vacant_factor"]') AS each
              WHERE h.record = 'charge' AND h.row_id = x.id)
      WHERE value IS NOT NULL)
    """

  /// That factor `f` of charge `x` makes the amount of line `t`: of what its price is by, or of the sum
  /// a month that stands in the place of its price. What a sum makes of a usage, its quantity does not
  /// tell.
  private static let isMultiplied = """
    CASE t.method
      WHEN 'per_area' THEN NOT \(isNotOf(["floor_area", "usable_area"], scale: "1e-12 * f.value"))
                           OR \(isOf("1e-8 * f.value"))
      WHEN 'per_head' THEN NOT \(isNotOf(["household_size"], scale: "1e-8 * f.value")) OR \(isOf("1e-8 * f.value"))
      ELSE \(isOf("1e-8 * f.value"))
           OR t.method IN ('per_unit', 'derived')
              AND (x.amount_minor IS NOT NULL
                   OR EXISTS (SELECT 1 FROM history AS h
                               WHERE h.record = 'charge' AND h.row_id = x.id
                                 AND json_type(h.old, '$.amount_minor') IS NOT NULL)) END
    """

  private static let isNotOfArea = isNotOf(["floor_area", "usable_area"], scale: "1e-4")
  private static let isNotOfHeads = isNotOf(["household_size"], scale: "1e0")

  /// That no size that the room of line `t` has or had makes its amount.
  private static func isNotOf(_ columns: [String], scale: String) -> String {
    func any(_ value: (String) -> String) -> String {
      "(\(columns.map { isOf("\(value($0)) * \(scale)") }.joined(separator: " OR ")))"
    }
    let replaced = any { "h.old ->> '$.\($0)'" }
    return """
      NOT (\(any { "room.\($0)" })
           OR EXISTS (SELECT 1 FROM room_version AS v WHERE v.room_id = t.room_id AND \(any { "v.\($0)" }))
           OR EXISTS (SELECT 1 FROM history AS h
                       WHERE h.record = 'room' AND h.row_id = t.room_id AND \(replaced))
           OR EXISTS (SELECT 1 FROM room_version AS v
                       CROSS JOIN history AS h ON h.record = 'room_version' AND h.row_id = v.id
                       WHERE v.room_id = t.room_id AND \(replaced)))
      """
  }

  /// That charge `x` multiplies its lines or replaces them by a sum, or did so once.
  static let isOdd = """
    (x.factor <> 100000000 OR x.vacant_factor IS NOT NULL OR x.amount_minor IS NOT NULL
     OR EXISTS (SELECT 1 FROM history AS h
                 WHERE h.record = 'charge' AND h.row_id = x.id
                   AND (json_type(h.old, '$.factor') IS NOT NULL
                        OR json_type(h.old, '$.vacant_factor') IS NOT NULL
                        OR json_type(h.old, '$.amount_minor') IS NOT NULL)))
    """
}
