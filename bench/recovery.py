#!/usr/bin/env python3
"""Kills and stops node processes of a real run and measures how it goes on. Each measurement prints its figures as one JSON object on standard output.

Times are read off the journal, whose events the supervisor dates by this machine's clock, against the moment of the signal. Recipe: tiny (steps of about
30 ms on two quiet cores), SQLite store, everything on loopback. Environment: SOGAR (the program, ./sogar by default), KEEP=1 keeps the folder.
"""
import argparse
import json
import math
import os
import random
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOGAR = os.environ.get("SOGAR", os.path.join(ROOT, "sogar")).split()
ENDLESS = 1_000_000
STEPS_PER_KILL = 16


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class Run:
    """`./sogar up` as a process, its nodes by process id, its journal by events."""

    def __init__(self, folder, nodes, *arguments, store=None):
        self.folder, self.nodes, self.own = folder, {}, []
        self.path = store or os.path.join(folder, "runs/journal.db")
        self.store = [f"--store=sqlite:{self.path}"]
        self.slow = os.path.join(folder, "slow")
        self.environment = {**os.environ, "SOGAR_TEST_SLOW": self.slow}
        self.process = subprocess.Popen([*SOGAR, "up", "tiny", "--nodes", str(nodes), "--json", "--name", "bench", *self.store, "data.path=data", *arguments],
                                        cwd=folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.log = []
        threading.Thread(target=self._listen, daemon=True).start()
        self.journal = None
        self.version = 0
        self.events = []

    def _listen(self):
        for line in self.process.stderr:
            self.log.append(line.rstrip())
            if found := re.match(r"node (\S+) is process (\d+)", line):
                self.nodes[found[1]] = int(found[2])

    def join(self, name):
        """Starts a node of our own, which nobody starts again."""
        with open(os.path.join(self.folder, f"{name}.log"), "w") as log:
            process = subprocess.Popen([*SOGAR, "node", "--name", name, "--run", "bench", *self.store], cwd=self.folder, env=self.environment, stdout=log, stderr=log)
        self.own.append(process)
        return process

    @property
    def has_ended(self):
        return self.process.poll() is not None

    def _query(self, sql, *values):
        if self.journal is None:
            if not os.path.exists(self.path):
                return []
            self.journal = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30)
        try:
            return self.journal.execute(sql, values).fetchall()
        except sqlite3.OperationalError:
            return []

    def read(self):
        """New events as (type, payload)."""
        rows = self._query("SELECT version, type, payload FROM journal_event WHERE stream = 'run/bench' AND version > ? ORDER BY version", self.version)
        new = [(kind, json.loads(payload)) for _, kind, payload in rows]
        if rows:
            self.version = rows[-1][0]
        self.events += new
        return new

    def wait_for(self, wanted, patience=300):
        """Reads on until an event for which wanted(type, payload) holds; returns its payload, or None when the run ended or nothing came."""
        deadline = time.time() + patience
        while time.time() < deadline:
            for kind, payload in self.read():
                if wanted(kind, payload):
                    return payload
            if self.has_ended:
                return None
            time.sleep(0.01)
        return None

    def joined_at(self, name):
        """When a node told the store that it is there: its process had started."""
        rows = self._query("SELECT joined_at FROM node WHERE name = ?", name)
        return rows[0][0] / 1000 if rows else None

    def supervisor(self):
        """Name of the node that holds the run's lease."""
        rows = self._query("SELECT holder FROM lease WHERE name = 'run/bench'")
        return rows[0][0].split("#")[0] if rows and rows[0][0] else None

    def alive(self):
        return {name: pid for name, pid in self.nodes.items() if os.path.exists(f"/proc/{pid}")}

    def drain(self):
        if not self.has_ended:
            self.process.send_signal(signal.SIGINT)
        return self.summary()

    def summary(self):
        out, _ = self.process.communicate()
        for process in self.own:
            process.kill()
            process.wait()
        try:
            return json.loads(out)
        except json.JSONDecodeError:
            sys.exit("\n".join(self.log[-30:]) + f"\nexit code {self.process.returncode}, no summary: {out}")


