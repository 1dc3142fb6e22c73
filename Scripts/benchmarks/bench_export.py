"""E1, E2: every bill as CSV and as JSON lines."""
from common import PM, SHELL, billed, compare, nothing, write

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
        compare(row, f"bill list --format {ours}", options.runs,
                (nothing, [PM, "bill", "list", "--columns", NAMES, "--format", ours, "--db", full], None, "ours"),
                (nothing, [*SHELL, "-readonly", theirs, full], "export.sql", "theirs"),
                f"sqlite3 {theirs}, same text", bar)
    assert lines("ours") == lines("theirs") == 3 * options.rooms


def lines(name):
    with open(name, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
