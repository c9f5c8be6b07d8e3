#!/usr/bin/python3
"""Independent PyTorch implementations of the losses of concepts, ConST-CL and HDC (methods.md, C, D and E), to hold ours against.

Reads inputs `case/tensor` from a safetensors file; writes `case/loss` and `case/gradient/tensor` of every input that gets one to another.
Written from the formulas, mostly as loops over clips, regions and concepts. Needs Debian's python3-torch.

    method_losses.py --input in.safetensors --output out.safetensors
"""
import argparse

import torch
import torch.nn.functional as F

from divided_vit import read_safetensors, write_safetensors


def sinkhorn(scores, queue=None, epsilon=0.05, iterations=3):
    with torch.no_grad():
        rows = len(scores)
        q = torch.exp((scores if queue is None else torch.cat((scores, queue))).double().t() / epsilon)
        q /= q.sum()
        for _ in range(iterations):
            q /= q.sum(1, keepdim=True) * q.shape[0]
            q /= q.sum(0, keepdim=True) * q.shape[1]
        return (q / q.sum(0, keepdim=True)).t()[:rows].to(scores.dtype)


def cross_entropy(target, logits):
    return sum(-(t * F.log_softmax(row, 0)).sum() for t, row in zip(target, logits)) / len(target)


def codes(prototypes, features):
    return torch.stack([F.cosine_similarity(prototypes, row[None], 1) for row in features])


def alignment(i, temperature=0.1):
    prototypes = torch.cat((i["ps"], i["pd"]))
    count = len(i["ps"])
    s, d, v = codes(i["ps"], i["s"]), codes(i["pd"], i["d"]), codes(prototypes, i["v"])
    total = 0
    for own, shared, queue in ((s, v[:, :count], i["queue"]), (d, v[:, count:], None)):
        total = total + cross_entropy(sinkhorn(own, queue), shared / temperature) + cross_entropy(sinkhorn(shared), own / temperature)
    return total


def align_all(i, temperature=0.1):
    views = [i[name] for name in ("a", "b", "c", "d")]
    targets = [sinkhorn(view) for view in views]
    terms = [cross_entropy(targets[m], views[n] / temperature) for m in range(4) for n in range(4) if m != n]
    return sum(terms) / len(terms)


def regularisers(i):
    entropy = torch.distributions.Categorical(logits=i["codes"] / 0.1).entropy().mean()
    l2 = ((i["decoded"] - i["feature"].detach()) ** 2).sum(1).mean()
    cosine = -F.cosine_similarity(i["decoded"], i["feature"].detach()).mean()
    return i["codes"].abs().sum(1).mean() - 2 * entropy + 3 * l2 + 4 * cosine


def attention(i, slots):
    query, tokens, values = i["query"], i["tokens"], i["values"]
    outputs = []
    for token, value in zip(tokens, values):
        logits = query @ token.t() / query.shape[1] ** 0.5
        if slots:
            weights = F.softmax(logits, 0) + 1e-8
            weights = weights / weights.sum(1, keepdim=True)
        else:
            weights = F.softmax(logits, 1)
        outputs.append(weights @ value)
    return (torch.stack(outputs) * i["direction"]).sum()


def local_contrast(i, norm, top=5, margin=1.4):
    x, y = F.normalize(i["x"], dim=2), F.normalize(i["y"], dim=2)
    clips, concepts = i["codes_x"].shape
    valid = [set(a.topk(top).indices.tolist()) & set(b.topk(top).indices.tolist()) for a, b in zip(i["codes_x"], i["codes_y"])]
    pairs = sum(len(each) for each in valid)

    def directed(a, b):
        b = b.detach()
        attract = repel = 0
        for clip in range(clips):
            for concept in valid[clip]:
                attract = attract + ((a[clip, concept] - b[clip, concept]) ** 2).sum() + 1e-5
                for other in range(clips):
                    if other != clip:
                        distance = (((a[clip, concept] - b[other, concept]) ** 2).sum() + 1e-5).sqrt()
                        repel = repel + torch.clamp(margin - distance, min=0) ** 2
        if norm == "seed":
            return (attract + repel) / clips
        return attract + repel / (clips - 1)

    both = directed(x, y), directed(y, x)
    if norm == "seed":
        return sum(both)
    return sum(both) / (2 * pairs + 1) if norm == "pooled" else sum(both) / (pairs + 1)


def both_views(i, temperature=0.1):
    a, b = F.normalize(i["a"], dim=1), F.normalize(i["b"], dim=1)
    total = 0
    for one, two in ((a, b), (b, a)):
        for row in range(len(one)):
            others = torch.cat((one[:row], one[row + 1:]))
            logits = torch.cat((two @ one[row], others @ one[row])) / temperature
            total = total + F.cross_entropy(logits[None], torch.tensor([row])) / len(one)
    return total


