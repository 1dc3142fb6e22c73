"""kill -9 at every system call that writes, syncs, renames or removes, of each command that must
survive it: `db check` is clean, the state is before or after, and running the command again ends
in the logical dump of an undisturbed run."""
from common import dump, fault, figure, in_parallel, sample
from estate import Play, plays

WANTED = 2000


def torment(options, states):
    points = []
    for play in plays(states):
        own = [(play, call, k) for call, k in play.points()]
        if options.short:
            own = [own[i] for i in sample(list(range(len(own))), 4, options.seed)]
        points += own
    # Where one round has too few points, the commands are killed as well when they enter a state
    # that another step left.
    wanted = 60 if options.short else WANTED
    more = ["policies", "fees", "tariffs", "meters", "apportioned-9", "billed", "billed-9", "paid",
            "paid-3", "callbacks", "closed-9"]
    while len(points) < wanted and more:
        start, words = states.before(more[0])
        play = Play(states, f"{' '.join(words[:2])} ({more.pop(0)})", start, words)
        points += [(play, call, k) for call, k in play.points()]
    outcomes = {"before": 0, "after": 0}

    def kill(play, call, k):
        where = f"crash: {play.name}: {call} {k}"
        folder, done = play.disturb(call, k, "signal=KILL")
        if done[0] != 137:
            fault(where, f"was not killed: {done[0]} {done[2]}")
        outcomes["after" if dump(folder) == play.after else "before"] += 1
        play.settle(folder, where, done, may_change=True)

    in_parallel(options, kill, points)
    if len(points) < wanted:
        fault("crash", f"only {len(points)} points, not {wanted}")
    figure("kill points", len(points),
           f"in {len({play.name for play, _, _ in points})} commands, {outcomes['before']} found"
           f" before, {outcomes['after']} after, none between")
