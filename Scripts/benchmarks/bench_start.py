"""S1–S3: what the smallest commands cost, and what the program weighs."""
import os
import shutil
import subprocess

from common import PM, SHELL, SQLITE, community, compare, limit, memory, nothing, pm, rooms_csv

ROOT = ["unshare", "--user", "--map-root-user", shutil.which("chroot", path="/usr/sbin:/usr/bin:/bin") or "chroot"]


def measure(options):
    compare("S1", "pm version", options.starts, (nothing, [PM, "version"]),
            (nothing, [SQLITE, ":memory:", "select 1"]), "sqlite3 :memory: 'select 1'", 1.0, "ms")
    community("small.db")
    compare("S2", "pm org list, full schema", options.starts,
            (nothing, [PM, "org", "list", "--columns", "code,name", "--db", "small.db"]),
            (nothing, [*SHELL, "-readonly", "-csv", "small.db", "SELECT code, name FROM org ORDER BY key"]),
            "sqlite3, same query", 1.1, "ms")
    limit("S3", "the program", os.path.getsize(PM) / 1e6, 25)
    limit("S3", "a small command, resident", memory([PM, "org", "list", "--db", "small.db"]), 10)
    print(f"S3  in an empty root directory: {empty_root()}", flush=True)


def empty_root():
    """Whether pm alone, without any other file, reads GB18030 and knows its zone."""
    os.makedirs("root", exist_ok=True)
    subprocess.run(["cp", PM, "root/pm"], check=True)
    rooms_csv("rooms.csv", 20)
    with open("rooms.csv", encoding="utf-8") as file, open("root/rooms.csv", "wb") as target:
        target.write(file.read().encode("gb18030"))
    commands = [["init"], ["org", "add", "code=HY", "kind=community", "name=HY"],
                ["room", "import", "rooms.csv"],
                ["room", "list", "--where", "note~备注", "--columns", "code,note"],
                ["setting", "list"]]
    said = ""
    for words in commands:
        done = subprocess.run([*ROOT, "root", "/pm", *words], capture_output=True, text=True,
                              env={"TMPDIR": "/"})
        if done.returncode != 0:
            return f"not tried ({(done.stderr.strip() or 'no user namespaces').splitlines()[-1]})"
        said += done.stdout
    return "works" if "甲户, 备注" in said and "+08:00" in said else "WRONG"