def videos(folder):
    subprocess.run([*SOGAR, "videos", "make", "--out", "data", "--train", "4", "--val", "1", "--test", "1", "--size", "64x48", "--frames", "24"],
                   cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def spread(seconds):
    ordered = sorted(seconds)
    if not ordered:
        return None
    return {"count": len(ordered), "median_s": round(statistics.median(ordered), 3), "p95_s": round(ordered[math.ceil(0.95 * (len(ordered) - 1))], 3),
            "least_s": round(ordered[0], 3), "greatest_s": round(ordered[-1], 3)}


def commits(kind, _):
    return kind == "step-committed"


def formed_by(nodes, after=0.0):
    return lambda kind, it: kind == "generation-formed" and it["trainers"] == nodes and instant(it["at"]) > after


def until_next_step(run, after):
    """Seconds until the first step of a later generation is committed: one that was finished before the signal may be journalled after it."""
    if run.wait_for(lambda kind, it: kind == "generation-formed" and instant(it["at"]) > after) is None:
        return None
    committed = run.wait_for(commits)
    return committed and instant(committed["at"]) - after


def say(turn, count, seconds):
    print(f"{turn + 1}/{count}: next step after {seconds:.3f} s", file=sys.stderr)


def typical_step(run):
    return round(statistics.median([it["seconds"] for kind, it in run.events if commits(kind, it)] or [0]), 4)


def report(run, summary, **figures):
    lost = sum(recovery["steps_lost"] for recovery in summary.get("recoveries", []))
    print(json.dumps({**figures, "median_step_s": typical_step(run), "recoveries": len(summary.get("recoveries", [])), "steps_lost": lost, "steps": summary["steps"]}))


def kills(folder, count):
    """One of three workers is killed; nobody starts it again before the survivors have committed a step. Then another one joins."""
    run, rng = Run(folder, 1, f"steps={ENDLESS}", "checkpoint.every=500"), random.Random(1)
    if run.wait_for(commits) is None:
        sys.exit("the run did not begin: " + "\n".join(run.log))
    workers = {name: run.join(name) for name in ("worker-a", "worker-b")}
    recovered, joined, started, began = [], [], [], {}
    if run.wait_for(formed_by(3)) is None:
        sys.exit("no generation of 3 nodes came about")
    for turn in range(count):
        for _ in range(20):
            run.wait_for(commits)
        name = rng.choice(sorted(workers))
        at = time.time()
        workers.pop(name).kill()
        seconds = until_next_step(run, at)
        if seconds is None:
            break
        recovered.append(seconds)
        say(turn, count, seconds)
        fresh = f"worker-{turn}"
        began[fresh] = time.time()
        workers[fresh] = run.join(fresh)
        whole = run.wait_for(formed_by(3))
        step = run.wait_for(commits) if whole else None
        if step is None:
            break
        started.append(run.joined_at(fresh) - began[fresh])
        joined.append(instant(step["at"]) - run.joined_at(fresh))
    report(run, run.drain(), until_next_step=spread(recovered), joined_until_first_step=spread(joined), process_start=spread(started))


def kill(process):
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        pass


def stop(process):
    os.kill(process, signal.SIGSTOP)


def stop_while_it_writes(process):
    """Stops it for an instant again and again until it is met with the write lock of the SQLite file."""
    while True:
        stop(process)
        while state(process) != "T":
            time.sleep(0)
        with open("/proc/locks") as locks:
            if any(re.match(rf"\d+: POSIX +ADVISORY +WRITE {process} ", line) for line in locks):
                return
        os.kill(process, signal.SIGCONT)
        time.sleep(0.001)


def state(process):
    with open(f"/proc/{process}/stat") as line:
        return line.read().rpartition(")")[2].split()[0]


def disturb(run, count, strike, rng, choose):
    """Strikes one of three nodes that are started again, waits for the next committed step and for the world to be whole again; yields the seconds."""
    if run.wait_for(formed_by(3)) is None:
        return
    for turn in range(count):
        if run.wait_for(commits) is None:
            return
        process = run.alive()[choose(run, rng)]
        strike(process)
        at = time.time()
        seconds = until_next_step(run, at)
        kill(process)
        if seconds is None:
            return
        say(turn, count, seconds)
        yield seconds
        if run.events and not any(formed_by(3, at)(kind, it) for kind, it in run.events) and run.wait_for(formed_by(3, at)) is None:
            return


def any_node(run, rng):
    return rng.choice(sorted(run.alive()))


def seated(run, _):
    while (name := run.supervisor()) not in run.alive():
        time.sleep(0.01)
    return name


def not_seated(run, rng):
    holder = seated(run, rng)
    return rng.choice(sorted(name for name in run.alive() if name != holder))


def disturbed(folder, count, strike, choose):
    run = Run(folder, 3, "--restart", str(count + 5), f"steps={ENDLESS}", "checkpoint.every=500")
    seconds = list(disturb(run, count, strike, random.Random(1), choose))
    report(run, run.drain(), until_next_step=spread(seconds))


def goodput(folder, minutes):
    """Minutes of a kill every 15 s, each followed by a quiet stretch. What part of the wall time is useful, by three measures: what the committed steps took,
    which leaves in that they are slower while a process starts beside them; and, stricter, what as many steps take undisturbed, by the quiet stretch and by
    the steps that follow the newcomer's third until the next kill. The machine is used by others too: the quiet stretch is half a minute away."""
    # tiny with as large a batch as makes steps of about 0.3 s on two cores, in shards that two nodes share as evenly as three: neither is at an advantage.
    run = Run(folder, 3, "--restart", "1000", f"steps={ENDLESS}", "shards=6", "batch=768", "checkpoint.every=50")
    if run.wait_for(formed_by(3)) is None:
        sys.exit("no generation of 3 nodes came about")
    time.sleep(20)
    rng, each = random.Random(2), []
    for minute in range(minutes):
        began = time.time()
        kills = []
        for kill in range(4):
            kills.append(time.time())
            os.kill(rng.choice(sorted(run.alive().values())), signal.SIGKILL)
            time.sleep(max(0, began + 15 * (kill + 1) - time.time()))
        ended = time.time()
        time.sleep(20)
        run.read()
        steps = [(instant(it["at"]), it["seconds"]) for kind, it in run.events if commits(kind, it)]
        whole = [instant(it["at"]) for kind, it in run.events if formed_by(3)(kind, it)]
        disturbed, quiet = [seconds for at, seconds in steps if began <= at < ended], [at for at, _ in steps if at >= ended + 5]
        settled = [[at for at, _ in steps if joined < at < until][2:]
                   for kill, until in zip(kills, [*kills[1:], ended]) for joined in whole if kill < joined < until]
        each.append({"steps": len(disturbed), "wall_s": ended - began, "useful": sum(disturbed) / (ended - began), "quiet_step_s": mean_interval([quiet]),
                     "settled_step_s": mean_interval(settled)})
        print(f"{minute + 1}/{minutes}: {len(disturbed)} steps, {each[-1]['quiet_step_s']:.3f} s each undisturbed", file=sys.stderr)
    summary = run.drain()

    def mean_part(step):
        return round(statistics.mean(it["steps"] * it[step] / it["wall_s"] for it in each), 3)

    print(json.dumps({"kills": 4 * minutes, "steps": sum(it["steps"] for it in each), "useful_step_time": round(statistics.mean(it["useful"] for it in each), 3),
                      "steps_as_quiet": mean_part("quiet_step_s"), "steps_as_settled": mean_part("settled_step_s"),
                      "each": [{key: round(value, 3) for key, value in it.items()} for it in each],
                      "steps_lost": sum(recovery["steps_lost"] for recovery in summary["recoveries"])}))


def mean_interval(stretches):
    long = [stretch for stretch in stretches if len(stretch) > 1]
    return sum(stretch[-1] - stretch[0] for stretch in long) / sum(len(stretch) - 1 for stretch in long)


def endurance(folder, count):
    """Steps are slow until the last kill, so that the run is short enough to be done once more undisturbed."""
    steps = count * STEPS_PER_KILL + 100
    began = time.time()
    run = Run(folder, 3, "--restart", "100000", f"steps={steps}", "checkpoint.every=500")
    open(run.slow, "w").close()
    done = sum(1 for _ in disturb(run, count, kill, random.Random(3), any_node))
    os.remove(run.slow)
    summary = run.summary()
    undisturbed = json.loads(subprocess.run([*SOGAR, "pretrain", "tiny", "--name", "undisturbed", "--json", "data.path=data", f"steps={steps}", "checkpoint.every=500"],
                                            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True).stdout)
    print(json.dumps({"kills": done, "steps": summary["steps"], "seconds": round(time.time() - began, 1), "steps_lost": sum(each["steps_lost"] for each in summary["recoveries"]),
                      "recoveries": len(summary["recoveries"]), "digest_equal_to_undisturbed": summary["digest"] == undisturbed["digest"]}))


def steady(folder, steps):
    """The same run with checkpoints every 50 steps and its store on the disk, and without checkpoints and its store in memory, by turns. Fingerprints and reports,
    which nothing switches off, are in both: `SoGar.Bench -- protection` accounts for them."""
    medians = {"protected": [], "bare": []}
    for turn in range(6):
        kind = "protected" if turn % 2 == 0 else "bare"
        place = os.path.join(folder, f"turn-{turn}")
        os.makedirs(place)
        os.symlink(os.path.join(folder, "data"), os.path.join(place, "data"))
        store = os.path.join(place, "journal.db") if kind == "protected" else f"/dev/shm/sogar-steady-{os.getpid()}-{turn}.db"
        run = Run(place, 2, f"steps={steps}", "batch=96", f"checkpoint.every={50 if kind == 'protected' else 0}", store=store)
        run.summary()
        run.read()
        medians[kind].append(statistics.mean(it["seconds"] for happened, it in run.events if commits(happened, it) and it["step"] >= 20))
        if kind == "bare":
            for suffix in ("", "-wal", "-shm", ".token"):
                if os.path.exists(store + suffix):
                    os.remove(store + suffix)
    protected, bare = statistics.median(medians["protected"]), statistics.median(medians["bare"])
    print(json.dumps({"protected_step_s": round(protected, 4), "bare_step_s": round(bare, 4), "cost": round(protected / bare - 1, 4),
                      "each": {kind: [round(each, 4) for each in values] for kind, values in medians.items()}}))


MEASUREMENTS = {
    "kills": (kills, 100, int, "kill -9 of one of 3 workers, and another one joins: about 4 s each, 7 minutes for 100"),
    "seats": (lambda folder, count: disturbed(folder, count, kill, seated), 20, int,
              "kill -9 of the node that the supervisor lives in, started again: about 5 s each, 2 minutes for 20"),
    "hangs": (lambda folder, count: disturbed(folder, count, stop, not_seated), 10, int,
              "SIGSTOP of a worker: about 7 s each, 70 s for 10"),
    "writers": (lambda folder, count: disturbed(folder, count, stop_while_it_writes, seated), 10, int,
                "SIGSTOP of the node that the supervisor lives in, in the middle of a write to the store: about 10 s each, 100 s for 10"),
    "goodput": (goodput, 5, int, "a kill every 15 s, steps of about 0.3 s: what part of the wall time is useful; 80 s for each of the minutes given"),
    "endurance": (endurance, 500, int, "that many kills in one run, then the digests of an undisturbed one: about 4 s each, 35 minutes for 500"),
    "steady": (steady, 200, int, "what journal on disk and checkpoints every 50 steps cost undisturbed, steps of about 0.07 s, 3 turns each: 2 minutes for 200 steps"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="measurement", required=True)
    for name, (_, default, kind, words) in MEASUREMENTS.items():
        words += " (durations on two quiet cores)"
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("amount", nargs="?", type=kind, default=default, help=f"how many; {default} if not given")
    chosen = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="sogar-recovery-")
    try:
        videos(folder)
        MEASUREMENTS[chosen.measurement][0](folder, chosen.amount)
    finally:
        if os.environ.get("KEEP"):
            print(folder, file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
