"""Write opencv_filters.json: common filters of one 24x31 gray image, computed by OpenCV.

The image, a gradient with a disc and noise, is uint8; every border is replicated. The medians stay
uint8, the other results are float32 and neither clamped nor made absolute, given with 9 significant
digits. Where a case has a `kernel` (flat, as written), OpenCV correlates with it, as its own
functions do. Every case is also computed here in float64 by NumPy.

The JSON names the OpenCV and NumPy versions that made it (5.0.0 and 2.4.6). To make it again:

    python3 opencv_filters.py
"""

import json
from pathlib import Path

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

HEIGHT, WIDTH = 24, 31
REPLICATE = cv2.BORDER_REPLICATE
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
SCHARR = np.array([[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]])
LAPLACIAN = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])


def make_image():
    rng = np.random.default_rng(20240503)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    disc = (y - 10) ** 2 + (x - 19) ** 2 <= 49
    noise = rng.integers(-25, 25, (HEIGHT, WIDTH), endpoint=True)
    return np.clip(20 + 3 * x + 2 * y + 90 * disc + noise, 0, 255).astype(np.uint8)


def gaussian_kernel(size, sigma):
    weights = np.exp(-((np.arange(size) - size // 2) ** 2) / (2 * sigma**2))
    weights /= weights.sum()
    return np.outer(weights, weights)


def windows(image, size):
    """The size x size window around each pixel, as float64."""
    return sliding_window_view(np.pad(image.astype(np.float64), size // 2, mode="edge"), (size, size))


def numbers(array):
    """The values, flat, with 9 significant digits, whole ones as integers."""
    rounded = (float(f"{value:.9g}") for value in array.ravel().tolist())
    return [int(value) if value.is_integer() else value for value in rounded]


def median_case(image, size):
    y = cv2.medianBlur(image, size)
    assert (y == np.median(windows(image, size), axis=(2, 3))).all()
    return {"name": f"median {size}", "filter": "median", "parameters": {"size": size},
            "border": "replicate", "expected": numbers(y)}


def linear_case(name, y, image, kernel, parameters, tolerance=0.0, list_kernel=True):
    size = kernel.shape[0]
    check = np.einsum("mnij,ij->mn", windows(image, size), kernel)
    assert y.dtype == np.float32 and abs(y - check).max() <= tolerance, (name, abs(y - check).max())
    case = {"name": name, "filter": name.split()[0], "parameters": {"size": size, **parameters}, "border": "replicate"}
    if list_kernel:
        case["kernel"] = numbers(kernel)
    return case | {"expected": numbers(y)}


def make_cases(image):
    real = image.astype(np.float32)
    yield median_case(image, 3)
    yield median_case(image, 5)
    for direction, dx, dy in [("x", 1, 0), ("y", 0, 1)]:
        y = cv2.Sobel(image, cv2.CV_32F, dx, dy, ksize=3, borderType=REPLICATE)
        kernel = SOBEL if dx else SOBEL.T
        yield linear_case(f"sobel {direction}", y, image, kernel, {"direction": direction})
    for direction, dx, dy in [("x", 1, 0), ("y", 0, 1)]:
        y = cv2.Scharr(image, cv2.CV_32F, dx, dy, borderType=REPLICATE)
        kernel = SCHARR if dx else SCHARR.T
        yield linear_case(f"scharr {direction}", y, image, kernel, {"direction": direction})
    y = cv2.Laplacian(image, cv2.CV_32F, ksize=1, borderType=REPLICATE)
    yield linear_case("laplacian", y, image, LAPLACIAN, {})
    y = cv2.GaussianBlur(real, (13, 13), 1.5, borderType=REPLICATE)
    yield linear_case("gaussian", y, image, gaussian_kernel(13, 1.5), {"sigma": 1.5}, 1e-4, list_kernel=False)
    y = cv2.boxFilter(real, -1, (5, 5), normalize=True, borderType=REPLICATE)
    yield linear_case("box", y, image, np.full((5, 5), 1 / 25), {}, 1e-4, list_kernel=False)


def main():
    image = make_image()
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in make_cases(image))
    text = (f'{{"opencv":"{cv2.__version__}","numpy":"{np.__version__}",\n"height":{HEIGHT},"width":{WIDTH},'
            f'"input":{json.dumps(numbers(image), separators=(",", ":"))},\n"cases":[\n{lines}\n]}}\n')
    Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
