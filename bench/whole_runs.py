#!/usr/bin/env python3
"""Measures whole runs of the shipped program from outside: what stays constant over thousands of steps, and what the paper's size needs.

  bench/whole_runs.py endurance [STEPS]   tiny.conf, 2,000 steps: memory, threads and descriptors once a second
  bench/whole_runs.py vitb [BATCH]        sogar-vitb.conf, 2 steps by one trainer: peak memory and time; its own batch of 32 takes an hour on 2 cores
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLIPS_A_SHARD = 4  # of sogar-vitb.conf: batch 32 over 8 shards, computed one after another, so that memory is one shard's
SOGAR = os.path.join(ROOT, "sogar")


def videos(folder, *options):
    subprocess.run([SOGAR, "videos", "make", "--out", "data", *options], cwd=folder, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def reading(pid):
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status if ":" in line)
    return int(fields["VmRSS"].split()[0]) / 1024, int(fields["Threads"]), len(os.listdir(f"/proc/{pid}/fd"))


def endurance(steps):
    with tempfile.TemporaryDirectory() as folder:
        videos(folder, "--train", "4", "--val", "1", "--test", "1", "--size", "64x48", "--frames", "24")
        run = subprocess.Popen([SOGAR, "pretrain", "tiny", f"steps={steps}", "data.path=data", "checkpoint.every=100", "--json"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        seen = []
        while run.poll() is None:
            try:
                seen.append(reading(run.pid))
            except (FileNotFoundError, KeyError, ProcessLookupError):
                pass
            time.sleep(1)
        summary = json.loads(run.stdout.read())
    quarter = len(seen) // 4
    print(f"{summary['steps']} steps of tiny.conf, {len(seen)} readings a second apart")
    for name, index, unit in (("resident memory", 0, "MB"), ("threads", 1, ""), ("descriptors", 2, "")):
        second = [each[index] for each in seen[quarter:2 * quarter]]
        last = [each[index] for each in seen[3 * quarter:-2]]
        mean = lambda values: sum(values) / max(1, len(values))
        print(f"{name}: second quarter mean {mean(second):.1f}, last quarter mean {mean(last):.1f}, greatest {max(each[index] for each in seen):.0f} {unit}")


def vitb(batch):
    with tempfile.TemporaryDirectory() as folder:
        videos(folder, "--train", str(batch), "--val", "1", "--test", "1", "--size", "640x480", "--frames", "64")
        began = time.monotonic()
        done = subprocess.run(
            [SOGAR, "pretrain", "sogar-vitb", "steps=2", f"batch={batch}", f"shards={max(1, batch // CLIPS_A_SHARD)}", "trainers=1", "threads=2", "data.path=data", "--json"],
            cwd=folder, stdout=subprocess.PIPE, check=True)
        seconds = time.monotonic() - began
        summary = json.loads(done.stdout)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"sogar-vitb.conf, batch {batch}: {summary['steps']} steps in {summary['seconds']:.0f} s ({seconds:.0f} s in all, {spent.ru_utime + spent.ru_stime:.0f} s of processors), "
        f"{summary['redone']} done again, peak memory {spent.ru_maxrss * 1024 / 1e9:.1f} GB, loss {summary['loss_first']:.3f} -> {summary['loss_last']:.3f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["endurance", *rest]:
            endurance(int(rest[0]) if rest else 2000)
        case ["vitb", *rest]:
            vitb(int(rest[0]) if rest else 32)
        case _:
            sys.exit(__doc__)
