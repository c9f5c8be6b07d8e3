"""R(2+1)D-18, R3D-18, S3D and R3D-50 in plain PyTorch, written for this repository after the published layouts, under torchvision's names.

usage: conv_backbones.py parity BACKBONE WEIGHTS CLIPS     reads raw float32 weights "name shape.. \\n data", prints features, running means and gradients
       conv_backbones.py count BACKBONE                    prints the number of parameters
       conv_backbones.py time BACKBONE THREADS fp32|bf16 BATCH FRAMES SIZE REPEATS     prints seconds and processor seconds of forward and backward, one repeat a line
"""
import json
import sys
import time

import torch
from torch import nn


def cube(inputs, outputs, size, stride=1, padding=None):
    size = (size,) * 3 if isinstance(size, int) else size
    return nn.Conv3d(inputs, outputs, size, stride, padding if padding is not None else tuple(k // 2 for k in size), bias=False)


class Basic(nn.Module):
    def __init__(self, inputs, planes, stride, factorised):
        super().__init__()
        middle = inputs * planes * 27 // (inputs * 9 + 3 * planes)

        def pair(ci, step):
            if not factorised:
                return cube(ci, planes, 3, step)
            return nn.Sequential(
                cube(ci, middle, (1, 3, 3), (1, step, step)), nn.BatchNorm3d(middle), nn.ReLU(inplace=True), cube(middle, planes, (3, 1, 1), (step, 1, 1)))

        self.conv1 = nn.Sequential(pair(inputs, stride), nn.BatchNorm3d(planes), nn.ReLU(inplace=True))
        self.conv2 = nn.Sequential(pair(planes, 1), nn.BatchNorm3d(planes))
        self.downsample = None
        if stride != 1 or inputs != planes:
            self.downsample = nn.Sequential(cube(inputs, planes, 1, stride), nn.BatchNorm3d(planes))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        return torch.relu_(self.conv2(self.conv1(x)) + shortcut)


class VideoResNet(nn.Module):
    def __init__(self, factorised, width=64, blocks=(2, 2, 2, 2)):
        super().__init__()
        if factorised:
            middle = round(45 * width / 64)
            self.stem = nn.Sequential(
                cube(3, middle, (1, 7, 7), (1, 2, 2)), nn.BatchNorm3d(middle), nn.ReLU(inplace=True),
                cube(middle, width, (3, 1, 1)), nn.BatchNorm3d(width), nn.ReLU(inplace=True))
        else:
            self.stem = nn.Sequential(cube(3, width, (3, 7, 7), (1, 2, 2)), nn.BatchNorm3d(width), nn.ReLU(inplace=True))
        inputs, self.stages = width, []
        for index, count in enumerate(blocks):
            planes = width << index
            layers = [Basic(inputs if b == 0 else planes, planes, 2 if b == 0 and index > 0 else 1, factorised) for b in range(count)]
            setattr(self, f"layer{index + 1}", nn.Sequential(*layers))
            self.stages.append(f"layer{index + 1}")
            inputs = planes

    def forward(self, x):
        x = self.stem(x)
        for stage in self.stages:
            x = getattr(self, stage)(x)
        return x


def unit(inputs, outputs, size=1, stride=1):
    return nn.Sequential(cube(inputs, outputs, size, stride), nn.BatchNorm3d(outputs, eps=1e-3, momentum=1e-3), nn.ReLU(inplace=True))


def separated(inputs, outputs, size, stride):
    return nn.Sequential(unit(inputs, outputs, (1, size, size), (1, stride, stride)), unit(outputs, outputs, (size, 1, 1), (stride, 1, 1)))


class Inception(nn.Module):
    def __init__(self, inputs, b0, b1r, b1, b2r, b2, b3):
        super().__init__()
        self.branch0 = unit(inputs, b0)
        self.branch1 = nn.Sequential(unit(inputs, b1r), separated(b1r, b1, 3, 1))
        self.branch2 = nn.Sequential(unit(inputs, b2r), separated(b2r, b2, 3, 1))
        self.branch3 = nn.Sequential(nn.MaxPool3d(3, 1, 1), unit(inputs, b3))

    def forward(self, x):
        return torch.cat([self.branch0(x), self.branch1(x), self.branch2(x), self.branch3(x)], 1)


class S3D(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        table = [
            (5, 64, 96, 128, 16, 32, 32), (6, 128, 128, 192, 32, 96, 64), (8, 192, 96, 208, 16, 48, 64), (9, 160, 112, 224, 24, 64, 64),
            (10, 128, 128, 256, 24, 64, 64), (11, 112, 144, 288, 32, 64, 64), (12, 256, 160, 320, 32, 128, 128), (14, 256, 160, 320, 32, 128, 128),
            (15, 384, 192, 384, 48, 128, 128)]

        def scaled(channels):
            return max(1, channels * width // 64)

        layers = {
            0: separated(3, scaled(64), 7, 2), 1: nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1)), 2: unit(scaled(64), scaled(64)),
            3: separated(scaled(64), scaled(192), 3, 1), 4: nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1)), 7: nn.MaxPool3d(3, 2, 1), 13: nn.MaxPool3d(2, 2)}
        inputs = scaled(192)
        for index, *sizes in table:
            b0, b1r, b1, b2r, b2, b3 = map(scaled, sizes)
            layers[index] = Inception(inputs, b0, b1r, b1, b2r, b2, b3)
            inputs = b0 + b1 + b2 + b3
        self.features = nn.Sequential(*(layers[i] for i in range(16)))

    def forward(self, x):
        return self.features(x)


