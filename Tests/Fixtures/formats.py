"""Makes the files in formats/: small pictures of other programs, with samples that a formula gives.

    python3 formats.py        # needs numpy, pillow and tifffile with imagecodecs

The samples of FILE are those of `samples(dtype, height, width, channels)`; FormatFixtureTests.swift has
the same formula.
"""

import os
import numpy as np
import tifffile
from PIL import Image

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "formats")
HEIGHT, WIDTH = 21, 18


def samples(dtype, height=HEIGHT, width=WIDTH, channels=1):
    """37 y + 11 x + 101 c, modulo 251, stretched to the type."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
    values = (37 * y + 11 * x + 101 * c) % 251
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        values = (values - 100) * 0.25
    elif dtype.kind == "i":
        values = values - 120
    elif dtype.itemsize == 2:
        values = values * 257
    elif dtype.itemsize == 4:
        values = values * 65537
    values = values.astype(dtype)
    return values[..., 0] if channels == 1 else values


def tiff(name, dtype, channels=1, planar=False, **options):
    data = samples(dtype, channels=channels)
    if planar:
        data = np.moveaxis(data, 2, 0)
        options["planarconfig"] = "separate"
    if channels in (2, 4):
        options["extrasamples"] = ["unassalpha"]
    options.setdefault("photometric", "rgb" if channels >= 3 else "minisblack")
    options.setdefault("metadata", None)
    tifffile.imwrite(os.path.join(FOLDER, name), data, **options)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    for dtype in ["u1", "u2", "u4", "i1", "i2", "f2", "f4", "f8"]:
        tiff(f"{dtype}.tif", dtype, compression="zlib", rowsperstrip=8)
    tiff("u1-rgb-lzw.tif", "u1", 3, compression="lzw", predictor=True, rowsperstrip=5)
    tiff("u2-rgba-big-endian.tif", "u2", 4, byteorder=">")
    tiff("u1-rgb-planar.tif", "u1", 3, planar=True, compression="packbits", rowsperstrip=4)
    tiff("u1-rgb-tiles.tif", "u1", 3, tile=(16, 16), compression="zlib")
    tiff("u2-rgb-planar-tiles.tif", "u2", 3, planar=True, tile=(16, 16), compression="lzw")
    tiff("u1-big.tif", "u1", bigtiff=True, compression="zstd")
    tiff("f4-predictor.tif", "f4", compression="zlib", predictor=True)
    tiff("u1-white.tif", "u1", photometric="miniswhite")
    gray = samples("u1")
    with tifffile.TiffWriter(os.path.join(FOLDER, "pages.tif")) as writer:
        for page in range(3):
            writer.write(gray + np.uint8(page), metadata=None, compression="zlib")
    color = samples("u1", channels=3)
    Image.fromarray(color).save(os.path.join(FOLDER, "rgb.bmp"))
    Image.fromarray(gray).save(os.path.join(FOLDER, "gray.bmp"))
    Image.fromarray(color).save(os.path.join(FOLDER, "rgb.webp"), lossless=True, exact=True)
    alpha = samples("u1", channels=4)
    Image.fromarray(alpha).save(os.path.join(FOLDER, "rgba.webp"), lossless=True, exact=True)
    np.savez(os.path.join(FOLDER, "stored.npz"), first=samples("u1"), second=samples("f4"))
    np.savez_compressed(os.path.join(FOLDER, "deflated.npz"), only=samples("u2", channels=3))


if __name__ == "__main__":
    main()
