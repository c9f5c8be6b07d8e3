"""The network of PythonParityTests in Python: prints the bits of its output and of every gradient as JSON.

usage: small_network_peer.py float32|bfloat16
"""
import contextlib
import json
import sys

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
BATCH, TOKENS, WIDTH, HEADS = 3, 37, 64, 4


def values(seed, *shape):
    count = torch.Size(shape).numel()
    return torch.tensor([((i * 37 + seed * 11) % 101 - 50) / 400 for i in range(count)], dtype=torch.float32).reshape(shape)


def leaf(seed, *shape):
    return values(seed, *shape).requires_grad_()


x = leaf(1, BATCH, TOKENS, WIDTH)
weights = {
    "norm1.weight": leaf(2, WIDTH), "norm1.bias": leaf(3, WIDTH), "qkv.weight": leaf(4, 3 * WIDTH, WIDTH), "qkv.bias": leaf(5, 3 * WIDTH),
    "proj.weight": leaf(6, WIDTH, WIDTH), "proj.bias": leaf(7, WIDTH), "norm2.weight": leaf(8, WIDTH), "norm2.bias": leaf(9, WIDTH),
    "fc1.weight": leaf(10, 4 * WIDTH, WIDTH), "fc1.bias": leaf(11, 4 * WIDTH), "fc2.weight": leaf(12, WIDTH, 4 * WIDTH), "fc2.bias": leaf(13, WIDTH),
}


def block(x):
    w = weights
    y = F.layer_norm(x, (WIDTH,), w["norm1.weight"], w["norm1.bias"], 1e-6)
    qkv = F.linear(y, w["qkv.weight"], w["qkv.bias"]).reshape(BATCH, TOKENS, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
    q, k, v = qkv.unbind(0)
    attention = ((q * (WIDTH // HEADS) ** -0.5) @ k.transpose(-2, -1)).softmax(-1)
    y = (attention @ v).transpose(1, 2).reshape(BATCH, TOKENS, WIDTH)
    x = x + F.linear(y, w["proj.weight"], w["proj.bias"])
    y = F.layer_norm(x, (WIDTH,), w["norm2.weight"], w["norm2.bias"], 1e-6)
    return x + F.linear(F.gelu(F.linear(y, w["fc1.weight"], w["fc1.bias"])), w["fc2.weight"], w["fc2.bias"])


low = sys.argv[1] == "bfloat16"
with torch.autocast("cpu", dtype=torch.bfloat16) if low else contextlib.nullcontext():
    output = block(x)
output = output.float()
output.square().mean().backward()
tensors = {"output": output.detach(), "x": x.grad, **{name: weight.grad for name, weight in weights.items()}}
print(json.dumps({name: tensor.contiguous().view(torch.int32).flatten().tolist() for name, tensor in tensors.items()}))