def against_queue(i, temperature=0.07):
    query, key, queue, own = (F.normalize(i[name], dim=-1) for name in ("query", "key", "queue", "own"))
    rows = [torch.cat((key[n].detach()[None], queue, own[n].detach())) @ query[n] / temperature for n in range(len(query))]
    return F.cross_entropy(torch.stack(rows), torch.zeros(len(query), dtype=torch.long))


def against_batch(i, temperature=0.2):
    query, key = F.normalize(i["query"], dim=1), F.normalize(i["key"], dim=1).detach()
    return F.cross_entropy(query @ key.t() / temperature, torch.arange(len(query)))


def pool_regions(features, boxes, bins=4):
    """features [B, H, W, C], boxes [B, N, 4] as y1, x1, y2, x2."""
    _, height, width, _ = features.shape
    centres = (torch.arange(bins, dtype=torch.float64) + 0.5) / bins
    y = (boxes[..., 0:1] + centres * (boxes[..., 2:3] - boxes[..., 0:1])) * height
    x = (boxes[..., 1:2] + centres * (boxes[..., 3:4] - boxes[..., 1:2])) * width
    places = torch.stack(((2 * x / (width - 1) - 1)[:, :, None, :].expand(-1, -1, bins, -1), (2 * y / (height - 1) - 1)[:, :, :, None].expand(-1, -1, -1, bins)), -1)
    clips, regions = boxes.shape[:2]
    samples = F.grid_sample(
        features.permute(0, 3, 1, 2), places.reshape(clips, regions, bins * bins, 2).float(), align_corners=True, padding_mode="border")
    return samples.mean(3).transpose(1, 2)


def regions(i, temperature=0.2):
    ha, hb = F.normalize(pool_regions(i["fa"], i["boxes_a"].detach().double()), dim=2), F.normalize(pool_regions(i["fb"], i["boxes_b"].detach().double()), dim=2)
    total = 0
    for h, wanted, guessed, valid, wanted_valid in ((ha, hb, i["za"], i["valid_a"], i["valid_b"]), (hb, ha, i["zb"], i["valid_b"], i["valid_a"])):
        z = F.normalize(guessed, dim=2)
        clips, count, _ = h.shape
        loss = 0
        for b in range(clips):
            for n in range(count):
                if valid[b, n] == 0:
                    continue
                alike = (wanted[b] @ h[b, n]).detach().masked_fill(wanted_valid[b] == 0, -9)
                negatives = [z[b, n] @ wanted[p, q] for p in range(clips) for q in range(count) if p != b and wanted_valid[p, q] > 0]
                logits = torch.stack([z[b, n] @ wanted[b, alike.argmax()], *negatives]) / temperature
                loss = loss + torch.logsumexp(logits, 0) - logits[0]
        total = total + loss / valid.detach().sum() / 2
    return total


def hierarchy(i, temperature=0.07):
    total = 0
    for subtask in range(2):
        losses, invariance = [], []
        for level in range(3):
            query, key, queue = (F.normalize(i[f"{name}{subtask}{level}"], dim=1) for name in ("query", "key", "queue"))
            key = key.detach()
            logits = torch.cat(((query * key).sum(1, keepdim=True), query @ queue.t()), 1) / temperature
            losses.append(F.cross_entropy(logits, torch.zeros(len(query), dtype=torch.long)))
            invariance.append((1 + F.cosine_similarity(query, key).mean().item()) / 2)
        total = total + sum(value / sum(invariance) * 3 * loss for value, loss in zip(invariance, losses)) / 6
    return total


CASES = {
    "alignment": alignment,
    "align_all": align_all,
    "regularisers": regularisers,
    "attention_slot": lambda i: attention(i, True),
    "attention_plain": lambda i: attention(i, False),
    "local_official": lambda i: local_contrast(i, "official"),
    "local_pooled": lambda i: local_contrast(i, "pooled"),
    "local_seed": lambda i: local_contrast(i, "seed"),
    "both_views": both_views,
    "against_queue": against_queue,
    "against_batch": against_batch,
    "regions": regions,
    "hierarchy": hierarchy,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--input", required=True)
    parser.add_argument("--output", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)

    tensors, results = read_safetensors(options.input), {}
    for case, function in CASES.items():
        inputs = {name.split("/")[1]: tensor.requires_grad_(True) for name, tensor in tensors.items() if name.startswith(f"{case}/")}
        loss = function(inputs)
        loss.backward()
        results[f"{case}/loss"] = loss.detach().reshape(1)
        for name, tensor in inputs.items():
            if tensor.grad is not None:
                results[f"{case}/gradient/{name}"] = tensor.grad
    write_safetensors(options.output, results)


if __name__ == "__main__":
    main()
