"""The example estate at each step of its months, and commands that are disturbed on their way."""
import os
import re
import shutil
import sys
import threading

from common import HERE, INPUTS, OTHERS, WRITES, checked, connect, dump, fault, must, run


class States:
    """The example estate at each step of its months, as folders that are copied."""
    steps = [
        ("empty", None), ("new", ["init", "--mode", "group", "--name", "T"]),
        ("orgs", ["org", "import", "inputs/orgs.csv"]),
        ("policies", ["late-policy", "import", "inputs/policies.csv"]),
        ("fees", ["fee", "import", "inputs/fees.csv"]),
        ("tariffs", ["tariff", "import", "inputs/tariffs.csv"]),
        ("rooms", ["room", "import", "inputs/rooms-gb18030.csv"]),
        ("customers", ["customer", "import", "inputs/customers.csv"]),
        ("charges", ["charge", "import", "inputs/charges.csv"]),
        ("meters", ["meter", "import", "inputs/meters.csv"]),
        ("read", ["meter", "read", "inputs/readings.csv"]),
        ("apportioned", ["meter", "apportion", "--period", "2026-08", "--meter", "GT-1"]),
        ("billed", ["bill", "run", "--period", "2026-08"]),
        ("apportioned-9", ["meter", "apportion", "--period", "2026-09", "--meter", "GT-1"]),
        ("billed-9", ["bill", "run", "--period", "2026-09"]),
        ("paid", ["payment", "import", "inputs/payments-1.csv"]),
        ("apportioned-10", ["meter", "apportion", "--period", "2026-10", "--meter", "GT-1"]),
        ("billed-10", ["bill", "run", "--period", "2026-10"]),
        ("paid-2", ["payment", "import", "inputs/payments-2.csv"]),
        ("offset", ["payment", "offset", "--as-of", "2026-11-20"]),
        ("late", ["bill", "late", "--as-of", "2026-11-20"]),
        ("paid-3", ["payment", "import", "inputs/payments-3.csv"]),
        ("late-2", ["bill", "late", "--as-of", "2026-11-20"]),
        ("tickets", ["ticket", "import", "inputs/tickets.csv"]),
        ("callbacks", ["callback", "import", "inputs/callbacks.csv"]),
        ("closed", ["bill", "close", "--period", "2026-08", "--as-of", "2026-11-20"]),
        ("backed", ["db", "backup", "old.db"]),
        ("closed-9", ["bill", "close", "--period", "2026-09", "--as-of", "2026-11-20"]),
        ("mandated", ["customer", "set", "K001", "bank_account=6222029876543210987", "mandate=H1"]),
        ("collected", ["bank", "batch", "--layout", os.path.join(HERE, "Samples/bank/plain.json"),
                       "--as-of", "2026-11-20", "--output", "batch.txt"]),
        ("printed", ["payment", "receipt", "P0000001", "--as-of", "2026-11-20", "--output",
                     "receipt.html"]),
        ("queued", ["notice", "queue", "template=activity", "customer=K001", "text=x", "--at",
                    "2026-11-20 09:00"]),
        ("sent", ["notice", "send", "--via", "/bin/true", "--at", "2026-11-20 10:00"]),
    ]

    def __init__(self, scratch):
        self.scratch = scratch
        work = os.path.join(scratch, "work")
        os.mkdir(work)
        os.symlink(INPUTS, os.path.join(work, "inputs"))
        for name, words in self.steps:
            if words:
                must(work, *words)
            shutil.copytree(work, self.folder(name), symlinks=True)
        # Rows of which one is refused.
        self.bad = os.path.join(scratch, "bad.csv")
        with open(self.bad, "w") as file:
            file.write("code,kind,name\nN1,community,new\nN2,robot,wrong\nN3,community,new\n")
        self.count = 0
        self.lock = threading.Lock()

    def folder(self, name):
        return os.path.join(self.scratch, "state-" + name)

    def before(self, name):
        """The state in which the step `name` is taken, and the words of that step."""
        at = [step[0] for step in self.steps].index(name)
        return self.steps[at - 1][0], self.steps[at][1]

    def copy(self, name):
        """A fresh folder in that state."""
        with self.lock:
            self.count += 1
            folder = os.path.join(self.scratch, f"try-{self.count}")
        shutil.copytree(self.folder(name), folder, symlinks=True)
        return folder


