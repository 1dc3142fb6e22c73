"""What is no database, may not be written, or has no room: the status, the message, nothing changed."""
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

from common import ENVIRONMENT, INPUTS, PM, dump, fault, figure, must, run
from sudo import through_sudo


def expect(where, folder, words, status, pattern, prefix=(), unchanged=True, **more):
    """One command whose status and message are known."""
    state = dump(folder) if unchanged else None
    done = run(folder, words, prefix, **more)
    if done[0] != status:
        fault(where, f"status {done[0]}, not {status}: {done[2].strip()}")
    elif not re.search(pattern, done[2]):
        fault(where, f"told as {done[2].strip()!r}, not {pattern!r}")
    if unchanged and dump(folder) != state:
        fault(where, "the database has changed")


def torment(options, states):
    folder = states.copy("late")
    add = ["org", "add", "code=NEW", "kind=community", "name=n"]
    one = ["org", "list", "--limit", "1"]
    count = 0

    def case(*arguments, **more):
        nonlocal count
        count += 1
        expect(f"refusals: case {count}: {arguments[1]}", *arguments, **more)

    case(folder, [*add, "--db", "none/pm.db"], 66, "no such database")
    case(folder, ["init", "--db", "none/pm.db"], 73, "cannot create")
    case(folder, [*one, "--db", "."], 78, "is a directory")
    case(folder, [*one, "--db", "inputs/rooms.csv"], 78, "not a pm database")
    case(folder, ["init", "--db", "inputs/rooms.csv"], 73, "there is a file of this name")
    other = sqlite3.connect(os.path.join(folder, "other.db"))
    other.execute("CREATE TABLE t (a)")
    other.close()
    case(folder, [*one, "--db", "other.db"], 78, "not one of pm")
    case(folder, ["db", "restore", "other.db", "--yes"], 78, "not one of pm")
    case(folder, ["db", "restore", "none.db", "--yes"], 66, "no such")
    must(folder, "db", "backup", "copy.db")
    case(folder, [*add, "--db", "copy.db"], 77, "a copy is read-only")
    os.chmod(os.path.join(folder, "copy.db"), 0o600)
    shutil.copy(os.path.join(folder, "copy.db"), os.path.join(folder, "later.db"))
    later = sqlite3.connect(os.path.join(folder, "later.db"))
    later.execute("PRAGMA user_version = 99")
    later.close()
    case(folder, [*add, "--db", "later.db"], 78, "written by a later pm: schema 99")
    case(folder, ["db", "restore", "later.db", "--yes"], 78, "written by a later pm")
    wrong = sqlite3.connect(os.path.join(folder, "copy.db"))
    wrong.execute("UPDATE bill SET paid_minor = paid_minor + 1 WHERE id = 1")
    wrong.commit()
    wrong.close()
    case(folder, ["db", "restore", "copy.db", "--yes"], 65, "does not pass db check")
    case(folder, ["room", "import", "none.csv"], 66, "no such file")
    case(folder, ["room", "import", "."], 66, "is a directory")
    case(folder, ["bill", "list", "--output", "none/x.csv"], 73, "cannot create the output")
    case(folder, ["room", "import", os.fsdecode(b"r\xff.csv")], 64, "argument 3 is not UTF-8")
    with open("/dev/full", "w") as full:
        for words in (["bill", "list"], ["help"], ["db", "check", "-v"], ["bill", "list", "--format",
                      "json"], ["version"], ["export", "ledger", "--for", "hledger"]):
            case(folder, words, 74, "cannot write the output", stdout=full)
    for words in (["bill", "list"], ["help"], ["db", "check", "-v"], ["export", "ledger"]):
        reader, writer = os.pipe()
        os.close(reader)
        case(folder, words, 141, "^$", stdout=writer)
        os.close(writer)
    hold = subprocess.Popen(["flock", "pm.db.lock", "cat"], cwd=folder, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE)
    hold.stdin.write(b"held\n")
    hold.stdin.flush()
    time.sleep(0.3)
    case(folder, [*add, "--lock-wait", "0"], 75, "another command is writing")
    case(folder, [*add, "--lock-wait", "1"], 75, "another command is writing")
    case(folder, one, 0, "^$")
    hold.stdin.close()
    hold.wait()
    # A file that is cut while it is read; mapped, this would be SIGBUS.
    case(folder, ["room", "import", "inputs/rooms.csv"], 74, "was changed while it was read",
         prefix=["strace", "-qq", "-o", "/dev/null", "-P", os.path.join(INPUTS, "rooms.csv"), "-e",
                 "inject=read:retval=0:when=1"])
    # File systems without hard links, and without RENAME_NOREPLACE.
    def injected(error):
        return ["strace", "-qq", "-o", "/dev/null", "-e", f"inject=renameat2:error={error}"]
    case(folder, ["db", "backup", "anew.db"], 73, "cannot create the output: Operation not permitted",
         prefix=injected("EPERM"))
    case(folder, ["db", "backup", "anew.db"], 0, "^$", prefix=injected("EINVAL"))
    if os.stat(os.path.join(folder, "anew.db")).st_nlink != 1:
        fault("refusals: a rename by link", "leaves a second name")
    # A limit on the size of files.
    make_many(folder)
    case(folder, ["org", "import", "many.csv"], 74, "disk",
         prefix=["prlimit", "--fsize=60000"])
    count += small_disk(folder)
    count += silent_crash(folder)
    count += as_other(states)
    count += through_sudo()
    shutil.rmtree(folder)
    figure("refusals", count, "told with their status, the database as it was")


