"""Write scipy_convolution.json: 2-D convolutions and correlations computed by SciPy in float64.

With the anchor (a, b) = ((kH - 1) // 2, (kW - 1) // 2), for even sizes too,

    convolution  y[m, n] = sum over i, j of h[i, j] * x[m - (i - a), n - (j - b)]
    correlation  y[m, n] = sum over i, j of h[i, j] * x[m + (i - a), n + (j - b)]

on each channel alone. `input` and `expected` are flat, row by row, channels interleaved; `expected`
is the sum itself, never clamped or rounded to the dtype, with 9 significant digits. The border
`valid` keeps the pixels whose whole window lies inside the image. Every case is also computed here
by plain loops over the definition: integer kernels must agree exactly, real ones to 1e-13 of the sum
of absolute products.

The JSON names the SciPy and NumPy versions that made it (1.17.1 and 2.4.6). To make it again:

    python3 scipy_convolution.py
"""

import json
from itertools import product
from pathlib import Path

import numpy as np
import scipy
from scipy import ndimage, signal

MODES = {  # border -> scipy.ndimage mode, constant value
    "zero": ("constant", 0.0),
    "constant:7.5": ("constant", 7.5),
    "replicate": ("nearest", 0.0),
    "symmetric": ("reflect", 0.0),
    "reflect101": ("mirror", 0.0),
    "wrap": ("wrap", 0.0),
}
DTYPES = ["uint8", "uint16", "float32"]

EXTENDED = [  # kernel, image, channels; run with every border of MODES
    ((1, 1), (5, 4), 4),
    ((2, 2), (5, 4), 1),
    ((2, 2), (6, 1), 3),
    ((3, 3), (1, 1), 4),
    ((3, 3), (5, 4), 3),
    ((3, 3), (9, 13), 1),
    ((1, 5), (2, 3), 3),
    ((1, 5), (9, 13), 1),
    ((5, 1), (6, 1), 1),
    ((5, 1), (1, 7), 4),
    ((5, 2), (5, 4), 3),
    ((5, 2), (2, 3), 1),
    ((4, 6), (9, 13), 1),
    ((4, 6), (1, 7), 3),
    ((4, 6), (2, 3), 4),
    ((7, 7), (5, 4), 4),
    ((7, 7), (1, 1), 1),
    ((9, 3), (6, 1), 3),
    ((9, 3), (9, 13), 1),
    ((15, 15), (2, 3), 3),
    ((15, 15), (1, 7), 1),
    ((31, 31), (2, 3), 1),
]
LARGE = [  # the same on the largest image: border, kernel, image, channels
    ("zero", (3, 3), (16, 33), 3),
    ("replicate", (7, 7), (16, 33), 1),
    ("symmetric", (4, 6), (16, 33), 1),
    ("reflect101", (9, 3), (16, 33), 4),
    ("wrap", (5, 2), (16, 33), 1),
    ("constant:7.5", (15, 15), (16, 33), 1),
    ("reflect101", (31, 31), (16, 33), 1),
]
VALID = [  # kernel no larger than the image in either direction
    ((1, 1), (1, 1), 4),
    ((1, 1), (2, 3), 3),
    ((2, 2), (2, 3), 4),
    ((2, 2), (5, 4), 1),
    ((3, 3), (5, 4), 3),
    ((3, 3), (9, 13), 1),
    ((1, 5), (1, 7), 3),
    ((1, 5), (9, 13), 1),
    ((5, 1), (6, 1), 4),
    ((5, 1), (5, 4), 1),
    ((5, 2), (5, 4), 3),
    ((5, 2), (9, 13), 1),
    ((4, 6), (9, 13), 3),
    ((4, 6), (4, 6), 1),
    ((7, 7), (9, 13), 4),
    ((9, 3), (9, 13), 1),
    ((9, 3), (16, 33), 1),
    ((15, 15), (16, 33), 1),
    ((31, 31), (33, 34), 1),
]


def plan():
    """The settings of every case, with the dtype, operation and kind of kernel dealt in turn."""
    extended = [(border, *size, p + b) for b, border in enumerate(MODES) for p, size in enumerate(EXTENDED)]
    large = [(*size, p) for p, size in enumerate(LARGE)]
    valid = [("valid", *size, p) for p, size in enumerate(VALID)]
    for number, (border, kernel, image, channels, turn) in enumerate(extended + large + valid):
        yield border, kernel, image, channels, DTYPES[turn % 3], number % 4 == 3, number // 4 % 2 == 1


def random_image(rng, shape, dtype):
    """Pixels over the dtype's whole range; float32 ones are multiples of 1/64 in [-300, 600]."""
    if dtype == "float32":
        return rng.integers(-300 * 64, 600 * 64, shape, endpoint=True) / 64
    return rng.integers(0, np.iinfo(dtype).max, shape, endpoint=True).astype(np.float64)


def random_kernel(rng, shape, real):
    """Asymmetric weights: integers in [-9, 9], or reals with 4 decimals (2 in the largest kernel)."""
    if real:
        return np.round(rng.uniform(-2, 2, shape), 2 if shape == (31, 31) else 4)
    return rng.integers(-9, 9, shape, endpoint=True).astype(np.float64)