class Play:
    """A command that is disturbed: where it starts, and what an undisturbed run leaves."""

    def __init__(self, states, name, start, words, again=(0,), product=None, lost=None, ends=(),
                 status=0):
        self.states, self.name, self.start, self.words = states, name, start, words
        self.status = status  # of an undisturbed run
        # The statuses of a second run that are right, the file or folder that the command makes, the
        # words that make it where the database has been changed already, and further statuses of a
        # run that was disturbed.
        self.again, self.product, self.lost, self.ends = again, product, lost, ends
        folder = states.copy(start)
        self.before = dump(folder)
        log = os.path.join(folder, "strace.log")
        done = run(folder, words, ["strace", "-f", "-qq", "-y", "-o", log, "-e", "trace=" + ",".join(
            WRITES + OTHERS + ["openat", "pread64"])])
        if done[0] != status:
            sys.exit(f"torture: {name}: status {done[0]}\n{done[2]}")
        self.after = dump(folder)
        self.made = self.read(folder)
        twice = run(folder, words)
        if twice[0] not in (status, *again):
            sys.exit(f"torture: {name} again: status {twice[0]}\n{twice[2]}")
        self.twice = dump(folder)
        # Each call of the undisturbed run as strace shows it, and by its name what it was about; of
        # those that open, which make a file. Calls are counted by process: those of a program that
        # pm starts are not pm's.
        self.trace, self.calls, self.makes = [], {}, []
        own = None
        with open(log, errors="replace") as lines:
            for line in lines:
                call = re.match(r"(\d+) +((\w+)\(.*)", line)
                if not call:
                    continue
                own = own or call[1]
                if call[1] != own:
                    continue
                self.trace.append(call[2].replace(folder + "/", ""))
                self.calls.setdefault(call[3], []).append(self.trace[-1])
                if call[3] == "openat" and "O_CREAT" in line:
                    self.makes.append(("openat", len(self.calls["openat"])))
                if call[3] not in (*WRITES, "openat", "pread64"):
                    fault(f"{name}: a call that is disturbed nowhere", self.trace[-1])
        self.expect_synced(folder)
        shutil.rmtree(folder)

    def expect_synced(self, folder):
        """What is renamed to its final name is on the disk before, and the name itself after it; so is
        what was committed. (A power cut would tell, but kill -9 leaves the pages with the system.)"""
        unsynced, renamed = set(), False
        for line in self.trace:
            call = line[:line.index("(")]
            file = (re.findall(r"^\w+\(\d+<([^>]*)>", line) or [""])[0]
            if call == "ftruncate" and ", 0)" in line:
                unsynced.discard(file)  # an emptied log holds nothing that could be lost
            elif call in ("write", "pwrite64", "ftruncate"):
                unsynced.add(file)
            elif call in ("fsync", "fdatasync"):
                unsynced.discard(file)
                renamed = renamed and file != folder
            elif call in ("unlink", "unlinkat", "rename", "renameat2"):
                names = [name.removeprefix("./") for name in re.findall(r'"([^"]*)"', line)]
                if call.startswith("unlink"):
                    unsynced.discard(names[0])
                elif names[1] == self.product:
                    renamed = True
                    for name in unsynced:
                        if (name + "/").startswith(names[0] + "/"):
                            fault(self.name, f"{name} is renamed to {names[1]} before it is synced")
        if renamed or (self.product and not any(f'"{self.product}"' in line for line in self.trace
                                                if line.startswith("rename"))):
            fault(self.name, f"the folder is not synced after {self.product} is renamed")
        for name in ("pm.db", "pm.db-wal"):
            if name in unsynced:
                fault(self.name, f"{name} is not synced at the end")

    def read(self, folder):
        """What the product says; None where there is none."""
        path = os.path.join(folder, self.product) if self.product else None
        if not path or not os.path.exists(path):
            return None
        if self.product.endswith(".db"):
            return dump(folder, self.product)
        if os.path.isdir(path):
            return {name: self.bytes(os.path.join(path, name)) for name in os.listdir(path)}
        return self.bytes(path)

    @staticmethod
    def bytes(path):
        with open(path, "rb") as file:
            return file.read()

    def points(self, calls=WRITES):
        return [(call, k) for call in calls for k in range(1, len(self.calls.get(call, [])) + 1)]

    def disturb(self, call, k, how):
        folder = self.states.copy(self.start)
        prefix = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                  f"inject={call}:{how}:when={k}"]
        return folder, run(folder, self.words, prefix)

    def settle(self, folder, where, done, may_change):
        """What must hold after a disturbed run: whole or not at all, and the next run mends it."""
        state = dump(folder)
        if state != self.before and not (may_change and state == self.after):
            fault(where, f"status {done[0]}, and the database is "
                  + ("after" if state == self.after else "neither before nor after")
                  + f": {done[2].strip()}")
        if self.product and self.read(folder) not in (None, self.made):
            fault(where, f"half a {self.product} under its final name")
        if state is not None:
            checked(folder, where)
        again = run(folder, self.words)
        if again[0] not in (self.status, *self.again):
            fault(where, f"the next run ends with {again[0]}: {again[2].strip()}")
        elif dump(folder) != (self.twice if state == self.after else self.after):
            fault(where, "the next run ends in another logical dump")
        elif self.lost and self.read(folder) is None:
            made = run(folder, self.lost)
            if made[0] != 0 or self.read(folder) != self.made:
                fault(where, f"{self.product} is lost: {made[0]} {made[2].strip()}")
        elif state is not None:
            # What was killed has left a part of a copy at most until the next file is made there.
            must(folder, "org", "list", "--output", "swept.csv")
            if any(name.startswith(".pm-part-") for name in os.listdir(folder)):
                fault(where, "the next file that is made leaves a part behind")
        shutil.rmtree(folder)


