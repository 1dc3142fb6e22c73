"""The same as other programs do it, each where it is installed: DuckDB, sqlite-utils, hledger, ledger."""
import json
import os
import shutil

from bench_service import YEAR, desk, same_figures
from common import PM, billed, community, compare, copy, fresh, nothing, pm, rooms_csv, run, write

TYPES = {"string": "text", "integer": "bigint", "number": "decimal(27, 8)", "boolean": "boolean",
         "date": "date", "datetime": "timestamptz", "yearmonth": "text"}


def measure(options):
    for name, compared in (("duckdb", figures), ("sqlite-utils", rooms), ("hledger", books), ("ledger", books)):
        program = shutil.which(name)
        if program:
            compared(options, program)
        else:
            print(f"    {name} is not installed", flush=True)


def figures(options, duckdb):
    """The key figures by DuckDB over tables of its own, in the statements for PostgreSQL."""
    if not os.path.exists("desk.db"):
        desk(options.tickets)
    pm("desk.db", "export", "dataset", "dataset")
    with open("dataset/datapackage.json", encoding="utf-8") as file:
        resources = json.load(file)["resources"]
    script = ""
    for resource in resources:
        table = resource["name"].replace("-", "_")
        columns = ", ".join(f'"{field["name"]}" {TYPES[field["type"]]}' for field in resource["schema"]["fields"])
        script += f"CREATE TABLE {table} ({columns});\n"
        script += f"COPY {table} FROM 'dataset/{resource['path']}' (FORMAT csv, HEADER, DATEFORMAT '%Y-%m-%d');\n"
    write("load.sql", script)
    run([duckdb, "desk.duckdb"], "load.sql")
    write("kpi.sql", pm("desk.db", "report", "kpi", *YEAR, "--sql", "postgresql"))
    same = same_figures([duckdb, "-readonly", "-csv", "desk.duckdb"], "kpi.sql", ["report", "kpi", *YEAR])
    compare("K1", f"report kpi, {options.tickets} tickets", options.runs,
            (nothing, [PM, "report", "kpi", *YEAR, "--db", "desk.db"]),
            (nothing, [duckdb, "-readonly", "desk.duckdb"], "kpi.sql"),
            f"duckdb, tables of its own, the same {same} figures", 1.5)


def rooms(options, utils):
    """A tenth of the rooms: sqlite-utils takes its time."""
    count = options.rooms // 10
    rooms_csv("rooms.csv", count)
    community("empty.db")
    compare("I", f"room import, {count} rows", 1,
            (lambda: copy("empty.db", "pm.db"), [PM, "room", "import", "rooms.csv", "--db", "pm.db", "--quiet"]),
            (lambda: fresh("utils.db"), [utils, "insert", "utils.db", "room", "rooms.csv", "--csv", "--pk", "code"]),
            "sqlite-utils insert --csv --pk")


def books(options, program):
    """What each account stands at, from the journal that pm exports."""
    small = billed(options.rooms // 40)
    write("journal", pm(small, "export", "ledger", "--for", "hledger"))
    lines = 3 * (options.rooms // 40)
    compare("R", f"report rollforward, {lines} bills", options.runs,
            (nothing, [PM, "report", "rollforward", "--period", "2026-10", "--db", small]),
            (nothing, [program, "-f", "journal", "balance"]), f"{os.path.basename(program)} balance")
