#!/usr/bin/env python3
"""Kills and stops node processes of a real run and measures how it goes on. Each prints its figures as one JSON object.

  bench/recovery.py kills [COUNT]     kill -9 of one of 3 nodes, COUNT times (100), each started again: time until the next committed step
  bench/recovery.py hangs [COUNT]     SIGSTOP of one of 3 nodes, COUNT times (10): time until the next committed step
  bench/recovery.py goodput [MINUTES] a kill every 15 s, steps of about 0.3 s: useful step time over wall time
  bench/recovery.py endurance [COUNT] COUNT kills (500) in one run: the digests of an undisturbed one

Environment: SOGAR (the program, ./sogar by default), KEEP=1 keeps the folder. Times are read off the journal, whose events the supervisor dates by
this machine's clock, against the moment of the signal.
"""
import json
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


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class Run:
    """`./sogar up` as a process, its nodes by process id, its journal by events."""

    def __init__(self, folder, nodes, *arguments):
        self.folder, self.nodes = folder, {}
        self.process = subprocess.Popen([*SOGAR, "up", "tiny", "--nodes", str(nodes), "--json", "data.path=data", *arguments],
                                        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
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

    @property
    def has_ended(self):
        return self.process.poll() is not None

    def read(self):
        """New events as (type, payload)."""
        path = os.path.join(self.folder, "runs/journal.db")
        if self.journal is None:
            if not os.path.exists(path):
                return []
            self.journal = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
        try:
            rows = self.journal.execute("SELECT version, type, payload FROM journal_event WHERE stream = 'run/bench' AND version > ? ORDER BY version", (self.version,)).fetchall()
        except sqlite3.OperationalError:
            return []
        new = [(kind, json.loads(payload)) for _, kind, payload in rows]
        if rows:
            self.version = rows[-1][0]
        self.events += new
        return new

    def wait_for(self, wanted, patience=120):
        """Reads on until an event for which wanted(type, payload) holds; returns its payload, or None when the run ended or nothing came."""
        deadline = time.time() + patience
        while time.time() < deadline:
            for kind, payload in self.read():
                if wanted(kind, payload):
                    return payload
            if self.has_ended:
                return None
            time.sleep(0.02)
        return None

    def alive(self):
        return {name: pid for name, pid in self.nodes.items() if os.path.exists(f"/proc/{pid}")}

    def summary(self):
        out, _ = self.process.communicate()
        try:
            return json.loads(out)
        except json.JSONDecodeError:
            sys.exit("\n".join(self.log[-30:]) + f"\nexit code {self.process.returncode}, no summary: {out}")


def videos(folder):
    subprocess.run([*SOGAR, "videos", "make", "--out", "data", "--train", "4", "--val", "1", "--test", "1", "--size", "64x48", "--frames", "24"],
                   cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def spread(seconds):
    ordered = sorted(seconds)
    return {"count": len(ordered), "median_s": round(statistics.median(ordered), 3), "p95_s": round(ordered[int(0.95 * (len(ordered) - 1))], 3),
            "least_s": round(ordered[0], 3), "greatest_s": round(ordered[-1], 3)}


def commits(kind, _):
    return kind == "step-committed"


def disturb(run, count, sign, rng, nodes=3):
    """Signals one node, waits for the next committed step after it, and for the world to be whole again; yields (time to commit, time to join)."""
    for turn in range(count):
        if run.wait_for(commits) is None:
            return
        pids = run.alive()
        if len(pids) < nodes:
            return
        name = rng.choice(sorted(pids))
        at = time.time()
        os.kill(pids[name], sign)
        # A step that was finished before the signal may be journalled after it: the first that counts is the first of a later generation.
        formed = run.wait_for(lambda kind, it: kind == "generation-formed" and instant(it["at"]) > at)
        committed = run.wait_for(commits) if formed else None
        if committed is None:
            return
        if sign == signal.SIGSTOP:
            os.kill(pids[name], signal.SIGKILL)
        whole = formed if formed.get("trainers") == nodes else run.wait_for(lambda kind, it: kind == "generation-formed" and it["trainers"] == nodes)
        yield instant(committed["at"]) - at, (instant(whole["at"]) - at if whole else None)
        print(f"{turn + 1}/{count}: next step after {instant(committed['at']) - at:.3f} s", file=sys.stderr)


def measured(folder, count, sign, *arguments):
    run = Run(folder, 3, "--name", "bench", "--restart", str(count + 5), "steps=1000000", "checkpoint.every=500", *arguments)
    results = list(disturb(run, count, sign, random.Random(1)))
    run.process.send_signal(signal.SIGINT)
    summary = run.summary()
    lost = sum(recovery["steps_lost"] for recovery in summary.get("recoveries", []))
    print(json.dumps({"until_next_step": spread([each[0] for each in results]), "until_whole_again": spread([each[1] for each in results if each[1]]),
                      "recoveries": len(summary.get("recoveries", [])), "steps_lost": lost, "steps": summary["steps"]}))


def goodput(folder, minutes):
    # batch and shards of tiny, slowed down to about 0.3 s a step by larger views.
    run = Run(folder, 3, "--name", "bench", "--restart", "1000", "steps=1000000", "batch=96", "checkpoint.every=50")
    if run.wait_for(lambda kind, it: kind == "generation-formed" and it["trainers"] == 3) is None:
        sys.exit("no generation of 3 nodes came about")
    began, rng, kills = time.time(), random.Random(2), 0
    next_kill = began + 15
    while time.time() < began + 60 * minutes and not run.has_ended:
        run.read()
        if time.time() >= next_kill and (pids := run.alive()):
            os.kill(rng.choice(sorted(pids.values())), signal.SIGKILL)
            kills, next_kill = kills + 1, next_kill + 15
        time.sleep(0.05)
    wall = time.time() - began
    run.read()
    steps = [it for kind, it in run.events if kind == "step-committed" and instant(it["at"]) >= began]
    run.process.send_signal(signal.SIGINT)
    run.summary()
    typical = statistics.median(it["seconds"] for it in steps)
    # A step counts with what it takes undisturbed: what a recovery added to it is not useful.
    useful = sum(min(it["seconds"], typical) for it in steps)
    print(json.dumps({"wall_s": round(wall, 1), "kills": kills, "steps": len(steps), "median_step_s": round(typical, 3), "goodput": round(useful / wall, 3)}))


def endurance(folder, count):
    steps = count * 40
    run = Run(folder, 3, "--name", "bench", "--restart", "100000", f"steps={steps}", "checkpoint.every=500")
    began = time.time()
    kills = sum(1 for _ in disturb(run, count, signal.SIGKILL, random.Random(3)))
    summary = run.summary()
    undisturbed = json.loads(subprocess.run([*SOGAR, "pretrain", "tiny", "--name", "undisturbed", "--json", "data.path=data", f"steps={steps}", "checkpoint.every=500"],
                                            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True).stdout)
    print(json.dumps({"kills": kills, "steps": summary["steps"], "seconds": round(time.time() - began, 1), "steps_lost": sum(each["steps_lost"] for each in summary["recoveries"]),
                      "digest_equal_to_undisturbed": summary["digest"] == undisturbed["digest"]}))


def main():
    folder = tempfile.mkdtemp(prefix="sogar-recovery-")
    try:
        videos(folder)
        match sys.argv[1:]:
            case ["kills", *rest]:
                measured(folder, int(rest[0]) if rest else 100, signal.SIGKILL)
            case ["hangs", *rest]:
                measured(folder, int(rest[0]) if rest else 10, signal.SIGSTOP)
            case ["goodput", *rest]:
                goodput(folder, float(rest[0]) if rest else 5)
            case ["endurance", *rest]:
                endurance(folder, int(rest[0]) if rest else 500)
            case _:
                sys.exit(__doc__)
    finally:
        if os.environ.get("KEEP"):
            print(folder, file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
