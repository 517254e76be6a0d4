"""Losses and gradients of two networks with every kind of layer in PyTorch, for torch_layers.json.

Run: python3 torch_layers.py (made with torch 2.15.0, on the CPU). 16 pictures of 32×32×3 and all parameters follow
from a formula, so that the file holds results alone: `number(seed, index)` below. The parameters of a network are
numbered in the order of its layers (weight, bias); batch normalization has weight 1 + u / 2, bias u / 2. Batch
normalization is that of training, over the 16 pictures. Loss: mean cross-entropy. Besides, the running statistics
after one step are stored, and the logits of the first two pictures in evaluation with them.
"""
import json
import pathlib

import torch
from torch import nn

torch.set_num_threads(1)


def numbers(seed, count):
    """u in [−0.5, 0.5): the upper 24 bits of a product modulo 2³²."""
    index = torch.arange(count, dtype=torch.int64)
    hashed = ((seed * 7919 + index + 1) * 2654435761) % 4294967296
    return ((hashed >> 8).to(torch.float64) / 16777216 - 0.5).to(torch.float32)


class Residual(nn.Module):
    def __init__(self, block, shortcut=None):
        super().__init__()
        self.block, self.shortcut = block, shortcut or nn.Identity()

    def forward(self, x):
        return torch.relu(self.block(x) + self.shortcut(x))


def same(inputs, outputs, size=3, **options):
    return nn.Conv2d(inputs, outputs, size, padding=size // 2, **options)


NETWORKS = {
    "residual": (
        "conv 6 3x3 padding same; batchnorm; relu;"
        " residual { conv 6 3x3 padding same; batchnorm; relu; conv 6 3x3 padding same; batchnorm } relu;"
        " pool 2; residual { conv 10 3x3 stride 2 padding same; batchnorm; relu; conv 10 3x3 padding same; batchnorm }"
        " relu; global-average; dense 5",
        nn.Sequential(
            same(3, 6), nn.BatchNorm2d(6), nn.ReLU(),
            Residual(nn.Sequential(same(6, 6), nn.BatchNorm2d(6), nn.ReLU(), same(6, 6), nn.BatchNorm2d(6))),
            nn.MaxPool2d(2),
            Residual(nn.Sequential(same(6, 10, stride=2), nn.BatchNorm2d(10), nn.ReLU(), same(10, 10),
                                   nn.BatchNorm2d(10)), nn.Conv2d(6, 10, 1, stride=2)),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(10, 5))),
    "others": (
        "conv 8 5x3 stride 2 padding 2x1 relu; batchnorm; conv depthwise 3x3 padding same; leaky 0.1;"
        " conv 12 3x3 groups 4 dilation 2 padding 1; batchnorm; max-pool 3 stride 2 padding 1; average-pool 3 stride 2"
        " padding 1; flatten; dense 7 relu; dense 5",
        nn.Sequential(
            nn.Conv2d(3, 8, (5, 3), stride=2, padding=(2, 1)), nn.ReLU(), nn.BatchNorm2d(8),
            nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.LeakyReLU(0.1),
            nn.Conv2d(8, 12, 3, groups=4, dilation=2, padding=1), nn.BatchNorm2d(12),
            nn.MaxPool2d(3, stride=2, padding=1), nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False),
            nn.Flatten(), nn.Linear(192, 7), nn.ReLU(), nn.Linear(7, 5))),
}


def short(tensor):
    return [float(f"{value:.8g}") for value in tensor.detach().flatten().tolist()]


cases = []
for name, (layers, network) in NETWORKS.items():
    # Our order: a block's layers, then its shortcut; weight before bias.
    seed = 0
    for module in network.modules():
        if not isinstance(module, (nn.Conv2d, nn.BatchNorm2d, nn.Linear)):
            continue
        for parameter in (module.weight, module.bias):
            seed += 1
            u = numbers(seed, parameter.numel()).reshape(parameter.shape)
            if isinstance(module, nn.BatchNorm2d):
                u = u / 2 + (1 if parameter is module.weight else 0)
            parameter.data = u
    images = numbers(100, 16 * 3 * 32 * 32).reshape(16, 3, 32, 32)
    labels = torch.arange(16) % 5
    network.train()
    logits = network(images)
    loss = nn.functional.cross_entropy(logits, labels)
    loss.backward()
    modules = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.BatchNorm2d, nn.Linear))]
    gradients = [short(p.grad) for m in modules for p in (m.weight, m.bias)]
    norms = [m for m in modules if isinstance(m, nn.BatchNorm2d)]
    network.eval()
    cases.append({
        "name": name, "layers": layers, "loss": loss.item(), "logits": short(logits), "gradients": gradients,
        "running": [short(value) for m in norms for value in (m.running_mean, m.running_var)],
        "evaluation": short(network(images[:2]))})

pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps({"torch": torch.__version__, "cases": cases}) + "\n")
