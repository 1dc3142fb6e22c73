"""Databases cut short, and with bytes changed at random: never a trap, never 70; what only reads, or
refuses, leaves the file as it is, byte for byte, and says what is wrong in few lines."""
import os
import random
import re
import shutil
import sqlite3
import tempfile

from common import fault, figure, in_parallel, run

READS = [["bill", "list"], ["db", "check"], ["report", "arrears", "--as-of", "2026-11-20"], ["db", "info"],
         ["db", "backup", "b.db"]]
WRITES = [["org", "add", "code=NEW", "kind=community", "name=n"],
          ["payment", "offset", "--as-of", "2026-11-30"], ["bill", "run", "--period", "2026-11"],
          ["bill", "late", "--as-of", "2026-11-25"]]
CHECKS = [["db", "check"], ["db", "backup"]]
# What a file is that was cut to so many bytes, by the least of them.
CUT = [(0, "the file is empty"), (1, "not one of pm"),
       (2, "is not a pm database|not one of pm|the database is damaged"), (100, "the database is damaged")]
# Whatever else is refused is told as one of these; 65: what a damaged row cannot be worked with.
TOLD = {66: "there is no|no such", 74: "disk|read|write", 77: "may|permitted|role|read-only",
        78: "the database is damaged|not a pm database|not one of pm|later pm|older|the file is empty"
            "|does not pass|schema"}


def torment(options, states):
    folder = states.copy("late")
    path = os.path.join(folder, "pm.db")
    database = sqlite3.connect(path)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it is in the one file
    database.close()
    with open(path, "rb") as file:
        sound = file.read()
    sizes = [0, 1, 2, 15, 16, 98, 99, 100, 511, 4095, 4096, 4097, 40000, len(sound) // 2,
             len(sound) - 4096]
    rounds = 20 if options.short else 400
    seen = {}

    def attempt(number):
        place = tempfile.mkdtemp(prefix="damaged", dir=folder)
        content = bytearray(sound)
        own = random.Random(options.seed * 1000 + number)
        size = sizes[number] if number < len(sizes) else None
        if size is not None:
            content = content[:size]
        else:
            for _ in range(own.choice([1, 3, 30])):
                page = own.randrange(len(content) // 4096) * 4096 + (100 if own.random() < 0.3 else 0)
                at = page + own.randrange(own.choice([8, 64, 4096 - 100]))
                content[at] = own.choice([0, 255, content[at] ^ 1 << own.randrange(8)])
        with open(os.path.join(place, "pm.db"), "wb") as file:
            file.write(content)
        for words in own.sample(READS, 2) + own.sample(WRITES, 1):
            status, _, messages = run(place, words)
            seen[status] = seen.get(status, 0) + 1
            wrong = judge(words, status, messages, size)
            with open(os.path.join(place, "pm.db"), "rb") as file:
                if (words in READS or status >= 64) and file.read() != content:
                    wrong = "the file has changed"
            if wrong:
                keep = tempfile.mkdtemp(prefix="pm-damaged-")
                with open(os.path.join(keep, "pm.db"), "wb") as file:
                    file.write(content)
                fault(f"damage: database {number}: {' '.join(words)}",
                      f"{wrong}: {status} {messages.strip()[:300]} (kept in {keep})")
        shutil.rmtree(place)

    in_parallel(options, attempt, [(number,) for number in range(len(sizes) + rounds)])
    shutil.rmtree(folder)
    figure("damaged databases", len(sizes) + rounds, "none changed by what reads or refuses, statuses "
           + ", ".join(f"{status}: {seen[status]}" for status in sorted(seen)))


def judge(words, status, messages, size):
    """What is wrong with an answer; None where nothing is. `size`: to how much the file was cut."""
    if status not in (0, 1, 65, *TOLD):
        return "status"
    if status < 64:
        return None if size is None else "a file cut short is taken for whole"
    lines = messages.strip().splitlines()
    # What SQLite finds in the pages is told line by line.
    if len(lines) not in range(1, 300 if words[:2] in CHECKS else 7):
        return f"told in {len(lines)} lines"
    if size is not None:
        told = next(told for least, told in reversed(CUT) if size >= least)
        if status != 78 or not re.search(told, lines[0]):
            return f"not 78 and {told!r}"
    elif status in TOLD and not re.search(TOLD[status], messages):
        return "told as something else"
    return None