class Bottleneck(nn.Module):
    def __init__(self, inputs, planes, frames, stride):
        super().__init__()
        self.conv1, self.bn1 = cube(inputs, planes, (frames, 1, 1)), nn.BatchNorm3d(planes)
        self.conv2, self.bn2 = cube(planes, planes, (1, 3, 3), (1, stride, stride)), nn.BatchNorm3d(planes)
        self.conv3, self.bn3 = cube(planes, 4 * planes, 1), nn.BatchNorm3d(4 * planes)
        self.downsample = None
        if stride != 1 or inputs != 4 * planes:
            self.downsample = nn.Sequential(cube(inputs, 4 * planes, 1, (1, stride, stride)), nn.BatchNorm3d(4 * planes))

    def forward(self, x):
        y = torch.relu_(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(torch.relu_(self.bn2(self.conv2(y)))))
        return torch.relu_(y + (x if self.downsample is None else self.downsample(x)))


class R3D50(nn.Module):
    def __init__(self, regions=False, width=64, blocks=(3, 4, 6, 3)):
        super().__init__()
        self.stem = nn.Sequential(cube(3, width, (5, 7, 7), 2), nn.BatchNorm3d(width), nn.ReLU(inplace=True))
        self.pool = nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1))
        inputs, self.stages = width, []
        for index, count in enumerate(blocks):
            planes = width << index

            def stage():
                return nn.Sequential(*(
                    Bottleneck(inputs if b == 0 else 4 * planes, planes, 1 if index < 2 else 3, 2 if b == 0 and index > 0 else 1) for b in range(count)))

            setattr(self, f"layer{index + 1}", stage())
            self.stages.append(f"layer{index + 1}")
            if regions and index == len(blocks) - 1:
                setattr(self, f"layer{index + 1}_region", stage())
            inputs = 4 * planes

    def forward(self, x):
        x = self.pool(self.stem(x))
        for stage in self.stages:
            x = getattr(self, stage)(x)
        return x


def build(name, small=False):
    blocks = (1, 1, 1) if small else None
    more = {"width": 8} if small else {}
    if name == "s3d":
        return S3D(**more)
    if blocks:
        more["blocks"] = blocks
    return VideoResNet(name == "r2plus1d", **more) if name in ("r2plus1d", "r3d") else R3D50(name == "r3d50y", **more)


def parity(name, weights, clips):
    network = build(name, small=True)
    values = json.load(open(weights))
    state = network.state_dict()
    for key in state:
        if not key.endswith("num_batches_tracked"):
            state[key] = torch.tensor(values[key], dtype=torch.float32).reshape(state[key].shape)
    network.load_state_dict(state)
    shape, data = json.load(open(clips))
    x = torch.tensor(data, dtype=torch.float32).reshape(shape)
    network.eval()
    with torch.no_grad():
        still = network(x).mean((2, 3, 4))
    network.train()
    features = network(x).mean((2, 3, 4))
    (features * torch.arange(1, features.numel() + 1).reshape(features.shape).float().sin()).sum().backward()
    json.dump({
        "evaluated": still.flatten().tolist(), "features": features.flatten().tolist(),
        "running": {key: value.flatten().tolist() for key, value in network.state_dict().items() if "running" in key},
        "gradients": {key: p.grad.flatten().tolist() for key, p in network.named_parameters() if p.grad is not None},
    }, sys.stdout)


def measure(name, threads, precision, batch, frames, size, repeats):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = build(name)
    x = torch.randn(batch, 3, frames, size, size)
    for _ in range(repeats):
        begin, spent = time.perf_counter(), time.process_time()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
            loss = network(x).float().mean((2, 3, 4)).square().mean()
        loss.backward()
        network.zero_grad(set_to_none=False)  # ours clears its gradients within the time too
        print(time.perf_counter() - begin, time.process_time() - spent, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "parity":
        torch.set_num_threads(1)
        parity(*sys.argv[2:])
    elif sys.argv[1] == "count":
        print(sum(p.numel() for p in build(sys.argv[2]).parameters()))
    else:
        measure(sys.argv[2], int(sys.argv[3]), sys.argv[4], *map(int, sys.argv[5:]))
