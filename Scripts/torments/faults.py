"""EIO and ENOSPC at every call that writes, EIO at what reads the database, no file descriptors, and
signals: the status and the words for what failed, the database as it was, and the next run mends what
is left to do."""
import os
import re
import shutil

from common import REMOVALS, checked, dump, fault, figure, in_parallel, sample
from estate import plays


def torment(options, states):
    chosen = [play for play in plays(states) if play.name in
              ("init", "room import", "bill run", "payment import", "bill close", "db backup",
               "db restore", "bill list", "export dataset", "bank batch", "payment receipt",
               "notice send", "bill late", "ticket import", "--rejects", "bill run --plan",
               "export ledger")]
    points = []
    for play in chosen:
        for call, k in play.points():
            for how in ("error=EIO", "error=ENOSPC", "signal=INT", "signal=TERM"):
                if not (call in REMOVALS and how.startswith("error")):
                    points.append((play, call, k, how))
        points += [(play, "openat", k, "error=EMFILE") for _, k in play.points(["openat"])]
        points += [(play, "pread64", k, "error=EIO") for _, k in play.points(["pread64"])]
    points = [points[i] for i in sample(list(range(len(points))), 80 if options.short else 2500,
                                        options.seed)]
    seen, kinds = {}, set()

    def fail(play, call, k, how):
        where = f"faults: {play.name}: {call} {k} {how}"
        folder, done = play.disturb(call, k, how)
        status = done[0]
        about, allowed, words = expected(play.calls[call][k - 1], call, how)
        seen[status] = seen.get(status, 0) + 1
        kinds.add((about, call, how))
        if status not in (play.status, *allowed, *play.ends):
            fault(where, f"{about}: status {status}: {done[2].strip()}")
        elif status in allowed and status not in play.ends and not re.search(words, done[2]):
            fault(where, f"{about}: status {status} is told as {done[2].strip()!r}")
        # 127: the loader of a program that is not static found no library.
        # What stands all the same is told in up to two lines before.
        if status not in (0, 1, 127, 130, 143) and len(done[2].strip().splitlines()) not in range(1, 7):
            fault(where, f"status {status} is told as {done[2]!r}")
        # With status 0 it was done; else nothing was, but that the answer could not be shown.
        told = status == play.status or re.search("the change itself was made|which are marked|the good rows are imported", done[2])
        if how == "error=EMFILE":
            # Without /etc/passwd the journal has another actor.
            checked(folder, where) if dump(folder) else None
            shutil.rmtree(folder)
            return
        if status == play.status and dump(folder) != play.after:
            fault(where, f"status {status}, and the database is not after")
        for name in os.listdir(folder):
            if name.startswith(".pm-part-") and done[0] < 128 and call not in REMOVALS:
                fault(where, f"left {name} behind")
        play.settle(folder, where, done, may_change=told)

    in_parallel(options, fail, points)
    for status in (130, 143):
        if status not in seen:
            fault("faults", f"no signal ended pm with {status}")
    figure("failed calls and signals", len(points),
           f"of {len(kinds)} kinds in {len(chosen)} commands, statuses "
           + ", ".join(f"{status}: {seen[status]}" for status in sorted(seen)))


def expected(line, call, how):
    """What the call that fails is about, the statuses that are right beside that of an undisturbed run
    (which goes on without what is not needed), and how they are told."""
    descriptor = re.match(r"\w+\((\d+)<", line)
    if how.startswith("signal"):
        return "a signal", (130,) if how == "signal=INT" else (143,), ""
    if how == "error=EMFILE":
        return "any file", (66, 73, 74, 77, 78, 127), ""
    if call == "pread64":
        # EIO on reading a page is damage by the word of SQLite (SQLITE_IOERR_CORRUPTFS); a copy that
        # cannot be read back does not pass its check.
        return "reading", (1, 65, 74, 78), "disk failed|is damaged|in database main|does not pass"
    if re.match(r"\w+\(\d+<(?:[^>]*/)?pm\.\w{6}>\(deleted\)", line):
        return "a temporary file", (74,), "a temporary file failed"
    if descriptor and descriptor[1] == "2":
        return "messages", (), ""
    if descriptor and descriptor[1] == "1":
        return "the output", (74,), "cannot write the output"
    if call == "mkdir":
        return "a part", (73,), "cannot create the output"
    if call in ("rename", "renameat2"):
        return "the final name", (73, 74), "cannot (create|write) the output|the disk is full"
    if ".pm-part-" in line and call in ("write", "fsync", "chmod"):
        return "a part", (74,), "cannot write the output"
    if call == "fchown":
        return "an owner", (), ""
    if call == "fsync" and re.match(r"\w+\(\d+<[^>.]*/pm-torture-\w+>", line):
        return "the folder of a file", (74,), "cannot write the output|disk failed"
    return "the database", (74,), "disk (failed|is full)"