def filtered(x, h, border, correlate):
    """One channel by SciPy: scipy.signal for `valid` and where scipy.ndimage fails, else scipy.ndimage."""
    if border == "valid":
        return (signal.correlate2d if correlate else signal.convolve2d)(x, h, mode="valid")
    if border == "symmetric" and any(size > 1 and kernel // 2 >= 4 * size for size, kernel in zip(x.shape, h.shape)):
        # Here scipy.ndimage reads memory before the image: "reflect" maps index -4 * size to -1.
        top, left = [size // 2 if correlate else (size - 1) // 2 for size in h.shape]
        full = (signal.correlate2d if correlate else signal.convolve2d)(x, h, mode="full", boundary="symm")
        return full[top:top + x.shape[0], left:left + x.shape[1]]
    mode, value = MODES[border]
    # SciPy anchors even kernels at size // 2, in convolve as in correlate; origin -1 gives (size - 1) // 2.
    origin = [-1 if size % 2 == 0 else 0 for size in h.shape]
    operation = ndimage.correlate if correlate else ndimage.convolve
    return operation(x, h, output=np.float64, mode=mode, cval=value, origin=origin)


def source_index(index, size, border):
    """The pixel that stands at `index` of the extended line, None for the constant."""
    if 0 <= index < size:
        return index
    if border == "replicate":
        return 0 if index < 0 else size - 1
    if border == "wrap":
        return index % size
    if border == "symmetric":
        index %= 2 * size
        return min(index, 2 * size - 1 - index)
    if border == "reflect101":
        period = max(2 * size - 2, 1)
        index %= period
        return min(index, period - index)
    return None


def filtered_by_loops(x, h, border, correlate):
    """One channel by the definition, with the sum of absolute products."""
    (height, width), (kernel_height, kernel_width) = x.shape, h.shape
    a, b = (kernel_height - 1) // 2, (kernel_width - 1) // 2
    sign = 1 if correlate else -1
    rows, columns = range(height), range(width)
    if border == "valid":
        top, left = (a, b) if correlate else (kernel_height - 1 - a, kernel_width - 1 - b)
        rows = range(top, top + height - kernel_height + 1)
        columns = range(left, left + width - kernel_width + 1)
    constant = MODES[border][1] if border in MODES else None
    pixels, weights = x.tolist(), h.tolist()
    y, scale = np.zeros((2, len(rows), len(columns)))
    for (row, m), (column, n) in product(enumerate(rows), enumerate(columns)):
        for i, j in product(range(kernel_height), range(kernel_width)):
            p = source_index(m + sign * (i - a), height, border)
            q = source_index(n + sign * (j - b), width, border)
            term = weights[i][j] * (constant if p is None or q is None else pixels[p][q])
            y[row, column] += term
            scale[row, column] += abs(term)
    return y, scale


def numbers(array):
    """The values, flat, with 9 significant digits, whole ones as integers."""
    rounded = (float(f"{value:.9g}") for value in array.ravel())
    return [int(value) if value.is_integer() else value for value in rounded]


def make_case(rng, border, kernel_shape, image_shape, channels, dtype, correlate, real):
    x = random_image(rng, (*image_shape, channels), dtype)
    h = random_kernel(rng, kernel_shape, real)
    assert (x == x.astype(dtype)).all(), "the dtype must hold the input exactly"
    planes = []
    for channel in range(channels):
        plane = filtered(x[:, :, channel], h, border, correlate)
        check, scale = filtered_by_loops(x[:, :, channel], h, border, correlate)
        assert plane.shape == check.shape
        assert (abs(plane - check) <= (1e-13 * scale if real else 0)).all(), (border, kernel_shape, image_shape)
        planes.append(plane)
    y = np.stack(planes, axis=2)
    size = "{}x{}".format
    operation = "correlate" if correlate else "convolve"
    return {
        "name": f"{operation} {size(*image_shape)}x{channels} {dtype} with {size(*kernel_shape)} "
                f"{'real' if real else 'integer'}, {border}",
        "dtype": dtype, "height": image_shape[0], "width": image_shape[1], "channels": channels,
        "input": numbers(x),
        "kernelHeight": kernel_shape[0], "kernelWidth": kernel_shape[1], "kernel": numbers(h),
        "border": border, "correlate": correlate,
        "outputHeight": y.shape[0], "outputWidth": y.shape[1], "expected": numbers(y),
    }


def check_coverage(cases):
    """Every border, and every kernel size, meets each dtype and both operations."""
    borders = [*MODES, "valid"]
    kernels = {(case["kernelHeight"], case["kernelWidth"]) for case in cases}
    for key, value in [("dtype", dtype) for dtype in DTYPES] + [("correlate", False), ("correlate", True)]:
        chosen = [case for case in cases if case[key] == value]
        assert {case["border"] for case in chosen} == set(borders), (key, value)
        assert {(case["kernelHeight"], case["kernelWidth"]) for case in chosen} == kernels, (key, value)
    assert len({case["name"] for case in cases}) == len(cases)


def main():
    rng = np.random.default_rng(20240501)
    cases = [make_case(rng, *settings) for settings in plan()]
    check_coverage(cases)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    text = f'{{"scipy":"{scipy.__version__}","numpy":"{np.__version__}","cases":[\n{lines}\n]}}\n'
    Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
