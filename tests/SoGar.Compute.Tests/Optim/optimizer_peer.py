"""The updates of OptimizerParityTests by torch.optim: prints the parameters behind the last one.

usage: optimizer_peer.py adamw|adam|sgd all|matrices UPDATES
"""
import math
import sys

import torch

rule, decays, updates = sys.argv[1], sys.argv[2], int(sys.argv[3])
sizes = {"weight": 35, "bias": 3, "late": 18}


def filled(seed, size):
    return torch.tensor([math.sin(0.7 * i + seed + size) for i in range(size)], dtype=torch.float32)


parameters = {name: filled(1000, size).requires_grad_() for name, size in sizes.items()}
groups = [{"params": [parameter], "weight_decay": 0.1 if decays == "all" or name != "bias" else 0} for name, parameter in parameters.items()]
optimizer = {
    "adamw": lambda: torch.optim.AdamW(groups, lr=1e-2),
    "adam": lambda: torch.optim.Adam(groups, lr=1e-2),
    "sgd": lambda: torch.optim.SGD(groups, lr=1e-2, momentum=0.8),
}[rule]()

for step in range(1, updates + 1):
    for name, parameter in parameters.items():
        parameter.grad = None if name == "late" and step <= 3 else 0.5 * filled(step, sizes[name])
    optimizer.step()

print(*(f"{value:.9g}" for parameter in parameters.values() for value in parameter.tolist()))
