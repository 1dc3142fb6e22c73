"""What all benchmarks share: timing processes, comparing two, and the estate that they bill."""
import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import time

PM = os.path.abspath(os.environ.get("PM", ".build/release/pm"))
SQLITE = shutil.which("sqlite3")
SHELL = [SQLITE, "-init", "/dev/null"]
# Of Linux: the orphans among our descendants become our own children.
PR_SET_CHILD_SUBREAPER = 36
SURNAMES = "甲乙丙丁戊己庚辛壬癸"


def run(words, stdin=None, stdout=None):
    """Seconds that one process took, whose exit status must be 0."""
    return timed(words, stdin, stdout)[0]


def timed(words, stdin=None, stdout=None):
    """Seconds that one process took by the clock, and of processors; its exit status must be 0."""
    null = os.open(os.devnull, os.O_RDWR)
    source = os.open(stdin, os.O_RDONLY) if stdin else null
    target = os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) if stdout else null
    actions = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, target, 1),
               (os.POSIX_SPAWN_DUP2, null, 2)]
    start = time.perf_counter()
    child = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    for descriptor in {null, source, target}:
        os.close(descriptor)
    if status != 0:
        again = subprocess.run(words, capture_output=True, text=True, stdin=stdin and open(stdin))
        sys.exit(f"bench: status {status} of {' '.join(words)}\n{again.stderr}")
    return seconds, used.ru_utime + used.ru_stime


