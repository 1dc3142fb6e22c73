"""kill -9 at every system call that writes, syncs, renames or removes, of each command that must
survive it: `db check` is clean, the state is before or after, and running the command again ends
in the logical dump of an undisturbed run."""
import collections
import json
import os
import re
import shutil

from common import WRITES, checked, connect, dump, fault, figure, in_parallel, run, sample
from estate import Play, plays

WANTED = 2000
# What must survive it by the word of the issue, by how its plays are called.
OPERATIONS = {"import": ("room import", "customer import", "org import", "charge import"),
              "bill run": ("bill run",), "late fees": ("bill late",),
              "payment import": ("payment import",), "close": ("bill close",),
              "backup": ("db backup",), "restore": ("db restore",)}


def torment(options, states):
    points = []
    for play in plays(states):
        own = [(play, call, k) for call, k in play.points() + play.makes]
        if options.short:
            own = [own[i] for i in sample(list(range(len(own))), 4, options.seed)]
        points += own
    # Where one round has too few points, the commands are killed as well when they enter a state
    # that another step left.
    wanted = 60 if options.short else WANTED
    more = ["policies", "fees", "tariffs", "meters", "apportioned-9", "billed", "billed-9", "paid",
            "paid-3", "callbacks", "closed-9"]
    while len(points) < wanted and more:
        start, words = states.before(more[0])
        play = Play(states, f"{' '.join(words[:2])} ({more.pop(0)})", start, words)
        points += [(play, call, k) for call, k in play.points() + play.makes]
    outcomes = {"before": 0, "after": 0}

    def kill(play, call, k):
        where = f"crash: {play.name}: {call} {k}"
        folder, done = play.disturb(call, k, "signal=KILL")
        if done[0] != 137:
            fault(where, f"was not killed: {done[0]} {done[2]}")
        outcomes["after" if dump(folder) == play.after else "before"] += 1
        play.settle(folder, where, done, may_change=True)

    in_parallel(options, kill, points)
    if len(points) < wanted:
        fault("crash", f"only {len(points)} points, not {wanted}")
    figure("kill points", len(points),
           f"in {len({play.name for play, _, _ in points})} commands, {outcomes['before']} found"
           f" before, {outcomes['after']} after, none between")
    counts = collections.Counter(play.name.split(" (")[0] for play, _, _ in points)
    by_operation = {operation: sum(counts[name] for name in names)
                    for operation, names in OPERATIONS.items()}
    for operation, count in by_operation.items():
        if count == 0:
            fault("crash", f"no point in {operation}")
    figure("of them by operation", sum(by_operation.values()),
           ", ".join(f"{operation}: {count}" for operation, count in by_operation.items()))
    send_again(options, states)


def send_again(options, states):
    """A stream of requests with keys is killed anywhere and sent again: each is done once."""
    count = 30
    requests = "".join(
        f'{{"key":"k{n}","words":["ticket","add","kind=repair","summary=again-{n}","--at",'
        '"2026-11-20 09:00"]}\n' for n in range(count))

    def send(folder, *prefix):
        with open(os.path.join(folder, "requests"), "w+", encoding="utf-8") as file:
            file.write(requests)
            file.seek(0)
            return run(folder, ["batch", "--commit-every", "7"], prefix, stdin=file)

    folder = states.copy("tickets")
    log = os.path.join(folder, "strace.log")
    done = send(folder, "strace", "-f", "-qq", "-o", log, "-e", "trace=" + ",".join(WRITES))
    if done[0] != 0:
        fault("crash: batch", f"status {done[0]}: {done[2]}")
    with open(log, errors="replace") as lines:
        calls = collections.Counter(re.findall(r"^(?:\d+ +)?(\w+)\(", lines.read(), re.MULTILINE))
    shutil.rmtree(folder)
    points = [(call, k) for call in WRITES for k in range(1, calls[call] + 1)]
    points = sample(points, 6 if options.short else len(points), options.seed)
    kept, answered = [], []

    def kill(call, k):
        where = f"crash: batch: {call} {k}"
        folder = states.copy("tickets")
        done = send(folder, "strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                    f"inject={call}:signal=KILL:when={k}")
        if done[0] != 137:
            fault(where, f"was not killed: {done[0]} {done[2]}")
        again = send(folder)
        kept.append(again[1].count("kept-already"))
        # What was answered was committed before: it is known the second time.
        first, second = answers(done[1]), answers(again[1])
        answered.append(len(first))
        lost = [line for line, status in first.items() if status != (0, False)
                or second.get(line) != (0, True)]
        if lost:
            fault(where, f"answered, and not kept: lines {lost} of the requests")
        database = connect(os.path.join(folder, "pm.db"))
        found = database.execute("SELECT count(*), count(DISTINCT summary) FROM ticket"
                                 " WHERE summary GLOB 'again-*'").fetchone()
        database.close()
        if again[0] != 0 or found != (count, count):
            fault(where, f"sent again: status {again[0]}, {found[0]} tickets of {found[1]} requests")
        checked(folder, where)
        shutil.rmtree(folder)

    def answers(output):
        """By its line what each whole answer says: the status, and whether it was kept already."""
        found = {}
        for line in output.splitlines(keepends=True):
            if line.endswith("}\n"):
                answer = json.loads(line)
                found[answer["line"]] = answer["status"], "kept-already" in line
        return found

    in_parallel(options, kill, points)
    if not max(answered):
        fault("crash: batch", "no run was killed after an answer")
    figure("streams sent again", len(points),
           f"of {count} requests with keys, of which {min(kept)} to {max(kept)} had been kept: none done twice,"
           f" {sum(answered)} answers of killed runs kept all")
