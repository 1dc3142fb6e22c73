"""Copies beside eight writers: each equals one committed state, which a replay of its journal makes again."""
import hashlib
import os
import shutil
import threading

from common import checked, connect, dump, fault, figure, run
from estate import rooms_with_payer, write_payment


class Writers:
    """Threads that add tickets and payments until they are told to stop."""

    def __init__(self, folder, count, rooms):
        self.folder, self.rooms = folder, rooms
        self.stopping, self.done, self.lock = threading.Event(), [], threading.Lock()
        self.threads = [threading.Thread(target=self.write, args=(n,)) for n in range(count)]
        for thread in self.threads:
            thread.start()

    def write(self, writer):
        number = 0
        while not self.stopping.is_set():
            number += 1
            name = f"w{writer}-{number}"
            if number % 2:
                words = ["ticket", "add", "kind=repair", f"summary={name}", "--at",
                         "2026-11-20 09:00"]
            else:
                words = ["payment", "import",
                         write_payment(self.folder, writer * 100000 + number, self.rooms)]
            status, _, messages = run(self.folder, words)
            if status != 0:
                fault("backup", f"status {status} of pm {' '.join(words)}: {messages.strip()}")
            elif number % 2:
                with self.lock:
                    self.done.append(name)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


def torment(options, states):
    rounds = 5 if options.short else 100
    folder = states.copy("late-2")
    writers = Writers(folder, 8, rooms_with_payer(folder))
    printed = {}
    for number in range(rounds):
        name = f"b{number}.db"
        status, output, messages = run(folder, ["db", "backup", name])
        if status != 0:
            fault("backup", f"status {status}: {messages}")
            continue
        rows = dict(line.split(",", 1) for line in output.splitlines())
        with open(os.path.join(folder, name), "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != rows["sha256"]:
                fault("backup", f"{name} has another SHA-256 than was printed")
        printed[name] = rows["journal_head"]
    writers.stop()
    end = connect(os.path.join(folder, "pm.db"))
    heads = {}  # a backup of each state, by the number of its last journal entry
    for name, head in printed.items():
        copy = connect(os.path.join(folder, name))
        count = copy.execute("SELECT max(id) FROM journal").fetchone()[0]
        heads[count] = name
        # One committed state: the journal is the beginning of the later one, and of each table
        # the rows are those that these entries made.
        entries = "SELECT id, hash, command FROM journal WHERE id <= ? ORDER BY id"
        mine = copy.execute(entries, (1 << 60,)).fetchall()
        if mine != end.execute(entries, (count,)).fetchall() or head != f"{count}:{mine[-1][1]}":
            fault("backup", f"the journal of {name} is not the beginning of the later one")
        for table, command, key in (("ticket", "ticket add", "number"),
                                    ("payment", "payment import", "id")):
            first = copy.execute("SELECT count(*) FROM journal WHERE command = ? AND id >"
                                 " (SELECT max(id) FROM journal WHERE command = 'bill late')",
                                 (command,)).fetchone()[0]
            column = {"ticket": "summary GLOB 'w*'", "payment": "reference GLOB 'R*'"}[table]
            rows = f"SELECT * FROM {table} WHERE {column} ORDER BY id LIMIT ?"
            if copy.execute(rows, (1 << 60,)).fetchall() != [
                    row for row in end.execute(rows, (first,)).fetchall()]:
                fault("backup", f"{name} has other rows in {table} than its journal says")
        copy.close()
        checked(folder, f"backup: {name}", name)
    total = end.execute("SELECT count(*) FROM journal").fetchone()[0]
    replay(states, end, folder, heads)
    end.close()
    checked(folder, "backup")
    shutil.rmtree(folder)
    figure("backups", rounds, f"beside 8 writers, of {len(heads)} different states of {total} journal"
           " entries, each the one committed state that a replay makes")


def replay(states, end, folder, heads):
    """Runs what the journal tells of, one command after the other, on a copy of the start: every
    logical dump of a backup is that of the state after its last entry."""
    again = states.copy("late-2")
    words = {run: ["ticket", "add", "kind=repair", f"summary={summary}", "--at", "2026-11-20 09:00"]
             for run, summary in end.execute(
                 "SELECT run, summary FROM ticket_event JOIN ticket ON ticket.id = ticket_id"
                 " WHERE summary GLOB 'w*'")}
    words |= {run: ["payment", "import", f"payment-{int(reference[1:])}.csv"] for run, reference in
              end.execute("SELECT run, reference FROM payment WHERE reference GLOB 'R[0-9]*'")}
    at = connect(os.path.join(again, "pm.db")).execute("SELECT max(id) FROM journal").fetchone()[0]
    for head in sorted(heads):
        for entry in range(at + 1, head + 1):
            line = words[entry]
            if line[0] == "payment":
                shutil.copy(os.path.join(folder, line[2]), again)
            status, _, messages = run(again, line)
            if status != 0:
                fault("backup", f"entry {entry} again: {status} {messages.strip()}")
        at = head
        if dump(again) != dump(folder, heads[head]):
            fault("backup", f"{heads[head]} is not the state after entry {head}")
    shutil.rmtree(again)
