#!/usr/bin/env python3
"""What concepts, ConST-CL and HDC learn of the synthetic videos, beside the untrained network; rows of a table, in percent.

  bench/clip_methods.py seeds DATA       demo-concepts, demo-const-cl and demo-hdc over seeds 0 to 2
  bench/clip_methods.py ablations DATA   one seed of each change
  bench/clip_methods.py untrained DATA   running statistics of the videos, weights as drawn: the fairer baseline
  bench/clip_methods.py one DATA RECIPE [KEY=VALUE...]

DATA is a folder of ./sogar videos make, or is made.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOGAR = os.path.join(ROOT, "sogar")
RECIPES = ("demo-concepts", "demo-const-cl", "demo-hdc")
ABLATIONS = (
    ("demo-concepts", "concepts.local-weight=0"),
    ("demo-const-cl", "const-cl.context=0"),
    ("demo-const-cl", "const-cl.local-weight=0"),
    ("demo-hdc", "hdc.decoupled=false"),
    ("demo-hdc", "hdc.weights=uniform"),
    ("demo-hdc", "hdc.levels=[layer4]"),
)


def sogar(folder, *arguments):
    done = subprocess.run([SOGAR, *arguments, "--json"], cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(done.stdout)


def measure(data, recipe, *changes):
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        steps = sogar(folder, "pretrain", recipe, "--name", "measured", f"data.path={data}", *changes)["steps"]
        seconds = time.monotonic() - began
        sogar(folder, "evaluate", "measured", "evaluate.pictures=0")
        with open(os.path.join(folder, "runs", "measured", "evaluation", "report.json")) as report:
            found = json.load(report)
    probe, neighbours = found["linear"], found["knn"]
    percent = lambda share: f"{100 * share:.1f}"
    print(f"| {' '.join((recipe, *changes))}, {steps} steps | {percent(probe['random'])} / {percent(neighbours['random'])} "
          f"| {percent(probe['pretrained'])} / {percent(neighbours['pretrained'])} | {100 * (probe['pretrained'] - probe['random']):+.1f} "
          f"| {percent(probe['shuffled'])} | {seconds:.0f} s |", flush=True)


def main(what, data, *rest):
    data = os.path.abspath(data)
    if not os.path.exists(data):
        subprocess.run([SOGAR, "videos", "make", "--out", data], check=True)
    print("| run | untrained: probe / k-NN | pretrained: probe / k-NN | gain of the probe | shuffled frames | clock |\n|---|---|---|---|---|---|")
    if what == "seeds":
        for recipe in RECIPES:
            for seed in range(3):
                measure(data, recipe, f"seed={seed}")
    elif what == "ablations":
        for recipe, change in ABLATIONS:
            measure(data, recipe, change)
    elif what == "untrained":
        for recipe in RECIPES:
            measure(data, recipe, "steps=30", "optimizer.learning-rate=1e-12")
    else:
        measure(data, *rest)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("seeds", "ablations", "untrained", "one"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