def make_many(folder):
    with open(os.path.join(folder, "many.csv"), "w") as file:
        file.write("code,kind,name\n")
        for number in range(3000):
            file.write(f"X{number:05},community,A community with a name of some length {number}\n")


def small_disk(folder):
    """A disk with no room left, where file systems may be mounted."""
    script = """
        set -e
        mkdir small; mount -t tmpfs -o size=$1k none small
        cp pm.db small; cp pm.db-wal small 2>/dev/null || :
        set +e
        "$2" org import many.csv --db small/pm.db; echo "import $?"
        "$2" room list --output small/rooms.csv --db small/pm.db; echo "list $?"
        "$2" db check --db small/pm.db -q >/dev/null; echo "check $?"
        ls -A small | tr '\\n' ' '"""
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in ("pm.db", "pm.db-wal")
               if os.path.exists(os.path.join(folder, name))) // 1024
    count = 0
    for room in (48, 100, 200):
        done = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", str(size + room), PM],
                              cwd=folder, env=dict(ENVIRONMENT, TMPDIR=folder),
                              capture_output=True, text=True)
        if "import" not in done.stdout:
            figure("a small disk", "left out", "file systems cannot be mounted here")
            return count
        os.rmdir(os.path.join(folder, "small"))
        count += 1
        if "import 74" not in done.stdout or "check 0" not in done.stdout \
                or not re.search("disk (is full|failed)", done.stderr) or ".pm-part" in done.stdout:
            fault(f"refusals: a disk with {room} kB left", done.stdout + done.stderr)
    return count


def silent_crash(folder):
    """A crash tells nobody what was in memory: no backtrace, no core."""
    command = ["prlimit", "--core=unlimited", PM, "batch"]
    for number in (signal.SIGSEGV, signal.SIGILL, signal.SIGABRT):
        batch = subprocess.Popen(command, cwd=folder, env=dict(ENVIRONMENT, HOME=folder),
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT)
        batch.stdin.write(b'{"words":["version"]}\n')
        batch.stdin.flush()
        batch.stdout.readline()
        batch.send_signal(number)
        said = batch.stdout.read()
        cores = [name for name in os.listdir(folder) if name.startswith("core")]
        if batch.wait() != -number or said or cores:
            fault("refusals: a crash", f"{batch.returncode} {said!r} {cores}")
        for name in cores:
            os.unlink(os.path.join(folder, name))
        batch.stdin.close()
    return 3


def as_other(states):
    """What the mode of a file or folder forbids, asked as somebody whom modes bind."""
    if os.geteuid() != 0:
        figure("rights of others", "left out", "root alone can be somebody else")
        return 0
    with tempfile.TemporaryDirectory(prefix="pm-other") as folder:
        os.chmod(folder, 0o755)
        shutil.copy(PM, os.path.join(folder, "pm"))
        os.chmod(os.path.join(folder, "pm"), 0o755)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        for name, file, place in (("file", 0o444, 0o777), ("folder", 0o666, 0o555),
                                  ("secret", 0o600, 0o777)):
            there = os.path.join(folder, name)
            os.mkdir(there)
            shutil.copy(os.path.join(states.folder("late"), "pm.db"), there)
            os.chmod(os.path.join(there, "pm.db"), file)
            os.chmod(there, place)
            words = ["org", "add", "code=NEW", "kind=community", "name=n"]
            done = subprocess.run([*nobody, "../pm", *words], cwd=there, env=ENVIRONMENT,
                                  capture_output=True, text=True)
            if done.returncode != 77 or len(done.stderr.splitlines()) > 2:
                fault(f"refusals: a {name} that may not be written",
                      f"{done.returncode} {done.stderr}")
    return 3
