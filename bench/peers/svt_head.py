"""SVT's head and objective in plain PyTorch, after DINO's published formulas: reads inputs as JSON, prints loss, logits and gradients.

usage: svt_head.py INPUT     INPUT: {"student": [V, B, D], "teacher": [G, B, D], "centre": [K], "weights": {name: values}, "shapes": {name: shape}}
"""
import json
import sys

import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
given = json.load(open(sys.argv[1]))


class Head(nn.Module):
    def __init__(self, shapes):
        super().__init__()
        hidden, inputs = shapes["mlp.0.weight"]
        outputs, bottleneck = shapes["last_layer.weight_v"]
        self.mlp = nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, bottleneck))
        self.last_layer = nn.utils.weight_norm(nn.Linear(bottleneck, outputs, bias=False))

    def forward(self, x):
        return self.last_layer(F.normalize(self.mlp(x), dim=-1))


head = Head(given["shapes"])
head.load_state_dict({name: torch.tensor(values).reshape(given["shapes"][name]) for name, values in given["weights"].items()})
student, teacher, centre = torch.tensor(given["student"]), torch.tensor(given["teacher"]), torch.tensor(given["centre"])
views, globals_, samples = student.shape[0], teacher.shape[0], student.shape[1]
with torch.no_grad():
    wanted = F.softmax((head(teacher.flatten(0, 1)) - centre) / 0.04, dim=-1).chunk(globals_)
out = head(student.flatten(0, 1))
loss, terms = 0, 0
for i, q in enumerate(wanted):
    for j, logits in enumerate((out / 0.1).chunk(views)):
        if i == j:
            continue
        loss, terms = loss + torch.sum(-q * F.log_softmax(logits, dim=-1), dim=-1).mean(), terms + 1
loss = loss / terms
loss.backward()
print(json.dumps({
    "loss": loss.item(), "logits": out.flatten().tolist(),
    "gradients": {name: parameter.grad.flatten().tolist() for name, parameter in head.named_parameters()}}))
