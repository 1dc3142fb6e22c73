"""Hostile input of all kinds, migrations that are killed at each write, and the random laws with many
seeds, and what make test does in part: tests of their own, in processes that die without taking the others along."""
import os
import re
import subprocess

from common import HERE, fault, figure

# What the tests say of themselves.
INPUTS = re.compile(r"fuzz: (\d+) inputs of ([\w-]+)")
KILLS = re.compile(r"migration: (\d+) kills")


def torment(options, states):
    """Runs the tests that `make debug` built; the short form is part of `make test` anyway."""
    if options.short:
        return
    environment = dict(os.environ, PM_TORTURE="1", PM_SEED=str(options.seed))
    words = [*options.test.split(), "--filter", "Hostile|MigrationKill|LawTests|RightsTable|SchemaCheck|CanaryTests|DatasetReturn"]
    done = subprocess.run(words, cwd=HERE, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace")
    if done.returncode != 0:
        fault("hostile", f"status {done.returncode} of {' '.join(words)}\n{done.stdout[-4000:]}")
    counts = {kind: int(count) for count, kind in INPUTS.findall(done.stdout)}
    kills = sum(int(count) for count in KILLS.findall(done.stdout))
    figure("hostile inputs", sum(counts.values()),
           ", ".join(f"{kind}: {counts[kind]}" for kind in counts))
    figure("kill points of a migration", kills)
    if sum(counts.values()) < 1_000_000 or kills < 20:
        fault("hostile", "fewer inputs or kills than there must be")
