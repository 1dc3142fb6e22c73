"""B1–B3: a month's bills of every room."""
from common import (PM, SHELL, compare, copy, estate, nothing, peaks, report, rows, run, statistics,
                    write)

# What bill run computes here: price × area (or a fixed sum) for the month, rounded half up, and the
# tax in it.
BILL_SQL = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
INSERT INTO bill (room_id, customer_id, fee_id, class, period, "from", "to", quantity, price,
                  amount_minor, tax_minor, due_on, tax_rate, issued_on, posted_on, tariff, run)
SELECT room_id, customer_id, fee_id, 'recurring', 24321, 20727, 20757, 10000, price,
       amount, (2 * amount * tax_rate + 100000000 + tax_rate) / (2 * (100000000 + tax_rate)),
       20741, tax_rate, 20727, 20727, tariff, 0
  FROM (SELECT room.id AS room_id, occupancy.customer_id, charge.fee_id, tariff.price,
               CASE tariff.method WHEN 'fixed' THEN (tariff.price + 500000) / 1000000
                    ELSE (room.floor_area * tariff.price + 5000000000) / 10000000000 END AS amount,
               fee.tax_rate, charge.tariff
          FROM room
          JOIN occupancy ON occupancy.room_id = room.id AND occupancy.role = 'owner'
               AND occupancy."from" <= 20727
               AND (occupancy."to" IS NULL OR occupancy."to" >= 20757) AND occupancy.pays
          JOIN charge ON charge.scope_id = room.community_id AND charge."from" <= 20727
               AND (charge."to" IS NULL OR charge."to" >= 20757)
          JOIN fee ON fee.id = charge.fee_id
          JOIN tariff ON tariff.code = charge.tariff AND tariff.valid_from <= 20727
         ORDER BY room.key, fee.key);
"""
SAME_SQL = """
ATTACH 'shell.db' AS shell;
SELECT count(*) FROM (
  SELECT room_id, customer_id, fee_id, amount_minor, tax_minor, "from", "to", due_on FROM main.bill
  EXCEPT
  SELECT room_id, customer_id, fee_id, amount_minor, tax_minor, "from", "to", due_on FROM shell.bill);
"""


def bill(period):
    return [PM, "bill", "run", "--period", period, "--db", "pm.db", "--quiet"]


def collect(month):
    """Every room pays what it was billed."""
    due = rows("pm.db", f"""
        SELECT code || ',{month}-28,bank,' || printf('%.2f', sum(amount_minor - paid_minor) / 100.0) ||
               ',{month}-' || room.id
          FROM bill JOIN room ON room.id = room_id GROUP BY room_id HAVING sum(amount_minor - paid_minor) > 0""")
    write("due.csv", f"room,paid_on,method,amount,reference\n{due}\n")
    run([PM, "payment", "import", "due.csv", "--db", "pm.db", "--quiet"])
    left = rows("pm.db", "SELECT count(*) FROM bill WHERE paid_minor < amount_minor")
    assert left == "0", f"{left} bills are open after {month} was paid"


def months(options, full, paid):
    """Seconds that the first and the twelfth month take, medians of fresh databases in turn; pm.db then
    has all twelve. `paid`: each month is paid before the next."""
    copy(full, "pm.db")
    for month in range(1, 12):
        run(bill(f"2026-{month:02}"))
        if paid:
            collect(f"2026-{month:02}")
    copy("pm.db", "eleven.db")
    first, last = [], []
    for _ in range(options.runs):
        copy(full, "pm.db")
        first.append(run(bill("2026-01")))
        copy("eleven.db", "pm.db")
        last.append(run(bill("2026-12")))
    if paid:
        collect("2026-12")
    return statistics.median(first), statistics.median(last)


def measure(options):
    full = estate(options.rooms)
    lines = 3 * options.rooms
    write("bill.sql", BILL_SQL)
    first = compare("B1", f"bill run, {lines} lines", options.runs,
                    (lambda: copy(full, "pm.db"), bill("2026-10")),
                    (lambda: copy(full, "shell.db"), [*SHELL, "shell.db"], "bill.sql"),
                    "INSERT … SELECT, same table", 1.25, count=lines)[0]
    for database in ("pm.db", "shell.db"):
        assert rows(database, "SELECT count(*) FROM bill") == str(lines), database
    assert rows("pm.db", SAME_SQL) == "0", "pm and the shell bill differently"

    first_month, last_month = months(options, full, paid=False)
    again = [run(bill("2026-12")) for _ in range(options.runs)]
    idle, thirteenth = peaks([bill("2026-12")]), peaks([bill("2027-01")])
    report("B2", "bill run, month 12", last_month, first_month, "month 1", 1.15,
           note=f"a month more: {thirteenth}")
    report("B3", "bill run with nothing to do", statistics.median(again), last_month,
           "the same month first", 0.5, note=idle)
    first_month, last_month = months(options, full, paid=True)
    report("B2", "bill run, month 12, all paid", last_month, first_month, "month 1", 1.15,
           note=f"a month more: {peaks([bill('2027-01')])}")
    few = options.rooms // 10
    small = estate(few)
    times = []
    for _ in range(options.runs):
        copy(small, "pm.db")
        times.append(run(bill("2026-10")))
    copy(small, "pm.db")
    report("B2", f"a room of {options.rooms}, in µs", 1e6 * first / options.rooms,
           1e6 * statistics.median(times) / few, f"a room of {few}", 1.2, "µs",
           note=f"{few} rooms: {peaks([bill('2026-10')])}")
