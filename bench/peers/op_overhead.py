"""What a call of libtorch costs from Python: the same loops as bench/SoGar.Bench/OverheadBench.cs.

Prints one JSON object, {name: nanoseconds of wall time per call}, each the best of several rounds.
"""
import json
import time

import torch

torch.set_num_threads(1)
ROUNDS = 60
one, other = torch.ones(1), torch.ones(1)
x, weight, bias = torch.ones(4, 8), torch.ones(8, 8, requires_grad=True), torch.ones(8, requires_grad=True)


def best(count, call):
    quickest = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        for _ in range(count):
            call()
        quickest = min(quickest, (time.perf_counter_ns() - start) / count)
    return quickest


print(json.dumps({
    "add, one element": best(2000, lambda: one + other),
    "add in place": best(2000, lambda: one.add_(other)),
    "reshape": best(2000, lambda: x.reshape(8, 4)),
    "linear with a graph": best(1000, lambda: torch.nn.functional.linear(x, weight, bias)),
    "linear, sum, backward": best(200, lambda: torch.nn.functional.linear(x, weight, bias).sum().backward()),
}))
