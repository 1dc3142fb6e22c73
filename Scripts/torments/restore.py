"""Restores beside writers and readers: nothing acknowledged is lost from both what is there and what
was kept, and nobody fails."""
import os
import re
import shutil
import threading
import time

from backup import Writers
from common import checked, connect, fault, figure, must, run
from estate import rooms_with_payer


def torment(options, states):
    rounds = 3 if options.short else 20
    folder = states.copy("late-2")
    must(folder, "db", "backup", "b.db")
    writers = Writers(folder, 4, rooms_with_payer(folder))
    stop, reads = threading.Event(), []

    def read():
        while not stop.is_set():
            status, output, messages = run(folder, ["ticket", "list", "--columns", "number"])
            reads.append(status)
            if status != 0:
                fault("restore", f"status {status} of a reader: {messages.strip()}")
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(rounds):
        time.sleep(0.1)
        status, _, messages = run(folder, ["db", "restore", "b.db", "--yes"])
        if status != 0:
            fault("restore", f"status {status}: {messages}")
    writers.stop()
    stop.set()
    for reader in readers:
        reader.join()
    kept = sorted(name for name in os.listdir(folder) if re.fullmatch(r"pm\.db\.replaced-\d+", name))
    found = set()
    for name in ["pm.db", *kept]:
        checked(folder, f"restore: {name}", name)
        database = connect(os.path.join(folder, name))
        found |= {row[0] for row in database.execute("SELECT summary FROM ticket")}
        database.close()
    lost = [name for name in writers.done if name not in found]
    if lost:
        fault("restore", f"{len(lost)} acknowledged tickets are nowhere: {lost[:5]}")
    shutil.rmtree(folder)
    figure("restores", rounds, f"beside 4 writers ({len(writers.done)} tickets) and 2 readers"
           f" ({len(reads)} lists): none failed, nothing lost")