def plays(states):
    """The commands that are disturbed."""
    def step(name, label=None, **more):
        start, words = states.before(name)
        return Play(states, label or " ".join(words[:2]), start, words, **more)
    return [
        # A second init refuses the database that the first one made.
        step("new", "init", again=(73,)), step("orgs"), step("rooms"), step("customers"),
        step("charges"), step("read"), step("apportioned"), step("billed-10"), step("paid-2"),
        step("offset"), step("late"), step("tickets"), step("closed"),
        step("backed", "db backup", again=(73,), product="old.db"),
        Play(states, "db restore", "closed-9", ["db", "restore", "old.db", "--yes"]),
        Play(states, "bill list", "late", ["bill", "list", "--output", "bills.csv"],
             product="bills.csv"),
        Play(states, "export dataset", "late", ["export", "dataset", "data"], product="data"),
        step("collected", product="batch.txt",
             lost=["bank", "batch", "--again", "N0000001", "--output", "batch.txt"]),
        step("printed", product="receipt.html"),
        Play(states, "--rejects", "late", ["org", "import", states.bad, "--keep-going", "--rejects",
                                           "rejects.csv"], product="rejects.csv", status=1),
        Play(states, "bill run --plan", "apportioned-10",
             ["bill", "run", "--period", "2026-10", "--plan", "plan.jsonl"], product="plan.jsonl"),
        Play(states, "export ledger", "late", ["export", "ledger", "--output", "ledger.journal"],
             product="ledger.journal"),
        # 1: what it sends with could not be loaded.
        step("sent", ends=(1, 69)),
    ]


def write_payment(folder, number, rooms):
    """A file with one payment, the same for the same number."""
    path = os.path.join(folder, f"payment-{number}.csv")
    if not os.path.exists(path):
        with open(path, "w") as file:
            file.write("room,paid_on,method,amount,reference\n"
                       f"{rooms[number % len(rooms)]},2026-11-{number % 28 + 1:02},cash,"
                       f"{number % 90 + 1}.{number % 100:02},R{number:06}\n")
    return path


def rooms_with_payer(folder):
    database = connect(os.path.join(folder, "pm.db"))
    found = database.execute(
        "SELECT DISTINCT room.code FROM bill JOIN room ON room.id = bill.room_id"
        " WHERE bill.period >= 2026 * 12 ORDER BY room.key LIMIT 20").fetchall()
    database.close()
    return [row[0] for row in found]
