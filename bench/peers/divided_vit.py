#!/usr/bin/python3
"""An independent PyTorch implementation of the ViT with divided space-time attention (methods.md, A.1), to hold ours against.

Reads weights and clips from a safetensors file, writes the clip embeddings and all gradients of a fixed scalar of them to another,
and prints one JSON object with the times of forward + backward passes. Written as TimeSformer is, token order included:
1 + p*T + t. Needs Debian's python3-torch, which runs on the same libtorch as the product.

    divided_vit.py --input in.safetensors --output out.safetensors --heads 6 --order space_time --threads 1 --repeats 5 [--bf16]
"""
import argparse
import ctypes
import json
import os
import struct
import time

# Debian's libtorch binds to whatever libblas.so.3 is loaded first; both sides use OpenBLAS with OpenMP.
BLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"
for library in ("libblas.so.3", "liblapack.so.3"):
    if os.path.exists(f"{BLAS}/{library}"):
        ctypes.CDLL(f"{BLAS}/{library}", mode=ctypes.RTLD_GLOBAL)

import torch
import torch.nn.functional as F


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        assert entry["dtype"] == "F32", f"{name} is {entry['dtype']}"
        start, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data, dtype=torch.float32, count=(end - start) // 4, offset=start).reshape(entry["shape"]).clone()
    return tensors


def write_safetensors(path, tensors):
    header, offset = {}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * 4
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.detach().contiguous().numpy().tobytes())


class DividedViT:
    """Weights by their public names; `order` is space_time or time_space."""

    def __init__(self, weights, heads, order):
        self.w, self.heads, self.order = weights, heads, order
        self.depth = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("blocks."))

    def linear(self, name, x):
        return F.linear(x, self.w[f"{name}.weight"], self.w[f"{name}.bias"])

    def norm(self, name, x):
        # Under autocast the residual stream and the normalisation stay in float32.
        return F.layer_norm(x.float(), x.shape[-1:], self.w[f"{name}.weight"], self.w[f"{name}.bias"], 1e-6)

    def attention(self, name, x):
        n, length, width = x.shape
        qkv = self.linear(f"{name}.qkv", x).reshape(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        weights = (q @ k.transpose(-2, -1) * (width // self.heads) ** -0.5).softmax(dim=-1)
        return self.linear(f"{name}.proj", (weights @ v).transpose(1, 2).reshape(n, length, width))

    def temporal(self, block, cls, x, frames):
        b, tokens, width = x.shape
        tracks = x.reshape(b * tokens // frames, frames, width)
        r = self.attention(f"{block}.temporal_attn", self.norm(f"{block}.temporal_norm1", tracks))
        return cls, x + self.linear(f"{block}.temporal_fc", r.reshape(b, tokens, width))

    def spatial(self, block, cls, x, frames):
        b, tokens, width = x.shape
        patches = tokens // frames
        images = x.reshape(b, patches, frames, width).transpose(1, 2).reshape(b * frames, patches, width)
        copies = cls.repeat(1, frames, 1).reshape(b * frames, 1, width)
        r = self.attention(f"{block}.attn", self.norm(f"{block}.norm1", torch.cat((copies, images), 1)))
        r_cls = r[:, 0].reshape(b, frames, width).mean(1, keepdim=True)
        r = r[:, 1:].reshape(b, frames, patches, width).transpose(1, 2).reshape(b, tokens, width)
        return cls + r_cls, x + r

    def __call__(self, clips):
        b, _, frames, height, width = clips.shape
        kernel = self.w["patch_embed.proj.weight"]
        side = kernel.shape[-1]
        patches = (height // side) * (width // side)
        # Convolution as unfold + product: in libtorch 1.13 the bf16 gradient of conv2d is many times slower.
        images = clips.transpose(1, 2).reshape(b * frames, 3, height, width)
        columns = F.unfold(images, side, stride=side).transpose(1, 2)
        x = F.linear(columns, kernel.flatten(1), self.w["patch_embed.proj.bias"])
        x = x + self.w["pos_embed"][:, 1:]
        x = x.reshape(b, frames, patches, -1).transpose(1, 2) + self.w["time_embed"].unsqueeze(1)
        x = x.reshape(b, patches * frames, -1)
        cls = (self.w["cls_token"] + self.w["pos_embed"][:, :1]).expand(b, 1, -1)
        for i in range(self.depth):
            block = f"blocks.{i}"
            steps = (self.temporal, self.spatial) if self.order == "time_space" else (self.spatial, self.temporal)
            for step in steps:
                cls, x = step(block, cls, x, frames)
            tokens = torch.cat((cls, x), 1)
            hidden = self.linear(f"{block}.mlp.fc1", self.norm(f"{block}.norm2", tokens))
            tokens = tokens + self.linear(f"{block}.mlp.fc2", F.gelu(hidden))
            cls, x = tokens[:, :1], tokens[:, 1:]
        return self.norm("norm", torch.cat((cls, x), 1))[:, 0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--input", required=True)
    parser.add_argument("--output")
    parser.add_argument("--heads", type=int, required=True)
    parser.add_argument("--order", choices=("space_time", "time_space"), default="space_time")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    tensors = read_safetensors(options.input)
    clips, direction = tensors.pop("input.clips"), tensors.pop("input.direction")
    for weight in tensors.values():
        weight.requires_grad_(True)
    model = DividedViT(tensors, options.heads, options.order)

    wall, cpu = [], []
    for _ in range(options.repeats):
        for weight in tensors.values():
            weight.grad = None
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bf16):
            embedding = model(clips)
        (embedding * direction).sum().backward()
        wall.append(1000 * (time.perf_counter() - wall_start))
        cpu.append(1000 * (time.process_time() - cpu_start))

    if options.output:
        gradients = {f"gradient.{name}": weight.grad for name, weight in tensors.items()}
        write_safetensors(options.output, {"embedding": embedding.float(), **gradients})
    print(json.dumps({"wall_ms": wall, "cpu_ms": cpu, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
