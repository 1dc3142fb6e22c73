"""Commands that wait for a silent pipe, for a slow reader or for the write lock get SIGINT or SIGTERM at
random moments: they end at once with 130 or 143, nothing is written, and nobody was held up. Messages
that are interrupted while they are sent are each sent once in the end."""
import fcntl
import json
import os
import random
import shutil
import signal
import subprocess
import time

from common import ENVIRONMENT, HERE, PM, dump, fault, figure, must, run

# What is given before the pipe falls silent, and the words; FIFO is a named pipe, nobody's output.
READERS = [
    ("room import", "code,community\n", ["room", "import", "-"]),
    ("room import of a named pipe", "", ["room", "import", "FIFO"]),
    ("import by a map", "code,name\nX1,x\n", ["customer", "import", "-", "--constant", "note=x"]),
    ("payment import", "room,paid_on,method,amount,reference\n", ["payment", "import", "-"]),
    ("payment open", "customer,fee\n", ["payment", "open", "-"]),
    ("bill open", "room,customer\n", ["bill", "open", "-"]),
    ("bill invoice", "bill,invoice_no\n", ["bill", "invoice", "-"]),
    ("meter read", "meter,read_on,reading\n", ["meter", "read", "-"]),
    ("bank return", "1,6222", ["bank", "return", "-", "--layout", "plain.json"]),
    ("bank return of a batch", "", ["bank", "return", "-", "--batch", "N0000001"]),
    ("numbers of tickets", "number\n", ["ticket", "accept", "-"]),
    ("numbers for a form", "number\n", ["ticket", "form", "-", "--form", "intake"]),
    ("a plan", "{", ["bill", "run", "--apply", "-"]),
    ("readings of a move", "meter,", ["room", "handover", "1-1-0101", "--on", "2026-11-01",
                                      "--readings", "-"]),
    ("a file of a ticket", "x", ["ticket", "attach", "TICKET", "-"]),
    ("batch", '{"words":["org","add","code=B1","kind=community","name=x"', ["batch"]),
    ("batch of nothing", "", ["batch"]),
    ("batch that reads a named pipe", '{"words":["room","import","FIFO"]}\n', ["batch"]),
]
# What shows more than a pipe holds.
WRITERS = [
    ("a list", [], ["bill", "list"]),
    ("a list with a journal entry", [], ["customer", "list", "--reveal", "--columns", "*", "--format",
                                         "html"]),
    ("answers of a batch", ['{"words":["bill","list"]}\n'] * 5, ["batch"]),
]


def start(folder, words, **pipes):
    # Asked to stop it ends as for anybody: nothing is ignored.
    return subprocess.Popen([PM, *words], cwd=folder, env=dict(ENVIRONMENT, HOME=folder),
                            stderr=subprocess.PIPE, **pipes)


def stopped(where, process, number, since):
    """How it ended; told where that is no end that such a signal makes."""
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        fault(where, f"still there 5 s after signal {number}")
        process.kill()
        process.wait()
        return
    status = process.returncode if process.returncode >= 0 else 128 - process.returncode
    if status != 128 + number:
        fault(where, f"status {status} after signal {number}, {since * 1000:.0f} ms from its start:"
              f" {process.stderr.read().decode().strip()}")
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()


