"""What all campaigns share: running pm, and looking at what is left of a database."""
import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PM = os.path.realpath(os.environ.get("PM", os.path.join(HERE, ".build/release/pm")))
INPUTS = os.path.join(HERE, "Tests/Fixtures/example/inputs")
# Those that take something away are not failed: what should go then stays.
REMOVALS = ["unlink", "unlinkat", "rmdir"]
WRITES = ["pwrite64", "write", "fsync", "fdatasync", "ftruncate", "mkdir", "chmod", "fchown", "rename",
          "renameat2", *REMOVALS]
# What else would change a file or a folder: pm is expected to call none of these, so that no point is
# forgotten. `?`: where there is such a call.
OTHERS = ["?pwrite", "writev", "pwritev", "?pwritev2", "sendfile", "splice", "copy_file_range",
          "fallocate", "truncate", "?link", "linkat", "?symlink", "symlinkat", "mkdirat", "?mknod",
          "mknodat", "fchmod", "fchmodat", "?chown", "fchownat", "renameat", "sync",
          "syncfs", "sync_file_range", "msync", "setxattr", "fsetxattr", "io_submit",
          "?io_uring_enter"]
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "PM_DB": "pm.db", "LC_ALL": "C.UTF-8",
               "PM_LANG": "en", "USER": "tester", "TZ": "UTC"}

faults = []
figures = []


def fault(where, what):
    """Notes what must not be."""
    faults.append(f"{where}: {what}")
    print(f"FAULT {where}: {what}", file=sys.stderr, flush=True)


def figure(what, count, note=""):
    """Notes a row of the table with which torture ends."""
    figures.append((what, count, note))
    print(f"  {what}: {count}{', ' if note else ''}{note}", flush=True)


def run(folder, words, prefix=(), **more):
    """Runs pm in a folder: its status, output and messages."""
    more.setdefault("stdin", subprocess.DEVNULL)
    more.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run([*prefix, PM, *words], cwd=folder, env=dict(ENVIRONMENT, HOME=folder,
                          TMPDIR=folder), stderr=subprocess.PIPE, timeout=300, **more)
    status = done.returncode if done.returncode >= 0 else 128 - done.returncode  # as a shell says
    return status, (done.stdout or b"").decode(errors="replace"), \
        done.stderr.decode(errors="replace")


def must(folder, *words):
    status, output, messages = run(folder, words)
    if status != 0:
        sys.exit(f"torture: status {status} of pm {' '.join(words)}\n{messages}")
    return output


def connect(path):
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def dump(folder, name="pm.db"):
    """The digest of the logical dump: every row in key order, the journal without its instants,
    salts and hashes; None where there is no finished database."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return None
    if os.path.exists(path + "-journal"):
        return None  # init was killed before the database had a log
    database = connect(path)
    try:
        if database.execute("PRAGMA user_version").fetchone()[0] == 0:
            return None
        digest = hashlib.sha256()
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        for (table,) in database.execute(tables + " ORDER BY name").fetchall():
            columns = database.execute(f'PRAGMA table_info("{table}")').fetchall()
            names = [column[1] for column in columns]
            keys = [c[1] for c in sorted(columns, key=lambda c: c[5]) if c[5]]
            order = (["key"] if "key" in names else []) + keys or ["rowid"]
            if table == "journal":
                names = [name for name in names if name not in ("at", "previous", "hash", "request")]
            digest.update(f"# {table} {names}\n".encode())
            listed = ", ".join(f'"{name}"' for name in names)
            ordered = ", ".join(f'"{name}"' for name in order)
            for row in database.execute(f'SELECT {listed} FROM "{table}" ORDER BY {ordered}'):
                digest.update(repr(row).encode())
        return digest.hexdigest()
    finally:
        database.close()


def checked(folder, where, name="pm.db"):
    """Whether `db check` is clean, and silent."""
    status, output, messages = run(folder, ["db", "check", "--db", name])
    if status != 0 or output or messages:
        fault(where, f"db check: {status} {output} {messages}")
        return False
    return True


def sample(points, count, seed):
    """`count` of the points, the same for the same seed; all where there are fewer."""
    return points if len(points) <= count else sorted(random.Random(seed).sample(points, count))


def in_parallel(options, work, items):
    with ThreadPoolExecutor(options.jobs) as pool:
        for done in [pool.submit(work, *item) for item in items]:
            done.result()
