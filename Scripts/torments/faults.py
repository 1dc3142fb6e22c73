"""EIO and ENOSPC at every call that writes, no file descriptors, and signals: the documented status,
the database as it was, and the next run mends what is left to do."""
import os
import re
import shutil

from common import REMOVALS, checked, dump, fault, figure, in_parallel, sample
from estate import plays


def torment(options, states):
    chosen = [play for play in plays(states) if play.name in
              ("init", "room import", "bill run", "payment import", "bill close", "db backup",
               "db restore", "bill list", "export dataset", "bank batch", "payment receipt",
               "notice send")]
    points = []
    for play in chosen:
        for call, k in play.points():
            for how in ("error=EIO", "error=ENOSPC", "signal=INT", "signal=TERM"):
                if not (call in REMOVALS and how.startswith("error")):
                    points.append((play, call, k, how))
        points += [(play, "openat", k, "error=EMFILE") for _, k in play.points(["openat"])]
    points = [points[i] for i in sample(list(range(len(points))), 80 if options.short else 2500,
                                        options.seed)]
    seen = {}

    def fail(play, call, k, how):
        where = f"faults: {play.name}: {call} {k} {how}"
        folder, done = play.disturb(call, k, how)
        status = done[0]
        allowed = {"signal=INT": (0, 130), "signal=TERM": (0, 143),
                   "error=EMFILE": (0, 66, 73, 74, 77, 78, 127)}.get(how, (0, 73, 74))
        seen[status] = seen.get(status, 0) + 1
        if status not in (*allowed, *play.ends):
            fault(where, f"status {status}: {done[2].strip()}")
        # 127: the loader of a program that is not static found no library.
        # What stands all the same is told in up to two lines before.
        if status not in (0, 127, 130, 143) and len(done[2].strip().splitlines()) not in range(1, 7):
            fault(where, f"status {status} is told as {done[2]!r}")
        # With status 0 it was done; else nothing was, but that the answer could not be shown.
        told = status == 0 or re.search("the change itself was made|which are marked", done[2])
        if how == "error=EMFILE":
            # Without /etc/passwd the journal has another actor.
            checked(folder, where) if dump(folder) else None
            shutil.rmtree(folder)
            return
        if status == 0 and dump(folder) != play.after:
            fault(where, "status 0, and the database is not after")
        for name in os.listdir(folder):
            if name.startswith(".pm-part-") and done[0] < 128 and call not in REMOVALS:
                fault(where, f"left {name} behind")
        play.settle(folder, where, done, may_change=told)

    in_parallel(options, fail, points)
    for status in (130, 143):
        if status not in seen:
            fault("faults", f"no signal ended pm with {status}")
    figure("failed calls and signals", len(points), f"in {len(chosen)} commands, statuses "
           + ", ".join(f"{status}: {seen[status]}" for status in sorted(seen)))
