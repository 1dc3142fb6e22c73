"""Thousands of invocations at once, writing and reading, beside a reader whose pager stands still:
none fails, nothing is lost or doubled, numbers have no gaps."""
import os
import random
import shutil
import subprocess
import time

from common import ENVIRONMENT, PM, checked, connect, fault, figure, must
from estate import rooms_with_payer, write_payment


def spawn(folder, words, name):
    """Starts pm; its messages go to the file `name`."""
    null = os.open(os.devnull, os.O_RDWR)
    errors = os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1),
               (os.POSIX_SPAWN_DUP2, errors, 2)]
    child = os.posix_spawn(PM, [PM, *words], dict(ENVIRONMENT, HOME=folder, TMPDIR=folder,
                           PM_DB=os.path.join(folder, "pm.db")), file_actions=actions)
    os.close(null)
    os.close(errors)
    return child


def torment(options, states):
    count, wide = (200, 32) if options.short else (5000, 128)
    folder = states.copy("late-2")
    rooms = rooms_with_payer(folder)
    with open(os.path.join(folder, "many.csv"), "w") as file:
        file.write("code,kind,name\n")
        for number in range(8000):
            file.write(f"X{number:05},community,A community with a name of some length {number}\n")
    must(folder, "org", "import", "many.csv")
    listed = must(folder, "org", "list")
    assert len(listed) > 400_000
    tickets = len(must(folder, "ticket", "list", "--columns", "number").splitlines()) - 1
    pager = subprocess.Popen([PM, "org", "list"], cwd=folder, env=ENVIRONMENT,
                             stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)

    random_words = random.Random(options.seed)
    payments = list(range(count * 3 // 20)) * 2  # each of them twice, at different moments
    random_words.shuffle(payments)
    jobs = [["ticket", "add", "kind=repair", f"summary=s{number}", "--at", "2026-11-20 09:00"]
            for number in range(count * 4 // 10)]
    added = len(jobs)
    jobs += [["payment", "import", write_payment(folder, number, rooms)] for number in payments]
    reads = [["ticket", "list", "--limit", "5"], ["bill", "list", "--period", "2026-09"],
             ["report", "arrears", "--as-of", "2026-11-20"], ["db", "info"],
             ["customer", "list", "--limit", "20"]]
    while len(jobs) < count:
        jobs.append(reads[len(jobs) % len(reads)])
    random_words.shuffle(jobs)

    started, waits, failed = {}, [], 0
    start = time.perf_counter()
    for index, words in enumerate(jobs):
        while len(started) >= wide:
            failed += reap(folder, started, waits)
        started[spawn(folder, words, f"err-{index}")] = (time.perf_counter(), index, words)
    while started:
        failed += reap(folder, started, waits)
    seconds = time.perf_counter() - start
    if pager.poll() is not None:
        fault("crowd", "the reader with the stopped pager ended before its output was read")
    rest = pager.stdout.read().decode()
    if pager.wait() != 0 or rest != listed:
        fault("crowd", "the reader with the stopped pager did not give the state that it began on")

    database = connect(os.path.join(folder, "pm.db"))
    def ask(sql):
        return database.execute(sql).fetchone()
    found = ask("SELECT count(*), count(DISTINCT number) FROM ticket")
    if found != (tickets + added, tickets + added):
        fault("crowd", f"{found} tickets and numbers, not {tickets + added}")
    found = ask("SELECT count(*), count(DISTINCT substr(summary, 2)) FROM ticket"
                " WHERE summary GLOB 's[0-9]*' AND number GLOB '*-202611-*'")
    serials = ask("SELECT count(DISTINCT number), min(CAST(substr(number, 11) AS INTEGER)),"
                  " max(CAST(substr(number, 11) AS INTEGER)) FROM ticket"
                  " WHERE number GLOB 'WX-202611-*'")
    if found != (added, added):
        fault("crowd", f"{found} of {added} tickets")
    if serials != (added, 1, added):
        fault("crowd", f"numbers, the first and the last of them: {serials}, not 1 to {added}")
    found = ask("SELECT count(*), count(DISTINCT reference) FROM payment"
                " WHERE reference GLOB 'R[0-9]*'")
    if found != (len(payments) // 2, len(payments) // 2):
        fault("crowd", f"{found} payments, not {len(payments) // 2}")
    entries = ask("SELECT count(*) FROM journal WHERE id > (SELECT max(id) FROM journal"
                  " WHERE command = 'org import')")[0]
    if entries != added + len(payments) // 2:
        fault("crowd", f"{entries} journal entries for {added + len(payments) // 2} changes")
    database.close()
    checked(folder, "crowd")
    waits.sort()
    figure("invocations", count, f"{wide} at a time, {failed} failed, {count / seconds:.0f}/s")
    figure("their p99", f"{waits[len(waits) * 99 // 100] * 1000:.0f} ms",
           f"p50 {waits[len(waits) // 2] * 1000:.0f} ms, max {waits[-1] * 1000:.0f} ms")
    shutil.rmtree(folder)


def reap(folder, started, waits):
    """Waits for one child; 1 when it failed."""
    child, status = os.waitpid(-1, 0)
    if child not in started:
        return 0
    began, index, words = started.pop(child)
    waits.append(time.perf_counter() - began)
    name = os.path.join(folder, f"err-{index}")
    if status != 0:
        with open(name) as file:
            fault("crowd", f"status {os.waitstatus_to_exitcode(status)} of pm {' '.join(words)}:"
                  f" {file.read().strip()}")
    os.unlink(name)
    return 1 if status else 0
