"""Write order_filters.json: morphology, ranks and thresholds of one 11x14 gray image.

The image is uint8, a gradient with a bright square, a dark disc and noise. Grey morphology is
SciPy's, for an asymmetric element, an element of even sides and a square, with every border that
SciPy has; the cases that OpenCV has too must be equal (it does not mirror the element of a dilation,
so it gets the mirrored one). Percentiles are SciPy's. Otsu's threshold must be that of OpenCV and of
scikit-image, adaptive thresholds are OpenCV's, Sauvola's are scikit-image's.

The JSON names the versions that made it. To make it again:

    python3 order_filters.py
"""

import json
from pathlib import Path

import cv2
import numpy as np
import scipy
import skimage
from scipy import ndimage
from skimage import filters

HEIGHT, WIDTH = 11, 14
BORDERS = {"replicate": ("nearest", 0), "symmetric": ("reflect", 0), "reflect101": ("mirror", 0),
           "wrap": ("wrap", 0), "zero": ("constant", 0), "constant:90": ("constant", 90)}
CV_BORDERS = {"replicate": cv2.BORDER_REPLICATE, "symmetric": cv2.BORDER_REFLECT,
              "reflect101": cv2.BORDER_REFLECT_101, "zero": cv2.BORDER_CONSTANT, "constant:90": cv2.BORDER_CONSTANT}
ELEMENTS = {"asymmetric": np.array([[1, 1, 0, 0, 1], [0, 1, 1, 0, 0], [0, 0, 1, 0, 0]], np.uint8),
            "even": np.array([[0, 1, 1, 1], [1, 1, 1, 0]], np.uint8), "square": np.ones((4, 4), np.uint8)}


def make_image():
    rng = np.random.default_rng(7)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    image = 30 + 9 * x + 4 * y + 110 * ((y >= 2) & (y < 6) & (x >= 2) & (x < 7)) - 60 * ((y - 7) ** 2 + (x - 10) ** 2 <= 6)
    return np.clip(image + rng.integers(-20, 20, (HEIGHT, WIDTH), endpoint=True), 0, 255).astype(np.uint8)


def flat(array):
    return [int(value) for value in array.ravel().tolist()]


def case(tool, name, border, expected, **parameters):
    return {"tool": tool, "filter": name, "border": border, "expected": flat(expected)} | parameters


def morphology(image, name, element, border):
    mode, value = BORDERS[border]
    wide = image.astype(np.int16)
    options = {"footprint": element, "structure": None, "mode": mode, "cval": value}
    function = {"erosion": ndimage.grey_erosion, "dilation": ndimage.grey_dilation, "opening": ndimage.grey_opening,
                "closing": ndimage.grey_closing, "tophat": ndimage.white_tophat, "blackhat": ndimage.black_tophat,
                "morphological-gradient": ndimage.morphological_gradient}[name]
    result = function(wide, **options)
    check_opencv(image, name, element, border, value, result)
    return result


def check_opencv(image, name, element, border, value, result):
    if border not in CV_BORDERS or name not in ("erosion", "dilation"):
        return
    size = np.array(element.shape)
    middle = size // 2 if name == "erosion" else size - 1 - size // 2
    function, held = (cv2.erode, element) if name == "erosion" else (cv2.dilate, element[::-1, ::-1].copy())
    other = function(image, held, anchor=(int(middle[1]), int(middle[0])), borderType=CV_BORDERS[border], borderValue=value)
    assert (other == result).all(), (name, border)


def make_cases(image):
    for shape, element in ELEMENTS.items():
        for border in BORDERS:
            for name in ("erosion", "dilation", "opening", "closing", "tophat", "blackhat", "morphological-gradient"):
                if shape == "square" and name in ("tophat", "blackhat"):
                    continue
                yield case("scipy", name, border, morphology(image, name, element, border),
                           size=list(element.shape), element=flat(element))
    for border, (mode, value) in BORDERS.items():
        for percent, side in [(0, 3), (10, 5), (50, 4), (75, 3), (100, 4)]:
            expected = ndimage.percentile_filter(image, percent, size=side, mode=mode, cval=value)
            yield case("scipy", "rank", border, expected, values=[percent, side])
    level, expected = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    assert level == filters.threshold_otsu(image)
    yield case("opencv and scikit-image", "threshold otsu", "replicate", expected)
    yield case("opencv", "threshold", "replicate", cv2.threshold(image, 100, 255, cv2.THRESH_BINARY)[1], values=[100])
    for side, offset in [(3, 0), (5, 4), (11, -7.5), (7, 2.5)]:
        expected = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, side, offset)
        yield case("opencv", "adaptive", "replicate", expected, values=[side, offset])
    for side, factor in [(3, 0.2), (5, 0.5), (9, -0.3)]:
        expected = 255 * (image > filters.threshold_sauvola(image, side, factor))
        yield case("scikit-image", "sauvola", "reflect101", expected, values=[side, factor])


def main():
    image = make_image()
    lines = ",\n".join(json.dumps(line, separators=(",", ":")) for line in make_cases(image))
    versions = {"scipy": scipy.__version__, "opencv": cv2.__version__, "scikit-image": skimage.__version__}
    text = (f'{{"versions":{json.dumps(versions)},\n"height":{HEIGHT},"width":{WIDTH},'
            f'"input":{json.dumps(flat(image), separators=(",", ":"))},\n"cases":[\n{lines}\n]}}\n')
    Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
