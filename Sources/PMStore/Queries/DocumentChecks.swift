// What must hold of numbered documents: none is missing, neither between others nor at the end.
import PMCore

extension Check {
  static let documents = [
    Check(
      name: "receipt-numbers", words: Words("Receipts are numbered without gaps", zh: "收据号连续"),
      sql: gaps(in: [Receipt.record])),
    Check(
      name: "bill-numbers", words: Words("Bills are numbered without gaps", zh: "账单号连续"),
      sql: gaps(in: [Bill.record])),
    Check(
      name: "document-numbers",
      words: Words("Every other document is numbered without gaps", zh: "其他单据编号连续"),
      sql: gaps(in: numbered.filter { ![Bill.record.name, Receipt.record.name].contains($0.name) })),
    Check(
      name: "document-kept",
      words: Words("The last documents that the journal tells of are there", zh: "日志所记的最后单据仍在"),
      sql: """
        WITH kept AS MATERIALIZED (
          SELECT c.key AS name, max(c.value) AS id
            FROM journal AS j, json_each(iif(json_valid(j.counts), j.counts, '{}')) AS c
           WHERE instr(j.counts, '"last_') > 0
           GROUP BY c.key)
        \(numbered.map { record in
          """
          SELECT \(label(record))
            FROM kept AS t
           WHERE name = 'last_\(record.table)' AND id > (SELECT coalesce(max(id), 0) FROM \(record.table))
          """
        }.joined(separator: "\nUNION ALL\n"))
        """),
    Check(
      name: "receipt-payment",
      words: Words(
        "A receipt is of a payment that somebody made, at the counter of one taken with it",
        zh: "收据对应已确认付款人的收款；柜台收据与其收款同时产生"),
      // Printed later, the receipt names that entry; the first one is in the history then.
      sql: """
        SELECT \(label(Receipt.record))
          FROM receipt AS t JOIN payment AS p ON p.id = t.payment_id
         WHERE p.payer_id IS NULL
            OR t.printed = 0 AND p.counter = 0
            OR p.counter = 1
               AND p.run <> coalesce((SELECT h.old ->> '$.run' FROM history AS h
                                       WHERE h.record = 'receipt' AND h.row_id = t.id
                                       ORDER BY h.rowid LIMIT 1), t.run)
         ORDER BY t.id
        """),
  ]

  /// The rows before which a number is missing, as SQL.
  private static func gaps(in records: [RecordType]) -> String {
    records.map { record in
      """
      SELECT \(label(record))
        FROM (SELECT id, id - lag(id, 1, 0) OVER (ORDER BY id) AS step FROM \(record.table)) AS t
       WHERE t.step <> 1
      """
    }.joined(separator: "\nUNION ALL\n")
  }

  /// The records whose rows have a number of pm's.
  private static let numbered = Records.all.filter { $0.number != nil }
}
