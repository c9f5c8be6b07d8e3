"""Plain Gloo from PyTorch: all-reduces of float32 in place, one rank, told when by the other side (bench/SoGar.Bench/ExchangeBench.cs).

    allreduce.py RANK SIZE STORE FLOATS

Prints "ready", and for each line on standard input the milliseconds that one all-reduce took, by this rank's clock.
"""
import sys
import time

import torch
import torch.distributed as dist

rank, size, store, floats = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
torch.set_num_threads(1)
dist.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=size)
values = torch.full((floats,), 1e-6 * (rank + 1))
dist.all_reduce(values)
print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    dist.all_reduce(values)
    print((time.perf_counter() - start) * 1e3, flush=True)
    values.fill_(1e-6 * (rank + 1))
