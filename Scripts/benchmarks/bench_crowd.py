"""C1, C2, N1: thousands of commands at once, and the same as one stream."""
import json
import os
import statistics
import time

from common import PM, SHELL, SQLITE, community, fresh, limit, peaks, pm, report, rows, run, write

WIDE = 128


def storm(commands):
    """Runs all commands, 128 at a time; seconds of the whole, and of each. None may fail."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, target) for target in (0, 1, 2)]
    running, took, failed = {}, [], 0
    waiting = iter(commands)
    start = time.perf_counter()
    done = False
    while running or not done:
        while not done and len(running) < WIDE:
            words = next(waiting, None)
            if words is None:
                done = True
                break
            running[os.posix_spawn(words[0], words, os.environ, file_actions=actions)] = time.perf_counter()
        if running:
            child, status = os.wait()
            took.append(time.perf_counter() - running.pop(child))
            failed += status != 0
    os.close(null)
    assert failed == 0, f"{failed} of {len(took)} commands failed"
    return time.perf_counter() - start, sorted(took)


def measure(options):
    count = options.commands
    community("crowd.db")
    pm("crowd.db", "room", "add", "code=1-1", "community=HY")
    ours, mine = storm(
        [PM, "ticket", "add", "kind=repair", "room=1-1", f"summary=漏水{index}", "--quiet", "--db", "crowd.db"]
        for index in range(count))
    numbers = rows("crowd.db", "SELECT count(*), max(CAST(substr(number, 11) AS INTEGER)) FROM ticket")
    assert numbers == f"{count}|{count}", f"numbers with gaps: {numbers}"
    fresh("shell.db")
    write("shell.sql", "PRAGMA journal_mode = WAL;\nCREATE TABLE ticket (number TEXT UNIQUE, at INTEGER) STRICT;\n"
          "CREATE TABLE journal (ticket INTEGER, text TEXT) STRICT;\n")
    run([*SHELL, "shell.db"], "shell.sql")
    theirs, other = storm(
        [SQLITE, "-cmd", ".timeout 30000", "shell.db",
         f"PRAGMA synchronous = FULL; BEGIN IMMEDIATE; INSERT INTO ticket VALUES ('{index}', 1); "
         f"INSERT INTO journal VALUES ({index}, 'ticket add'); COMMIT;"] for index in range(count))
    # The shell reads the schema as pm does, at each start: the same two inserts under pm's own.
    community("full.db")
    full, every = storm(
        [SQLITE, "-cmd", ".timeout 30000", "full.db",
         "PRAGMA synchronous = FULL; BEGIN IMMEDIATE; "
         f"INSERT INTO ticket (key, number, kind, created_at) VALUES ('{index}', '{index}', 'repair', 1); "
         "INSERT INTO journal (id, at, actor, command, arguments, counts, previous, hash) "
         "SELECT id + 1, 1, 'x', 'ticket add', '', '', hash, hash FROM journal ORDER BY id DESC LIMIT 1; COMMIT;"]
        for index in range(count))
    bare, _ = storm(["/bin/true"] for _ in range(count))

    each = peaks([[PM, "ticket", "add", "kind=repair", "room=1-1", "summary=x", "--quiet", "--db", "crowd.db"]],
                 [[SQLITE, "shell.db", "INSERT INTO ticket VALUES ('x', 1)"]])

    def percentile(times, share):
        return times[min(len(times) - 1, int(share * len(times)))]

    report("C1", f"{count} writers, {WIDE} wide, p99", percentile(mine, 0.99), percentile(other, 0.99),
           "sqlite3 shell, two inserts", 0.25, note=each)
    limit("C1", "… p99, whatever the machine", percentile(mine, 0.99), 2.5, "s")
    report("C1", "… p99", percentile(mine, 0.99), percentile(every, 0.99), "sqlite3 shell, pm's schema")
    report("C1", "… the slowest", mine[-1], other[-1], "sqlite3 shell", 0.5)
    report("C2", "… time of all", ours, theirs, "sqlite3 shell", 1 / 1.2, note=each)
    report("C2", "… time of all", ours, full, "sqlite3 shell, pm's schema")
    report("C2", "… time of all", ours, bare, "/bin/true", 1 / 0.35)
    stream(options, count / ours)


def stream(options, rate):
    """The same commands through `pm batch`, against one process each at the crowd's rate."""
    with open("requests.jsonl", "w", encoding="utf-8") as file:
        for index in range(options.commands):
            words = ["ticket", "add", "kind=repair", "room=1-1", f"summary=漏水{index}"]
            file.write(json.dumps({"id": index, "words": words}, ensure_ascii=False) + "\n")
    alone = options.commands / rate
    for every, bar in ((1, 1 / 5), (100, 1 / 100)):
        times = []
        words = [PM, "batch", "--quiet", "--commit-every", str(every), "--db", "stream.db"]
        for _ in range(options.runs):
            community("stream.db")
            pm("stream.db", "room", "add", "code=1-1", "community=HY")
            times.append(run(words, "requests.jsonl", "answers.jsonl"))
        with open("answers.jsonl", encoding="utf-8") as file:
            assert sum(json.loads(line)["status"] == 0 for line in file) == options.commands
        report("N1", f"pm batch --commit-every {every}", statistics.median(times), alone,
               "a process a command", bar, note=peaks([words, "requests.jsonl"]))
