"""Write torch_pooling.json: max and average pooling computed by PyTorch in float64.

`input` and `expected` are flat, row by row, channels interleaved; the input is exact in float32 and
`expected` has 9 significant digits. Padding never takes part in a maximum, and never counts in an
average (count_include_pad=False): a window at the edge divides by the pixels it holds. With `ceil`
the output size is rounded up, but a window that would start past the last pixel is dropped. Every
case is also computed here by plain loops over these rules.

The JSON names the PyTorch and NumPy versions that made it (2.13.0+cpu and 2.4.6). To make it again:

    python3 torch_pooling.py
"""

import json
from itertools import product
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

SETTINGS = [  # height, width, channels, pool, stride, padding, ceil
    (4, 4, 3, (2, 2), (2, 2), (0, 0), False),
    (1, 1, 1, (1, 1), (1, 1), (0, 0), False),
    (5, 7, 1, (1, 1), (2, 3), (0, 0), False),
    (5, 7, 1, (1, 1), (2, 3), (0, 0), True),
    (5, 7, 1, (2, 2), (2, 2), (0, 0), False),
    (5, 7, 1, (2, 2), (2, 2), (0, 0), True),
    (5, 7, 3, (2, 2), (2, 2), (1, 1), False),
    (5, 7, 3, (2, 2), (2, 2), (1, 1), True),
    (6, 9, 1, (2, 3), (2, 3), (0, 0), False),
    (6, 9, 1, (2, 3), (2, 3), (1, 1), True),
    (6, 9, 3, (3, 3), (2, 2), (1, 1), False),
    (6, 9, 3, (3, 3), (2, 2), (1, 1), True),
    (8, 8, 1, (3, 3), (1, 1), (1, 1), False),
    (8, 8, 1, (3, 3), (1, 1), (0, 0), True),
    (9, 13, 3, (3, 2), (2, 3), (1, 0), False),
    (9, 13, 3, (3, 2), (2, 3), (0, 1), True),
    (9, 13, 1, (2, 5), (3, 1), (0, 2), False),
    (9, 13, 1, (2, 5), (1, 4), (1, 2), True),
    (10, 11, 1, (4, 4), (3, 3), (0, 0), True),
    (10, 11, 3, (4, 4), (3, 3), (2, 2), True),
    (10, 11, 1, (4, 4), (3, 3), (2, 1), False),
    (11, 10, 1, (2, 2), (3, 3), (0, 0), False),  # stride beyond the pool: pixels are skipped
    (11, 10, 1, (2, 2), (3, 4), (0, 0), True),
    (11, 10, 3, (2, 3), (4, 5), (1, 1), True),
    (1, 7, 3, (1, 3), (1, 2), (0, 1), True),
    (6, 1, 3, (3, 1), (2, 1), (1, 0), True),
    (2, 3, 1, (5, 5), (1, 1), (2, 2), False),  # pool larger than the image
    (2, 3, 3, (5, 5), (2, 2), (2, 2), True),
    (4, 4, 1, (5, 5), (2, 2), (0, 0), True),  # even without padding, where ceil keeps one window
    (5, 8, 3, (5, 8), (5, 8), (0, 0), False),  # the whole image
    (12, 17, 1, (7, 5), (3, 2), (3, 2), False),
    (12, 17, 3, (7, 5), (5, 4), (3, 2), True),
    (13, 12, 1, (6, 6), (4, 5), (3, 3), True),
]
SLIDE = np.array([[1, 4, 2, 5], [3, 2, 1, 0], [0, 3, 4, 2], [1, 2, 3, 1]], dtype=np.float64)


def pooled(x, kind, pool, stride, padding, ceil):
    planes = torch.from_numpy(x.transpose(2, 0, 1).copy())[None]
    if kind == "max":
        y = functional.max_pool2d(planes, pool, stride, padding, ceil_mode=ceil)
    else:
        y = functional.avg_pool2d(planes, pool, stride, padding, ceil_mode=ceil, count_include_pad=False)
    return y[0].numpy().transpose(1, 2, 0)


def windows(size, pool, stride, padding, ceil):
    """The pixels of each window along one side."""
    span = size + 2 * padding - pool
    count = (-(-span // stride) if ceil else span // stride) + 1
    if ceil and (count - 1) * stride >= size + padding:
        count -= 1
    starts = [index * stride - padding for index in range(count)]
    return [slice(max(start, 0), min(start + pool, size)) for start in starts]


def pooled_by_loops(x, kind, pool, stride, padding, ceil):
    rows, columns = (windows(x.shape[side], pool[side], stride[side], padding[side], ceil) for side in (0, 1))
    y = np.empty((len(rows), len(columns), x.shape[2]))
    for (m, row), (n, column) in product(enumerate(rows), enumerate(columns)):
        window = x[row, column]
        y[m, n] = window.max(axis=(0, 1)) if kind == "max" else window.mean(axis=(0, 1))
    return y


def numbers(array):
    """The values, flat, with 9 significant digits, whole ones as integers."""
    rounded = (float(f"{value:.9g}") for value in array.ravel())
    return [int(value) if value.is_integer() else value for value in rounded]


def make_case(x, kind, pool, stride, padding, ceil, name=None):
    assert (x == x.astype(np.float32)).all(), "float32 must hold the input exactly"
    y = pooled(x, kind, pool, stride, padding, ceil)
    check = pooled_by_loops(x, kind, pool, stride, padding, ceil)
    assert y.shape == check.shape, (y.shape, check.shape)
    np.testing.assert_allclose(y, check, rtol=0, atol=0 if kind == "max" else 1e-12)
    height, width, channels = x.shape
    size = "{}x{}".format
    return {
        "name": name or f"{kind} {size(height, width)}x{channels} pool {size(*pool)} stride {size(*stride)} "
                        f"padding {size(*padding)}{' ceil' if ceil else ''}",
        "kind": kind, "height": height, "width": width, "channels": channels, "input": numbers(x),
        "poolHeight": pool[0], "poolWidth": pool[1], "strideY": stride[0], "strideX": stride[1],
        "padding": padding, "ceil": ceil,
        "outputHeight": y.shape[0], "outputWidth": y.shape[1], "expected": numbers(y),
    }


def main():
    rng = np.random.default_rng(20240502)
    slide = make_case(SLIDE[:, :, None], "max", (2, 2), (2, 2), (0, 0), False, "max of the slide's 4x4 matrix")
    assert slide["expected"] == [4, 5, 3, 4]
    cases = [slide]
    for (height, width, channels, *settings), kind in product(SETTINGS, ["max", "average"]):
        # Mostly negative multiples of 1/8, so that padding taken for zeros would show in the maxima.
        x = rng.integers(-200 * 8, 50 * 8, (height, width, channels), endpoint=True) / 8
        cases.append(make_case(x, kind, *settings))
    assert len({case["name"] for case in cases}) == len(cases)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    text = f'{{"torch":"{torch.__version__}","numpy":"{np.__version__}","cases":[\n{lines}\n]}}\n'
    Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
