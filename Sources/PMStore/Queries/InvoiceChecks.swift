// What must hold of tax invoices: each bill is on one at most, and it is the one that it names.
import PMCore

extension Check {
  static let invoices = [
    Check(
      name: "invoice-booked",
      words: Words(
        "A bill names the one invoice that no red-letter invoice took back", zh: "账单的发票号为其唯一未红冲的发票"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
          LEFT JOIN (SELECT bill_id, max(invoice_no) AS number, count(*) AS invoices
                       FROM invoice AS i
                      WHERE red_letter_of IS NULL
                        AND NOT EXISTS (SELECT 1 FROM invoice AS red
                                         WHERE red.bill_id = i.bill_id AND red.red_letter_of = i.invoice_no)
                      GROUP BY bill_id) AS live ON live.bill_id = t.id
         WHERE live.invoices > 1
            OR t.invoice_no IS NOT live.number AND (t.opening = 0 OR live.number IS NOT NULL)
            OR t.invoice_no IS NOT NULL AND t.ended IS 'void'
         ORDER BY t.id
        """),
    Check(
      name: "invoice-red-letter",
      words: Words(
        "A red-letter invoice takes back an invoice of the same bill, not before it",
        zh: "红字发票冲销同一账单的蓝字发票，且不早于其开票日期"),
      sql: """
        SELECT red.invoice_no
          FROM invoice AS red
          JOIN bill AS t ON t.id = red.bill_id
          LEFT JOIN invoice AS blue
            ON blue.bill_id = red.bill_id AND blue.invoice_no = red.red_letter_of
         WHERE red.red_letter_of IS NOT NULL
           AND (blue.id IS NULL AND t.opening = 0 OR blue.red_letter_of IS NOT NULL
                OR red.invoiced_on < blue.invoiced_on)
         ORDER BY red.key
        """),
    Check(
      name: "invoice-one-customer",
      words: Words("An invoice is on bills of one customer", zh: "一张发票只对应一名客户的账单"),
      sql: """
        SELECT invoice.invoice_no
          FROM invoice
          JOIN bill ON bill.id = invoice.bill_id
         GROUP BY invoice.invoice_no
        HAVING min(bill.customer_id) <> max(bill.customer_id)
         ORDER BY 1
        """),
    Check(
      name: "bill-tax-method",
      words: Words(
        "Only taxed lines contain tax, and at a rate", zh: "只有应税与差额账单含税，且有税率"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t.opening = 0
           AND (t.tax_method NOT IN ('taxed', 'difference') AND (t.tax_minor <> 0 OR t.tax_rate <> 0)
                OR t.tax_minor <> 0 AND t.tax_rate = 0)
         ORDER BY t.id
        """),
  ]
}