def torment(options, states):
    rounds = 2 if options.short else 25
    chance = random.Random(options.seed)
    folder = states.copy("late")
    prepare(folder)
    os.mkfifo(os.path.join(folder, "pipe"))
    # Kept open, so that who reads it waits for words and not for a writer.
    silent = os.open(os.path.join(folder, "pipe"), os.O_RDWR)
    before, count = dump(folder), 0
    signals = [signal.SIGINT, signal.SIGTERM]
    for name, given, words in READERS:
        words = [word.replace("FIFO", "pipe").replace("TICKET", "WX-202610-0001") for word in words]
        for _ in range(rounds):
            for number in signals:
                count += 1
                process = start(folder, words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
                process.stdin.write(given.encode())
                process.stdin.flush()
                begin = time.monotonic()
                time.sleep(chance.choice([0, 0.002, 0.01, 0.03, 0.1, 0.3]) * chance.random())
                process.send_signal(number)
                stopped(f"waits: {name}", process, number, time.monotonic() - begin)
        # Nobody is kept from writing meanwhile.
        process = start(folder, words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        process.stdin.write(given.encode())
        process.stdin.flush()
        time.sleep(0.3)
        other = run(folder, ["org", "add", "code=OTHER", "kind=community", "name=x", "--lock-wait",
                             "0", "--dry-run"])
        if other[0] != 0:
            fault(f"waits: {name}", f"another command: {other[0]} {other[2].strip()}")
        process.kill()
        stopped(f"waits: {name}", process, signal.SIGKILL, 0.3)
        if dump(folder) != before:
            fault(f"waits: {name}", "the database has changed")
            before = dump(folder)
    os.close(silent)
    for name, given, words in WRITERS:
        for _ in range(rounds):
            for number in signals:
                count += 1
                # Small before anybody writes into it: a pipe that holds more cannot be made so.
                reader, writer = os.pipe()
                fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
                process = start(folder, words, stdin=subprocess.PIPE, stdout=writer)
                os.close(writer)
                process.stdin.write("".join(given).encode())
                process.stdin.flush()
                time.sleep(0.3 + 0.2 * chance.random())
                process.send_signal(number)
                stopped(f"waits: {name}", process, number, 0.3)
                os.close(reader)
    for number in signals:
        count += 1
        hold = subprocess.Popen(["flock", "pm.db.lock", "cat"], cwd=folder, stdin=subprocess.PIPE)
        time.sleep(0.3)
        process = start(folder, ["org", "add", "code=L1", "kind=community", "name=x"])
        time.sleep(0.1 + 0.2 * chance.random())
        process.send_signal(number)
        stopped("waits: the lock", process, number, 0.3)
        hold.stdin.close()
        hold.wait()
    count += sending(folder, chance, rounds, signals)
    shutil.rmtree(folder)
    figure("waits that were ended", count,
           f"in {len(READERS)} readers, {len(WRITERS)} writers and the lock, all at once")


def sending(folder, chance, rounds, signals):
    """Interrupts the sending of messages again and again, and lets the last run send the rest."""
    with open(os.path.join(folder, "deliver"), "w") as file:
        file.write("#!/bin/sh\ncat >> sent.jsonl\nsleep 0.03\n")
        os.fchmod(file.fileno(), 0o755)
    must(folder, "notice", "queue", "template=activity", "--where", "stage=owner", "text=x")
    words = ["notice", "send", "--via", "./deliver"]
    for _ in range(rounds):
        for number in signals:
            process = start(folder, words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            time.sleep(0.05 + 0.05 * chance.random())
            process.send_signal(number)
            process.wait()
            if process.returncode not in (0, 128 + number, -number):
                fault("waits: sending", f"status {process.returncode}: {process.stderr.read()}")
            process.stderr.close()
    must(folder, *words)
    with open(os.path.join(folder, "sent.jsonl")) as file:
        numbers = [json.loads(line)["number"] for line in file]
    queued = int(must(folder, "notice", "list", "--columns", "number", "--format", "csv").count("\n")) - 1
    if len(numbers) != queued or len(set(numbers)) != queued:
        fault("waits: sending", f"{queued} messages: {len(numbers)} sent, {len(set(numbers))} of them")
    return rounds * len(signals)


def prepare(folder):
    """A ticket of pm's own and a batch sent to the bank."""
    shutil.copy(os.path.join(HERE, "Samples/bank/plain.json"), folder)
    must(folder, "ticket", "add", "kind=repair", "summary=x", "--at", "2026-10-01 09:00")
    must(folder, "customer", "set", "K001", "bank_account=6222029876543210987", "mandate=H1")
    must(folder, "bank", "batch", "--layout", "plain.json", "--as-of", "2026-11-20", "--output",
         "batch.txt")
