"""Write tool_conventions.json: pictures of 8 and 16 bits and floats, filtered by other programs.

Every expected array is the answer of the program itself to the call that `convtool help like` names:
OpenCV, SciPy, scikit-image, Pillow, ImageMagick (the program `convert`, Q16 without HDRI), libvips
(pyvips), PyTorch and Keras (on its PyTorch backend). Levels are integers and equal to the last one;
raw responses are floats with 9 significant digits.

The JSON names the versions that made it. To make it again, on a processor with AVX2:

    pip install numpy scipy opencv-python-headless scikit-image pillow pyvips torch keras
    apt install imagemagick libvips42
    python3 tool_conventions.py
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import cv2
import keras
import numpy as np
import PIL
import pyvips
import scipy
import skimage
import torch
from PIL import Image, ImageFilter
from scipy import ndimage
from skimage import filters

MAXIMUM = {"uint8": 255, "uint16": 65535}


def channelwise(function, picture):
    if picture.ndim == 2:
        return function(picture)
    return np.dstack([function(np.ascontiguousarray(picture[..., c])) for c in range(picture.shape[2])])


def opencv(picture, name, values, kernel, raw):
    depth = cv2.CV_32F if raw else -1
    if name == "kernel":
        return cv2.filter2D(picture, depth, kernel)
    return {
        "laplacian": lambda: cv2.Laplacian(picture, depth),
        "sobel-x": lambda: cv2.Sobel(picture, depth, 1, 0),
        "sobel-y": lambda: cv2.Sobel(picture, depth, 0, 1),
        "scharr-x": lambda: cv2.Scharr(picture, depth, 1, 0),
        "scharr-y": lambda: cv2.Scharr(picture, depth, 0, 1),
        "prewitt-x": lambda: cv2.filter2D(picture, depth, np.array([[-1.0, 0, 1]] * 3)),
        "prewitt-y": lambda: cv2.filter2D(picture, depth, np.array([[-1.0, 0, 1]] * 3).T),
        "box": lambda: cv2.boxFilter(picture, depth, (int(values[0]),) * 2),
        "gaussian": lambda: cv2.GaussianBlur(picture.astype(np.float32) if raw else picture, (0, 0), values[0]),
    }[name]()


def scipy_ndimage(picture, name, values, kernel, raw):
    def one(plane):
        plane = plane.astype(np.float64) if raw else plane
        if name == "kernel":
            return ndimage.convolve(plane, kernel)
        return {
            "laplacian": lambda: ndimage.laplace(plane),
            "sobel-x": lambda: ndimage.sobel(plane, axis=1),
            "sobel-y": lambda: ndimage.sobel(plane, axis=0),
            "prewitt-x": lambda: ndimage.prewitt(plane, axis=1),
            "prewitt-y": lambda: ndimage.prewitt(plane, axis=0),
            "box": lambda: ndimage.uniform_filter(plane, int(values[0])),
            "gaussian": lambda: ndimage.gaussian_filter(plane, values[0]),
        }[name]()
    return channelwise(one, picture)


def scikit_image(picture, name, values, kernel, raw):
    def one(plane):
        plane = skimage.img_as_float(plane)
        if name == "kernel":
            result = ndimage.convolve(plane, kernel)
        elif name == "gaussian":
            result = filters.gaussian(plane, values[0])
        else:
            result = getattr(filters, {"laplacian": "laplace"}.get(name, name.replace("-x", "_v").replace("-y", "_h")))(plane)
        if raw:
            return result
        # img_as_ubyte and img_as_uint refuse what lies beyond 1.
        convert = skimage.img_as_ubyte if picture.dtype == np.uint8 else skimage.img_as_uint
        return convert(np.clip(result, 0, 1))
    return channelwise(one, picture)


def pillow(picture, name, values, kernel, raw):
    named = {"sharpen": ImageFilter.SHARPEN, "laplacian8": ImageFilter.FIND_EDGES, "emboss": ImageFilter.EMBOSS}
    if name in named:
        return np.array(Image.fromarray(picture).filter(named[name]))
    scale = None if kernel.sum() != 0 else 1
    sides = (kernel.shape[1], kernel.shape[0])
    return np.array(Image.fromarray(picture).filter(ImageFilter.Kernel(sides, kernel.ravel().tolist(), scale)))


def imagemagick(picture, name, values, kernel, raw, program="/usr/bin/convert"):
    rows = " ".join(",".join(repr(float(v)) for v in row) for row in kernel) if name == "kernel" else ""
    text = {"laplacian": "Laplacian:1", "laplacian8": "Laplacian:0", "sobel-x": "Sobel", "prewitt-x": "Prewitt"}
    text = f"{kernel.shape[1]}x{kernel.shape[0]}: {rows}" if name == "kernel" else text[name]
    with tempfile.TemporaryDirectory() as folder:
        cv2.imwrite(f"{folder}/a.png", picture[..., ::-1] if picture.ndim == 3 else picture)
        bits, color = 8 * picture.itemsize, 2 if picture.ndim == 3 else 0
        subprocess.run([program, f"{folder}/a.png", "-morphology", "Convolve", text, "-depth", str(bits),
                        "-define", f"png:bit-depth={bits}", "-define", f"png:color-type={color}",
                        f"{folder}/b.png"], check=True)
        result = cv2.imread(f"{folder}/b.png", cv2.IMREAD_UNCHANGED)
    return result[..., ::-1] if picture.ndim == 3 else result


def vips(picture, name, values, kernel, raw):
    result = pyvips.Image.new_from_array(picture).conv(pyvips.Image.new_from_array(kernel.tolist()))
    if not raw:
        result = result.cast("uchar" if picture.dtype == np.uint8 else "ushort")
    return result.numpy()


def pytorch(picture, name, values, kernel, raw, padding="valid"):
    weights = torch.tensor(kernel, dtype=torch.float32)[None, None]

    def one(plane):
        plane = torch.tensor(plane.astype(np.float32))[None, None]
        return torch.nn.functional.conv2d(plane, weights, padding=padding)[0, 0].numpy()
    return channelwise(one, picture)


def keras_conv(picture, name, values, kernel, raw, padding="valid"):
    weights = kernel.astype(np.float32)[:, :, None, None]

    def one(plane):
        layer = keras.ops.conv(plane.astype(np.float32)[None, :, :, None], weights, padding=padding)
        return keras.ops.convert_to_numpy(layer)[0, :, :, 0]
    return channelwise(one, picture)


TOOLS = {"opencv": opencv, "scipy": scipy_ndimage, "skimage": scikit_image, "pillow": pillow,
         "imagemagick": imagemagick, "vips": vips, "torch": pytorch, "keras": keras_conv}

NAMED = {
    "opencv": [("laplacian", []), ("sobel-x", []), ("sobel-y", []), ("scharr-x", []), ("scharr-y", []),
               ("prewitt-x", []), ("prewitt-y", []), ("box", [3]), ("box", [4]), ("box", [6]), ("gaussian", [0.8]), ("gaussian", [1.7])],
    "scipy": [("laplacian", []), ("sobel-x", []), ("sobel-y", []), ("prewitt-x", []), ("prewitt-y", []),
              ("box", [3]), ("box", [4]), ("gaussian", [0.8]), ("gaussian", [1.7])],
    "skimage": [("laplacian", []), ("sobel", []), ("sobel-x", []), ("sobel-y", []), ("scharr", []), ("scharr-x", []),
                ("prewitt", []), ("prewitt-y", []), ("roberts", []), ("gaussian", [1.2])],
    "pillow": [("sharpen", []), ("laplacian8", []), ("emboss", [])],
    "imagemagick": [("laplacian", []), ("laplacian8", []), ("sobel-x", []), ("prewitt-x", [])],
    "vips": [], "torch": [], "keras": [],
}

KERNELS = [
    [[1, 2, 1], [0, 3, 0], [-1, -2, -2]],
    [[0.11, 0.07, 0.2], [0.05, 0.3, 0.05], [0.1, 0.02, 0.1]],
    [[1, 2, 0, -1], [0.5, -1, 0.25, 1]],
    [[0.25], [-0.5], [1], [0.5]],
    [[1, 0, 0, 2, 0], [0, 1, 3, 0, 0], [0, 0, 4, 0, 1], [2, 0, 0, 1, 0], [0, 1, 0, 0, 1]],
]


def pictures():
    rng = np.random.default_rng(20261126)
    y, x = np.mgrid[:9, :14]
    gray = np.clip(20 + 9 * x + 7 * y + 80 * ((y - 4) ** 2 + (x - 8) ** 2 < 9) + rng.integers(-25, 26, y.shape), 0, 255)
    color = np.dstack([gray, gray[::-1], rng.integers(0, 256, gray.shape)])[:8, :7]
    yield "gray8", gray.astype(np.uint8)
    yield "color8", color.astype(np.uint8)
    yield "gray16", (gray * 251 + rng.integers(0, 200, gray.shape)).astype(np.uint16)
    yield "float", ((gray - 60) / 97).astype(np.float32)


def numbers(array):
    rounded = (float(f"{value:.9g}") for value in np.asarray(array).ravel().tolist())
    return [int(value) if value.is_integer() else value for value in rounded]


def is_taken(tool, picture, name, kernel, raw):
    """Whether the program takes this picture and kernel, and the case is worth its bytes."""
    isfloat = picture.dtype == np.float32
    if isfloat != raw and not (raw and tool in ("torch", "keras", "scipy", "vips") and picture.dtype == np.uint8):
        return False
    if raw and tool in ("pillow", "imagemagick"):
        return False
    if not raw and tool in ("torch", "keras"):
        return False
    if tool == "pillow":
        square = name != "kernel" or (kernel.shape[0] == kernel.shape[1])
        return square and not (picture.dtype == np.uint16 and picture.ndim == 3)
    return True


def cases():
    for tool, call in TOOLS.items():
        for label, picture in pictures():
            asked = [("kernel", [], np.array(kernel, np.float64)) for kernel in KERNELS]
            asked += [(name, values, None) for name, values in NAMED[tool]]
            for name, values, kernel in asked:
                for raw in (False, True):
                    if not is_taken(tool, picture, name, kernel, raw):
                        continue
                    result = np.asarray(call(picture, name, values, kernel, raw))
                    case = {"like": tool, "picture": label, "filter": name, "raw": raw}
                    if values:
                        case["values"] = values
                    if kernel is not None:
                        case["kernel"] = [numbers(row) for row in kernel]
                    yield case | {"expected": numbers(result)}


def versions():
    magick = subprocess.run(["/usr/bin/convert", "-version"], capture_output=True, text=True).stdout.split()[2]
    return {"opencv": cv2.__version__, "scipy": scipy.__version__, "skimage": skimage.__version__,
            "pillow": PIL.__version__, "imagemagick": magick,
            "vips": ".".join(str(pyvips.version(part)) for part in range(3)), "torch": torch.__version__,
            "keras": keras.__version__, "numpy": np.__version__}


def main():
    shown = [{"name": name, "type": str(picture.dtype), "height": picture.shape[0], "width": picture.shape[1],
              "channels": picture.shape[2] if picture.ndim == 3 else 1, "samples": numbers(picture)}
             for name, picture in pictures()]
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases())
    text = (f'{{"versions":{json.dumps(versions())},\n"pictures":{json.dumps(shown, separators=(",", ":"))},\n'
            f'"cases":[\n{lines}\n]}}\n')
    Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
