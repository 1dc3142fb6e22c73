"""L1, P1: late fees on every bill, and payments allocated to the oldest."""
from common import PM, SHELL, billed, compare, copy, rows, write

# F of each bill: 0.0005 a day on what is open, after five days of grace, rounded half up.
LATE_SQL = """
SELECT count(*), sum((amount_minor * 5 * (20819 - due_on - 5) + 5000) / 10000)
  FROM bill WHERE due_on + 5 < 20819 AND amount_minor > paid_minor;
"""
# The same as pm posts it: a line of its own for each bill, in the same table with the same keys.
LATE_LINES_SQL = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
INSERT INTO bill (room_id, customer_id, fee_id, class, period, "from", "to", amount_minor, tax_minor,
                  due_on, principal_id, tax_rate, issued_on, posted_on, run)
SELECT room_id, customer_id, fee_id, 'late', 24324, 20819, 20819, late,
       (2 * late * tax_rate + 100000000 + tax_rate) / (2 * (100000000 + tax_rate)),
       20819, id, tax_rate, 20819, 20819, 0
  FROM (SELECT *, (amount_minor * 5 * (20819 - due_on - 5) + 5000) / 10000 AS late
          FROM bill WHERE due_on + 5 < 20819 AND amount_minor > paid_minor ORDER BY id)
 WHERE late > 0;
"""
# The same payments by SQL alone: matched to the room's owner, allocated by a window of running sums
# in order of due date and number, the rest kept as prepayment.
PAY_SQL = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -16384;
BEGIN;
CREATE TEMP TABLE stage (room, paid_on, method, amount, reference);
.import --csv --skip 1 payments.csv stage
INSERT INTO payment (key, room_id, paid_on, method, amount_minor, reference, payer_id, company_id,
                     posted_on, run)
SELECT 'CO' || method || reference, room.id, julianday(stage.paid_on) - 2440587.5, method,
       CAST(round(amount * 100) AS INTEGER), reference, occupancy.customer_id, 1,
       CAST(julianday(stage.paid_on) - 2440587.5 AS INTEGER), 0
  FROM stage JOIN room ON room.code = stage.room
  JOIN occupancy ON occupancy.room_id = room.id AND pays AND occupancy."to" IS NULL
 ORDER BY stage.paid_on, stage.rowid;
INSERT INTO allocation (bill_id, kind, payment_id, fee_id, amount_minor, value_on, posted_on, run)
SELECT bill_id, 'payment', payment_id, fee_id, min(open, paid - before), paid_on, paid_on, 0
  FROM (SELECT bill.id AS bill_id, payment.id AS payment_id, bill.fee_id,
               bill.amount_minor - bill.paid_minor AS open, payment.amount_minor AS paid, paid_on,
               coalesce(sum(bill.amount_minor - bill.paid_minor) OVER (
                 PARTITION BY payment.id ORDER BY due_on, bill.id
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
          FROM payment
          JOIN bill ON bill.customer_id = payer_id AND bill.room_id = payment.room_id
               AND bill.ended IS NOT 'void'
               AND bill.amount_minor > bill.paid_minor + bill.waived_minor + bill.written_off_minor)
 WHERE before < paid;
UPDATE bill SET paid_minor = paid_minor + taken.total
  FROM (SELECT bill_id, sum(amount_minor) AS total FROM allocation GROUP BY bill_id) AS taken
 WHERE taken.bill_id = bill.id;
UPDATE payment SET allocated_minor = taken.total
  FROM (SELECT payment_id, sum(amount_minor) AS total FROM allocation GROUP BY payment_id) AS taken
 WHERE taken.payment_id = payment.id;
INSERT INTO prepayment (customer_id, company_id, payment_id, paid_on, posted_on, amount_minor,
                        left_minor, run)
SELECT payer_id, 1, id, paid_on, posted_on, amount_minor - allocated_minor,
       amount_minor - allocated_minor, 0
  FROM payment WHERE amount_minor > allocated_minor;
COMMIT;
"""
SUMS = """SELECT count(*), sum(amount_minor) FROM allocation
          UNION ALL SELECT count(*), sum(left_minor) FROM prepayment"""


def measure(options):
    full = billed(options.rooms)
    write("late.sql", LATE_SQL)
    # 2027-01-01 is day 20819.
    compare("L1", f"bill late, {3 * options.rooms} open bills", options.runs,
            (lambda: copy(full, "pm.db"),
             [PM, "bill", "late", "--as-of", "2027-01-01", "--yes", "--db", "pm.db",
              "--quiet"]),
            (lambda: copy(full, "shell.db"), [*SHELL, "shell.db"], "late.sql"),
            "SELECT sum(…) that only computes", 4.5)
    computed = rows("shell.db", LATE_SQL).split("|")
    posted = rows("pm.db", "SELECT count(*), sum(amount_minor) FROM bill WHERE class = 'late'")
    assert posted == "|".join(computed), (posted, computed)

    write("lines.sql", LATE_LINES_SQL)
    compare("L1", f"bill late, {3 * options.rooms} late lines", options.runs,
            (lambda: copy(full, "pm.db"),
             [PM, "bill", "late", "--as-of", "2027-01-01", "--yes", "--db", "pm.db",
              "--quiet"]),
            (lambda: copy(full, "shell.db"), [*SHELL, "shell.db"], "lines.sql"),
            "INSERT … SELECT, same table")
    lines = "SELECT count(*), sum(amount_minor), sum(tax_minor) FROM bill WHERE class = 'late'"
    assert rows("pm.db", lines) == rows("shell.db", lines), "pm and the shell charge differently"

    count = options.rooms // 2
    with open("payments.csv", "w", encoding="utf-8") as file:
        file.write("room,paid_on,method,amount,reference\n")
        codes = rows(full, f"SELECT code FROM room WHERE id % 2 = 0 ORDER BY id LIMIT {count}")
        for index, code in enumerate(codes.split("\n")):
            amount = (300, 150, 500, 12)[index % 4]
            file.write(f"{code},2026-11-{1 + index % 20:02},bank,{amount}.00,R{index:07}\n")
    write("pay.sql", PAY_SQL)
    compare("P1", f"payment import, {count} payments", options.runs,
            (lambda: copy(full, "pm.db"), [PM, "payment", "import", "payments.csv", "--db", "pm.db", "--quiet"]),
            (lambda: copy(full, "shell.db"), [*SHELL, "shell.db"], "pay.sql"),
            "window functions, same tables", 0.8, count=count)
    assert rows("pm.db", SUMS) == rows("shell.db", SUMS), "pm and the shell allocate differently"
