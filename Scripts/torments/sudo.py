"""Samples/sudoers as it stands, with the sudo of the system: who gets through, as whom, and for what.

Users, groups and rules are made in a copy of /etc that only this campaign sees (unshare)."""
import os
import shutil
import subprocess
import tempfile

from common import HERE, PM, fault, figure

SCRIPT = r"""
set -e
cp -a /etc etc
mount --bind etc /etc
mount -t tmpfs none /usr/local/bin
cp "$PM" /usr/local/bin/pm
mkdir home
useradd --system --home-dir "$PWD/home/pm" --create-home pm
groupadd pm-users
for user in wang li zhao; do useradd --no-create-home --groups pm-users "$user"; done
useradd --no-create-home qian
install -m 0440 "$SAMPLE" /etc/sudoers.d/pm
export PM_DB="$PWD/home/pm/pm.db" PM_LANG=en
echo 'code,community' > rooms.csv
chmod 0644 rooms.csv
set +e
try() {
  want=$1 user=$2; shift 2
  setpriv --reuid "$user" --regid "$user" --init-groups "$@" </dev/null >out 2>err
  got=$?
  echo "$got $want $user: $* $(tail -1 err)"
}
try 0 root sudo -n -u pm pm init --quiet
echo "$(stat -c '%a %U' "$PM_DB") 600 pm"
try 0 root sudo -n -u pm pm staff add code=S1 name=W login=wang roles=admin
try 0 wang sudo -n -u pm pm staff add code=S2 name=L login=li roles=clerk
try 0 li sudo -n -u pm pm customer add code=K1 name=N phone=13900000001
try 0 li env SUDO_USER=root USER=root LOGNAME=root sudo -n -u pm pm customer add code=K2 name=M
try 77 li sudo -n -u pm pm staff add code=S3 name=Z login=zhao roles=admin
try 77 li sudo -n -u pm pm room import "$PWD/rooms.csv"
try 77 li sudo -n -u pm pm room list --output "$PWD/home/pm/x.csv"
try 77 li sudo -n -u pm pm init --db "$PWD/home/pm/own.db"
try 77 zhao sudo -n -u pm pm room list
try 1 qian sudo -n -u pm pm room list
try 1 wang sudo -n -u pm sh -c id
try 1 wang sudo -n pm room list
try 77 qian pm room list
try 0 wang sudo -n -u pm pm audit list
echo "actors $(tail -n +2 out | cut -d, -f 3,4 | tr '\n' ' ')"
"""


def through_sudo():
    """How many callers were tried; 0 where nobody can be made up here."""
    lacking = [name for name in ("sudo", "unshare", "useradd", "setpriv") if not shutil.which(name)]
    if lacking or os.geteuid() != 0:
        figure("sudo", "left out", "root alone can make users up")
        return 0
    with tempfile.TemporaryDirectory(prefix="pm-sudo") as folder:
        os.chmod(folder, 0o755)
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", SCRIPT], cwd=folder, capture_output=True, text=True,
            env={"PATH": os.environ["PATH"], "PM": PM,
                 "SAMPLE": os.path.join(HERE, "Samples", "sudoers")})
    lines = done.stdout.splitlines()
    if not lines:
        figure("sudo", "left out", "users cannot be made up here")
        return 0
    for line in lines[:-1]:
        words = line.split()
        wrong = words[0:2] != words[2:4] if "pm" == words[1] else words[0] != words[1]
        if wrong:
            fault("refusals: through sudo", line)
    actors = "actors root,init root,staff add wang,staff add li,customer add li,customer add"
    if lines[-1].rstrip() != actors:
        fault("refusals: through sudo", f"the journal names {lines[-1]}")
    return len(lines)
