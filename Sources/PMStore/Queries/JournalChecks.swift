// What must hold of documents against the journal, which is sealed while they are not: who closed,
// who approved, how many bills a run made.
import PMCore

extension Check {
  static let journalled = [
    Check(
      name: "closings-kept",
      words: Words(
        "Periods were closed and reopened as the journal tells of it", zh: "结账与反结账与日志所记一致"),
      // A close seals day and digest in its entry, and a later one what it replaced in the history.
      sql: """
        SELECT name FROM (
          SELECT printf('%04d-%02d', t.period / 12, t.period % 12 + 1) AS name
            FROM closing AS t
            LEFT JOIN journal AS j ON j.id = t.run AND j.command = 'bill close'
            LEFT JOIN (SELECT h.row_id, max(h.journal_id) AS entry
                         FROM history AS h JOIN journal AS o ON o.id = h.journal_id AND o.command = 'bill reopen'
                        WHERE h.record = 'closing'
                        GROUP BY h.row_id) AS h ON h.row_id = t.id AND h.entry > t.run
            LEFT JOIN journal AS o ON o.id = h.entry
            LEFT JOIN org ON org.id = t.org_id
           WHERE j.id IS NULL OR j.digest IS NOT t.digest
              OR (t.org_id IS NULL) <> (instr(j.arguments, ' --org ') = 0)
              OR instr(j.arguments, ' --org ' || org.code || ' ') = 0
              OR j.arguments NOT LIKE printf('--period %04d-%02d %%', t.period / 12, t.period % 12 + 1)
              OR j.arguments NOT LIKE '% --as-of ' || date(t.closed_on * 86400, 'unixepoch')
              OR (t.reopened_on IS NULL) <> (o.id IS NULL)
              OR o.arguments NOT LIKE '% --as-of ' || date(t.reopened_on * 86400, 'unixepoch')
          UNION
          SELECT 'run ' || id
            FROM journal
           WHERE command = 'bill close' AND json_valid(counts) AND json_extract(counts, '$.closed') = 1
             AND id NOT IN (SELECT run FROM closing)
             AND id NOT IN (SELECT json_extract(old, '$.run') FROM history
                             WHERE record = 'closing' AND json_extract(old, '$.run') IS NOT NULL))
         ORDER BY name
        """),
    Check(
      name: "approvers-kept",
      words: Words(
        "Waivers, write-offs, refunds and deductions were approved by whom the journal names",
        zh: "减免、坏账、退款与押金抵扣的批准人与日志所记一致"),
      // The journal names the approver last, in whatever order it was typed. Who is called by a long
      // number is masked there, which tells nothing then. A waiver that went over to the line in its
      // bill's place was approved there.
      sql: """
        SELECT name
          FROM (SELECT \(label(Adjustment.record)) AS name, approver, run FROM adjustment AS t
                 WHERE approver IS NOT NULL
                   AND NOT EXISTS (
                     SELECT 1 FROM bill AS anew
                      WHERE anew.id = t.bill_id AND anew.run = t.run AND t.kind = 'waive'
                        AND (SELECT sum(a.amount_minor) FROM adjustment AS a
                              WHERE a.bill_id = anew.corrects_id AND a.kind = 'waive'
                                AND a.approver = t.approver)
                            >= (SELECT sum(a.amount_minor)
                                  FROM bill AS b JOIN adjustment AS a ON a.bill_id = b.id
                                 WHERE b.corrects_id = anew.corrects_id AND b.run = t.run
                                   AND a.run = t.run AND a.kind = 'waive' AND a.approver = t.approver))
                UNION ALL
                SELECT \(label(Refund.record)), approver, run FROM refund AS t
                UNION ALL
                SELECT \(label(Deduction.record)), approver, run FROM deduction AS t) AS t
          LEFT JOIN journal AS j ON j.id = t.run
         WHERE j.id IS NULL
            OR substr(j.arguments, -length(' --approver ' || t.approver)) <> ' --approver ' || t.approver
               AND NOT (t.approver GLOB '*[0-9][0-9][0-9][0-9][0-9]*' AND j.arguments GLOB '* --approver *[*]*')
         ORDER BY name
        """),
    Check(
      name: "bill-runs-kept",
      words: Words("A run has as many bills as the journal counted", zh: "每个出账批次的账单数与日志所记一致"),
      sql: """
        SELECT 'run ' || j.id
          FROM journal AS j
          LEFT JOIN (SELECT run, count(*) AS bills FROM bill GROUP BY run) AS b ON b.run = j.id
         WHERE j.command IN ('bill run', 'bill late')
           AND json_extract(j.counts, '$.created') <> coalesce(b.bills, 0)
         ORDER BY j.id
        """),
  ]
}
