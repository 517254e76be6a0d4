"""Losses and gradients of a tiny network in PyTorch, for torch_network.json.

Run: python3 torch_network.py (made with torch 2.13.0+cpu). The network, on non-square inputs and a batch of 5:
Conv2d 2→3 (3×2, stride 1, padding 1), ReLU, Conv2d 3→5 (2×3), ReLU, MaxPool 2×2, Flatten, Linear → 4 classes.
Two losses on the softmax: mean cross-entropy, and the mean over images of ‖softmax − one-hot‖².
"""
import json
import pathlib

import torch

torch.manual_seed(11)
nn = torch.nn
convolution1, convolution2 = nn.Conv2d(2, 3, (3, 2), padding=1), nn.Conv2d(3, 5, (2, 3))
x, labels = torch.randn(5, 2, 6, 7), torch.tensor([0, 3, 1, 1, 2])


def features(images):
    hidden = torch.relu(convolution2(torch.relu(convolution1(images))))
    return nn.functional.max_pool2d(hidden, 2).flatten(1)


dense = nn.Linear(features(x).shape[1], 4)
layers = {"conv2d_1": convolution1, "conv2d_2": convolution2, "dense": dense}
parameters = {f"{name}.{key}": value for name, layer in layers.items() for key, value in layer.named_parameters()}


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


cases = []
for loss_name in ("cross-entropy", "squared"):
    for value in parameters.values():
        value.grad = None
    logits = dense(features(x))
    if loss_name == "squared":
        loss = ((logits.softmax(1) - nn.functional.one_hot(labels, 4)) ** 2).sum(1).mean()
    else:
        loss = nn.functional.cross_entropy(logits, labels)
    loss.backward()
    cases.append({"loss": loss_name, "value": float(loss.detach()), "logits": numbers(logits),
                  "gradients": {key: numbers(value.grad) for key, value in parameters.items()}})

result = {"torch": torch.__version__, "input_shape": list(x.shape[1:]), "images": [numbers(image) for image in x],
          "labels": labels.tolist(), "parameters": {key: numbers(value) for key, value in parameters.items()},
          "cases": cases}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
