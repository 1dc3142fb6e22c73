"""E1, E2: every bill as CSV and as JSON lines."""
import csv
import itertools
import json

from common import PM, SHELL, billed, compare, limit, nothing, write

# The text that pm writes: codes for references, dates, months and decimals as people read them.
COLUMNS = """printf('B%07d', bill.id) AS number, room.code AS room, customer.code AS customer, fee.code AS fee,
bill.class, printf('%04d-%02d', bill.period / 12, bill.period % 12 + 1) AS period,
date(bill."from" * 86400, 'unixepoch') AS "from", date(bill."to" * 86400, 'unixepoch') AS "to",
bill.quantity / 10000.0 AS quantity, bill.price / 100000000.0 AS price,
printf('%.2f', amount_minor / 100.0) AS amount, printf('%.2f', tax_minor / 100.0) AS tax,
date(due_on * 86400, 'unixepoch') AS due_on, printf('%.2f', paid_minor / 100.0) AS paid"""
SQL = f"""SELECT {COLUMNS} FROM bill LEFT JOIN room ON room.id = bill.room_id
JOIN customer ON customer.id = bill.customer_id JOIN fee ON fee.id = bill.fee_id ORDER BY bill.id;\n"""
NAMES = "number,room,customer,fee,class,period,from,to,quantity,price,amount,tax,due_on,paid"


def measure(options):
    full = billed(options.rooms)
    write("export.sql", SQL)
    for row, theirs, ours, bar in (("E1", "-csv", "csv", 0.5), ("E2", "-json", "jsonl", 0.6)):
        peak = compare(
            row, f"bill list --format {ours}", options.runs,
            (nothing, [PM, "bill", "list", "--columns", NAMES, "--format", ours, "--db", full], None, "ours"),
            (nothing, [*SHELL, "-readonly", theirs, full], "export.sql", "theirs"),
            f"sqlite3 {theirs}, same text", bar)[2]
        if row == "E1":
            limit(row, "… resident", peak, 25)
        count = same(records("ours", ours), records("theirs", ours))
        assert count == 3 * options.rooms, f"{count} bills"


def records(name, form):
    """The rows of a file, as lists of values."""
    with open(name, encoding="utf-8", newline="") as file:
        if form == "csv":
            yield from (row for row in csv.reader(file) if row[0] != "number")
        else:
            # The shell writes one array, an object a line.
            objects = (json.loads(line.strip("[],\n")) for line in file if "{" in line)
            yield from ([record[column] for column in NAMES.split(",")] for record in objects)


def same(mine, other):
    """How many rows two exports have, which must say the same: 1.5 as number or as text, or 1.50."""
    count = 0
    for left, right in itertools.zip_longest(mine, other):
        count += 1
        if left != right and [normal(value) for value in left or []] != [normal(value) for value in right or []]:
            raise SystemExit(f"bench: row {count} of the exports: pm says {left}, the shell {right}")
    return count


def normal(value):
    """A number as a number, however it is written; nothing as nothing."""
    if value in (None, ""):
        return None
    try:
        return round(float(value), 8)
    except ValueError:
        return value
