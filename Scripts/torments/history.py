"""Every value that a command replaces is kept: after each of many commands every changed cell, but for
sums of rows that stand themselves, is in the history with its old value and in `audit show` with both."""
import csv
import io
import json
import os
import re
import shutil
import sqlite3

from common import connect, fault, figure, run, sample

# The sums of rows of their own, which db check compares (UpdateTests says why, statement by statement).
SUMS = {("bill", "paid_minor"), ("bill", "waived_minor"), ("bill", "written_off_minor"),
        ("prepayment", "left_minor"), ("deposit", "deducted_minor"), ("deposit", "refunded_minor")}
# Follow the columns that they are made of, which are kept.
DERIVED = {"key"}

COMMANDS = """
payment reverse P0000003 --reason bounced --as-of 2026-11-21
bill void B0000040 --reason x --as-of 2026-11-21
bill adjust B0000041 --reason x --as-of 2026-11-21
bill waive B0000042 --amount 1 --reason x --approver boss --as-of 2026-11-21
bill write-off B0000043 --reason x --approver boss --as-of 2026-11-21
bill reopen --period 2026-09 --reason x --as-of 2026-11-21
bill close --period 2026-09 --as-of 2026-11-22
meter read more.csv
room set 1-1-0101 floor_area=90 --effective 2026-06-01
room set 1-1-0101 floor_area=91 status=vacant
room move-out 1-1-0102 --on 2026-11-22 --no-reading --reason x
ticket add kind=repair room=1-1-0101 summary=x --at 2026-11-20T09:00
ticket dispatch WX-202611-0001 --department X --at 2026-11-20T09:05
ticket accept WX-202611-0001 --at 2026-11-20T09:10
ticket suspend WX-202611-0001 --remark parts --at 2026-11-20T09:15
ticket resume WX-202611-0001 --at 2026-11-20T09:20
ticket finish WX-202611-0001 --at 2026-11-20T09:30
ticket reopen WX-202611-0001 --remark x --at 2026-11-20T09:40
notice queue template=activity customer=K001 text=x --at 2026-11-20T09:00
notice send --via /bin/true --at 2026-11-20T10:00
setting set callback.share=0.5
setting set callback.share=0.25
payment receipt P0000001 --as-of 2026-11-22 --output r.html
payment receipt P0000001 --as-of 2026-11-22 --output r.html
"""


# A value of its own for each kind of column, as `pm NOUN columns` calls it.
VALUES = {"text": "changed", "a date": "2026-10-03", "a decimal number": "7", "a whole number": "3",
          "yes or no": "yes", "a phone number": "13900009999", "an amount": "7"}


def torment(options, states):
    steps = [name for name, words in states.steps]
    cells = 0
    for before, after in zip(steps[1:], steps[2:]):
        cells += kept(after, tables(states.folder(before)), states.folder(after))
    folder = states.copy("closed-9")
    with open(os.path.join(folder, "more.csv"), "w") as file:
        file.write("meter,read_on,reading\nW-01,2026-10-31,40\n")
    lines = [[word.replace("T", " ") if re.fullmatch(r"2026-..-..T..:..", word) else word
              for word in line.split(" ")] for line in COMMANDS.strip().splitlines()]
    every = changes(folder)
    lines += sample(every, 20 if options.short else len(every), options.seed)
    done = 0
    for words in lines:
        old = tables(folder)
        if run(folder, words)[0] in (0, 1):
            done += 1
            cells += kept(" ".join(words), old, folder)
    if done < len(lines) // 2 or cells < len(lines) // 2:
        fault("history", f"only {done} of {len(lines)} commands were done, only {cells} values replaced")
    shutil.rmtree(folder)
    figure("replaced values", cells, f"of {len(steps) - 2} steps and {done} commands, each kept and shown")


def changes(folder):
    """A `set` of each column of each record that has the verb, of one row, with a value of its kind."""
    lines = []
    for noun in sorted(name.replace("_", "-") for name in tables(folder)[0]):
        if "\n  set " not in run(folder, ["help", noun])[1]:
            continue
        columns = list(csv.DictReader(io.StringIO(run(folder, [noun, "columns", "--format", "csv"])[1])))
        names = [column["name"] for column in columns]
        key = [name for name in ("code", "number") if name in names][:1] or [
            column["name"] for column in columns if column["required"] == "yes"]
        rows = list(csv.reader(io.StringIO(run(folder, [noun, "list", "--columns", ",".join(key), "--limit", "1",
                                                        "--format", "csv"])[1])))
        for column in columns if len(rows) > 1 else []:
            kind = re.sub(" from .*", "", column["type"])
            values = kind.removeprefix("one of ").split(", ") if kind.startswith("one of ") else [VALUES.get(kind)]
            lines += [[noun, "set", ",".join(rows[1]), f"{column['name']}={value}"]
                      for value in values[:2] if value and column["name"] not in key]
    return lines


def tables(folder):
    """By table and id each row, and the rows of the history."""
    database = connect(os.path.join(folder, "pm.db"))
    database.row_factory = sqlite3.Row
    names = [name for name, in database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")]
    found = {name: {row["id"]: dict(row) for row in database.execute(f'SELECT * FROM "{name}"')}
             for name in names if name not in ("journal", "history", "setting")}
    history = [dict(row) for row in database.execute("SELECT rowid, * FROM history ORDER BY rowid")]
    database.close()
    return found, history


def kept(where, old, folder):
    """How many cells of rows that stood before have changed; each must be kept and shown."""
    (before, past), (after, history) = old, tables(folder)
    written = history[len(past):]
    cells = 0
    for table, rows in before.items():
        for number, row in rows.items():
            if number not in after[table]:
                if table != "share":
                    fault("history", f"{where}: row {number} of {table} is gone")
                continue
            changed = [name for name in row if after[table][number][name] != row[name]
                       and (table, name) not in SUMS and name not in DERIVED]
            own = [json.loads(entry["old"]) for entry in written
                   if entry["record"] == table and entry["row_id"] == number]
            for name in changed:
                cells += 1
                first = next((values for values in own if plain(name, values) is not None), None)
                if first is None:
                    fault("history", f"{where}: {table}.{name} was {row[name]!r} and is not kept")
                elif name in first and first[name] != row[name]:
                    fault("history", f"{where}: {table}.{name} was {row[name]!r}, kept as {first[name]!r}")
    entries = sorted({entry["journal_id"] for entry in written})
    shown = 0
    for entry in entries:
        status, output, _ = run(folder, ["audit", "show", str(entry), "--format", "csv", "--reveal"])
        shown += max(len(list(csv.reader(io.StringIO(output)))) - 1, 0) if status == 0 else 0
    if shown < sum(len(json.loads(entry["old"])) for entry in written):
        fault("history", f"{where}: audit show lists {shown} of the values replaced")
    return cells


def plain(name, values):
    """The name of a column as the history has it: a reference and money without their endings."""
    return next((known for known in (name, name.removesuffix("_id"), name.removesuffix("_minor"))
                 if known in values), None)