def memory(words, stdin=None):
    """Peak resident memory of one process in MB.

    A process takes over the peak of the one that starts it, which here would be that of this Python: so
    a shell starts it and is gone, and we wait for it in the shell's place.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit(f"bench: {os.strerror(ctypes.get_errno())}: no memory can be measured")
    script = '"$@" < "$0" > /dev/null 2>&1 & echo $!'
    started = subprocess.run(["/bin/sh", "-c", script, stdin or os.devnull, *words], check=True,
                             stdout=subprocess.PIPE, text=True)
    _, status, used = os.wait4(int(started.stdout), 0)
    if status != 0:
        sys.exit(f"bench: status {status} of {' '.join(words)}")
    return used.ru_maxrss / 1024


def peaks(*sides):
    """`9.9 MB against 4.0 MB`: what processes had resident at most; each is (words[, stdin])."""
    return " against ".join(f"{memory(*side):.1f} MB" for side in sides)


def pm(database, *words):
    """Runs a pm command that prepares something."""
    done = subprocess.run([PM, *words, "--db", database], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: pm {' '.join(words)}: {done.stderr}")
    return done.stdout


def rows(database, sql):
    """What a query says, one row a line."""
    found = subprocess.run([SQLITE, "-readonly", database, sql], capture_output=True, text=True, check=True)
    return found.stdout.strip()


def write(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def fresh(database):
    """Takes a database away, with what stands beside it."""
    for tail in ("", "-wal", "-shm", ".lock"):
        if os.path.exists(database + tail):
            os.remove(database + tail)


def copy(source, target):
    """A copy that nobody has open, its log moved into it."""
    fresh(target)
    if os.path.exists(source + "-wal"):
        subprocess.run([SQLITE, source, "PRAGMA wal_checkpoint(TRUNCATE)"], check=True,
                       stdout=subprocess.DEVNULL)
    shutil.copy(source, target)


def nothing():
    """No preparation."""


def report(row, what, mine, other, peer, bar=None, unit="s", note=""):
    """One line: `I1  room import …`, both figures, their ratio and the bar."""
    ratio = mine / other
    verdict = "" if bar is None else f"bar {bar:5.2f}  {'met' if ratio <= bar else 'MISSED'}"
    shown = (f"{1000 * mine:9.2f} ms {1000 * other:9.2f} ms" if unit == "ms" else
             f"{mine:9.2f} {unit:2} {other:9.2f} {unit:2}")
    print(f"{row:3} {what:34} {shown}  {peer:32} ratio {ratio:5.2f}  {verdict}  {note}".rstrip(),
          flush=True)
    return ratio


def limit(row, what, found, bar, unit="MB"):
    """One line for what has a bar of its own: `S3  program … 18.8 MB  bar 25  met`."""
    print(f"{row:3} {what:34} {found:9.2f} {unit:2}  bar {bar}  {'met' if found <= bar else 'MISSED'}",
          flush=True)


def compare(row, what, runs, ours, theirs, peer, bar=None, unit="s", count=None):
    """Alternating runs of both; `ours` and `theirs` are (prepare, words[, stdin[, stdout]]).

    The ratio is by the clock; that of processor time, which a busy machine moves less, stands behind.
    """
    times, used = ([], []), ([], [])
    for _ in range(runs):
        for side, (prepare, *words) in enumerate((ours, theirs)):
            prepare()
            seconds, processor = timed(*words)
            times[side].append(seconds)
            used[side].append(processor)
    peaks = []
    for prepare, *words in (ours, theirs):
        prepare()
        peaks.append(memory(*words[:2]))
    mine, other = map(statistics.median, times)
    work, work_of_other = map(statistics.median, used)
    notes = [f"processor {work / work_of_other:.2f}"] if work_of_other else []
    if count:
        notes.append(f"{count / mine:,.0f}/s against {count / other:,.0f}/s")
    notes.append(f"{peaks[0]:.1f} MB against {peaks[1]:.1f} MB")
    note = ", ".join(notes)
    report(row, what, mine, other, peer, bar, unit, note)
    return mine, other, peaks[0]


def room_rows(count, owners=False):
    """Rooms of 400 a building, every 14th with a quoted note."""
    for index in range(count):
        building, rest = divmod(index, 400)
        unit, rest = divmod(rest, 100)
        floor, place = divmod(rest, 4)
        code = f"{building + 1}-{unit + 1}-{floor + 1:02}{place + 1:02}"
        note = f'"{SURNAMES[index % 10]}户, 备注"' if index % 14 == 0 else ""
        line = (f"{code},HY,{building + 1},{unit + 1},{floor + 1},{floor + 1:02}{place + 1:02},"
                f"residence,{40 + index % 120}.{index % 100:02},2024-06-01,occupied,{note}")
        if owners:
            line += f",K{index:07},业主{SURNAMES[index % 10]},2024-06-01"
        yield line


def rooms_csv(name, count, owners=False, order=None):
    """Writes a room sheet; `order` shuffles its rows."""
    head = "code,community,building,unit,floor,number,kind,floor_area,delivered_on,status,note"
    if owners:
        head += ",owner_code,owner_name,owner_from"
    lines = list(room_rows(count, owners))
    if order:
        order(lines)
    write(name, "\n".join([head, *lines]) + "\n")


def community(database):
    """An empty database with one community in one company."""
    fresh(database)
    pm(database, "init")
    pm(database, "org", "add", "code=CO", "kind=company", "name=CO")
    pm(database, "org", "add", "code=HY", "kind=community", "name=HY", "parent=CO")


def estate(rooms):
    """A database with rooms, owners and three fees charged on all of them; made once a run."""
    name = f"estate-{rooms}.db"
    if os.path.exists(name):
        return name
    community(name)
    pm(name, "late-policy", "add", "code=P1", "daily_rate=0.0005", "grace_days=5")
    for code, tariff in (("LJF", ["method=per_area", "price=0.15", "basis=floor"]),
                         ("WYF", ["method=per_area", "price=2.80", "basis=floor"]),
                         ("GTF", ["method=fixed", "price=12.00"])):
        pm(name, "fee", "add", f"code={code}", f"name={code}", "class=recurring", "tax_rate=0.06",
           "late_policy=P1")
        pm(name, "tariff", "add", f"code={code}-1", f"fee={code}", "valid_from=2024-01-01", *tariff)
        pm(name, "charge", "add", "scope=HY", f"fee={code}", f"tariff={code}-1",
           "from=2024-07-01", "due_day=15")
    rooms_csv("owners.csv", rooms, owners=True)
    pm(name, "room", "import", "owners.csv", "--quiet")
    return name


def billed(rooms):
    """The estate with one month billed; made once a run."""
    name = f"billed-{rooms}.db"
    if not os.path.exists(name):
        copy(estate(rooms), name)
        pm(name, "bill", "run", "--period", "2026-10", "--quiet")
    return name
