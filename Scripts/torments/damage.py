"""Databases cut short, and with bytes changed at random: never a trap, never 70."""
import os
import random
import shutil
import tempfile

from common import fault, figure, in_parallel, run


def torment(options, states):
    folder = states.copy("late")
    with open(os.path.join(folder, "pm.db"), "rb") as file:
        sound = file.read()
    sizes = [1, 15, 16, 99, 100, 511, 4095, 4096, 4097, 40000, len(sound) - 1]
    rounds = 20 if options.short else 400
    commands = [["bill", "list"], ["db", "check"], ["org", "add", "code=NEW", "kind=community",
                "name=n"], ["report", "arrears", "--as-of", "2026-11-20"],
                ["payment", "offset", "--as-of", "2026-11-30"], ["db", "info"],
                ["bill", "run", "--period", "2026-11"], ["db", "backup", "b.db"]]
    seen = {}

    def chance_order(items, number):
        return random.Random(options.seed + number).sample(items, len(items))

    def attempt(number):
        place = tempfile.mkdtemp(prefix="damaged", dir=folder)
        content = bytearray(sound)
        if number < len(sizes):
            content = content[:sizes[number]]
        else:
            own = random.Random(options.seed * 1000 + number)
            for _ in range(own.choice([1, 3, 30])):
                page = own.randrange(len(content) // 4096) * 4096 + (100 if own.random() < 0.3 else 0)
                at = page + own.randrange(own.choice([8, 64, 4096 - 100]))
                content[at] = own.choice([0, 255, content[at] ^ 1 << own.randrange(8)])
        with open(os.path.join(place, "pm.db"), "wb") as file:
            file.write(content)
        for words in chance_order(commands, number)[:3]:
            done = run(place, words)
            seen[done[0]] = seen.get(done[0], 0) + 1
            if done[0] not in (0, 1, 65, 66, 73, 74, 77, 78):
                keep = tempfile.mkdtemp(prefix="pm-damaged-")
                shutil.copy(os.path.join(place, "pm.db"), keep)
                fault(f"damage: damaged database {number}: {' '.join(words)}",
                      f"status {done[0]}: {done[2].strip()[:300]} (kept in {keep})")
        shutil.rmtree(place)

    in_parallel(options, attempt, [(number,) for number in range(len(sizes) + rounds)])
    shutil.rmtree(folder)
    figure("damaged databases", len(sizes) + rounds, "statuses "
           + ", ".join(f"{status}: {seen[status]}" for status in sorted(seen)))
