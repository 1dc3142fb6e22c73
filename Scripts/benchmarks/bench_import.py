"""I1–I4: rooms out of a CSV file, checked, keyed and referenced."""
import random

from common import (PM, SHELL, community, compare, copy, fresh, limit, nothing, os, rooms_csv, rows, run,
                    write)

# The constraints that pm's own table has, on the shell's text columns.
SAME_CONSTRAINTS = """
PRAGMA journal_mode = WAL;
CREATE TABLE org (code TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO org VALUES ('HY');
CREATE TABLE room (
  code TEXT NOT NULL UNIQUE, community TEXT NOT NULL REFERENCES org(code), building TEXT, unit TEXT,
  floor INTEGER, number TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('residence', 'shop', 'office', 'parking', 'storage', 'public')),
  floor_area NUMERIC NOT NULL CHECK (floor_area >= 0),
  delivered_on TEXT CHECK (delivered_on = '' OR date(delivered_on) = delivered_on),
  status TEXT CHECK (status IN ('unsold', 'sold', 'delivered', 'occupied', 'let', 'vacant')),
  note TEXT);
"""


def measure(options):
    count = options.rooms
    rooms_csv("rooms.csv", count)
    rooms_csv("shuffled.csv", count, order=random.Random(1).shuffle)
    community("empty.db")
    write("bare.sql", ".import --csv rooms.csv room\n")
    load = "PRAGMA foreign_keys = ON;\n.import --csv --skip 1 {} room\n"
    write("keyed.sql", load.format("rooms.csv"))
    write("mixed.sql", load.format("shuffled.csv"))

    def constrained():
        fresh("keyed.db")
        write("schema.sql", SAME_CONSTRAINTS)
        run([*SHELL, "keyed.db"], "schema.sql")

    def ours(file):
        return (lambda: copy("empty.db", "pm.db"),
                [PM, "room", "import", file, "--db", "pm.db", "--quiet"])

    peak = compare("I1", f"room import, {count} rows", options.runs, ours("rooms.csv"),
                   (lambda: fresh("bare.db"), [*SHELL, "bare.db"], "bare.sql"),
                   ".import, bare table", 1.35, count=count)[2]
    for database in ("pm.db", "bare.db"):
        assert rows(database, "SELECT count(*) FROM room") == str(count), database
    compare("I2", "room import", options.runs, ours("rooms.csv"),
            (constrained, [*SHELL, "keyed.db"], "keyed.sql"), ".import, same constraints", 0.75)
    compare("I3", "room import, shuffled", options.runs, ours("shuffled.csv"),
            (constrained, [*SHELL, "keyed.db"], "mixed.sql"), ".import, same constraints, shuffled", 0.65)
    assert rows("keyed.db", "SELECT count(*) FROM room") == str(count)
    size = os.path.getsize("rooms.csv") / 2**20
    limit("I4", f"beyond the file of {size:.0f} MB, resident", peak - size, 80)
