#!/usr/bin/env python3
"""How soon the survivors of an exchange know of a process that is gone, and how soon they sum again without it.

    bench/exchange_failures.py [--rounds 10] [--floats 300001]

Drives the processes of tests/SoGar.Compute.Tests/Exchange/ExchangePeer.cs, which has to be built: three processes sum without pause, one gets SIGKILL or
SIGSTOP, the clock runs until the last survivor has failed, naming it, and then until the survivors have formed a group and done a sum.
"""
import argparse
import os
import pathlib
import random
import signal
import statistics
import subprocess
import time

root = pathlib.Path(__file__).resolve().parent.parent
options = argparse.ArgumentParser()
options.add_argument("--rounds", type=int, default=10)
options.add_argument("--floats", type=int, default=300_001)
options = options.parse_args()
programs = sorted(root.glob("tests/SoGar.Compute.Tests/bin/*/net10.0/SoGar.Compute.Tests"), key=lambda path: path.stat().st_mtime)


class Peer:
    def __init__(self, rank):
        self.rank = rank
        self.name = "abc"[rank]
        self.process = subprocess.Popen(
            [programs[-1]], env={**os.environ, "SOGAR_TEST_EXCHANGE_PEER": str(rank)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self):
        return self.process.stdout.readline().strip()


def join(peers, generation):
    for peer in peers:
        peer.tell(f"offer {generation}")
    members = " ".join(f"{peer.rank}={peer.hear()}" for peer in peers)
    for peer in peers:
        peer.tell(f"join {generation} 2000 {members}")


def sums(peers, first, count, floats):
    for peer in peers:
        peer.tell(f"sum {first} {count} {floats} 3")


def trial(what):
    peers = [Peer(rank) for rank in range(3)]
    try:
        join(peers, 1)
        sums(peers, 0, 5, options.floats)
        heard = [peer.hear() for peer in peers]
        assert all(each.startswith("done") for each in heard), heard
        sums(peers, 5, 1_000_000, options.floats)
        time.sleep(random.uniform(0.05, 0.3))
        victim, *left = random.sample(peers, 3)
        start = time.perf_counter()
        victim.process.send_signal(what)
        for peer in left:
            heard = peer.hear()
            assert heard.startswith(f"failed {victim.name} "), heard
        noticed = time.perf_counter()
        left.sort(key=lambda peer: peer.rank)
        join(left, 2)
        sums(left, 0, 1, 1000)
        heard = [peer.hear() for peer in left]
        assert all(each.startswith("done") for each in heard), heard
        return (noticed - start) * 1e3, (time.perf_counter() - noticed) * 1e3
    finally:
        for peer in peers:
            peer.process.kill()
            peer.process.wait()


for what in (signal.SIGKILL, signal.SIGSTOP):
    noticed, formed = zip(*(trial(what) for _ in range(options.rounds)))
    for name, times in (("noticed by all", noticed), ("group formed, first sum done", formed)):
        print(f"{what.name}, {name}: median {statistics.median(times):.0f} ms, {min(times):.0f} to {max(times):.0f}")
print(f"load {os.getloadavg()[0]:.0f}")
