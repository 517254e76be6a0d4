#!/usr/bin/env python3
"""Compares the formats with tifffile, Pillow and OpenCV, on this machine: what they write is read to the
same samples, and what the program writes they read.

    Tests/Formats/check.py PROGRAM [FOLDER]     # numpy, pillow, tifffile, imagecodecs, opencv-python-headless
"""

import itertools
import logging
import os
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import tifffile
from PIL import Image, ImageOps

HEIGHT, WIDTH = 37, 53
random = np.random.default_rng(3)
failures = []
checks = 0


def read(path, *options):
    """The raw response of the identity."""
    target = os.path.join(FOLDER, "response.npy")
    call = [PROGRAM, "filter", "--identity", path, "-o", target, "--force", "--quiet", *options]
    result = subprocess.run(call, capture_output=True, text=True)
    if result.returncode != 0:
        return result.stderr.strip()
    return np.load(target)


def write(samples, name, *options):
    """A file with these samples, written by the program."""
    source, target = os.path.join(FOLDER, "source.npy"), os.path.join(FOLDER, name)
    np.save(source, samples)
    call = [PROGRAM, "filter", "--identity", source, "-o", target, "--force", "--quiet", *options]
    subprocess.run(call, check=True, capture_output=True)
    return target


def expect(name, found, wanted, tolerance=0):
    global checks
    checks += 1
    if isinstance(found, str):
        failures.append(f"{name}: {found}")
        return
    found, wanted = np.squeeze(np.asarray(found, float)), np.squeeze(np.asarray(wanted, float))
    if found.shape != wanted.shape:
        failures.append(f"{name}: {found.shape} instead of {wanted.shape}")
    elif not np.allclose(found, wanted.astype(np.float32), rtol=0, atol=tolerance, equal_nan=True):
        failures.append(f"{name}: {np.nanmax(np.abs(found - wanted))} apart")


def numbers(kind, channels):
    shape = (HEIGHT, WIDTH) if channels == 1 else (HEIGHT, WIDTH, channels)
    kind = np.dtype(kind)
    if kind.kind == "f":
        return random.normal(0, 100, shape).astype(kind)
    limits = np.iinfo(kind)
    return random.integers(limits.min, limits.max, shape, dtype=kind, endpoint=True)


def tiff_matrix():
    path = os.path.join(FOLDER, "a.tif")
    kinds = ["u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]
    layouts = [(channels, planar, tile) for channels in (1, 2, 3, 4) for planar in ("contig", "separate")
               for tile in (None, (16, 32)) if channels > 1 or planar == "contig"]
    compressions = [None, "lzw", "zlib", "packbits", "zstd", "lzma", "lerc"]
    for kind, (channels, planar, tile), compression, order in itertools.product(
            kinds, layouts, compressions, "<>"):
        if compression == "lerc" and kind in ("u8", "i8", "f2"):
            continue
        predictor = compression in ("lzw", "zlib", "zstd") and kind not in ("u8", "i8", "f2") and order == "<"
        samples = numbers(kind, channels)
        stored = np.moveaxis(samples, 2, 0) if planar == "separate" else samples
        options = {"photometric": "rgb" if channels > 2 else "minisblack"}
        if channels > 1:
            options["planarconfig"] = planar
        if channels in (2, 4):
            options["extrasamples"] = ["unassalpha"]
        try:
            tifffile.imwrite(path, stored, byteorder=order, bigtiff=order == ">", compression=compression,
                             predictor=predictor or None, tile=tile, rowsperstrip=None if tile else 7, **options)
        except ValueError:
            continue  # LERC does not hold every type.
        expect(f"{kind} {channels} {planar} {tile} {compression} {order}", read(path), samples)


def pillow_files():
    path = os.path.join(FOLDER, "p.tif")
    gray, color, alpha = (numbers("u1", channels) for channels in (1, 3, 4))
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        for samples in (gray, color, alpha):
            Image.fromarray(samples).save(path, compression=compression)
            expect(f"Pillow {samples.shape} {compression}", read(path), samples)
        palette = Image.fromarray(color).quantize(64)
        palette.save(path, compression=compression)
        expect(f"Pillow palette {compression}", read(path), palette.convert("RGB"))
        Image.fromarray(alpha, "CMYK").save(path, compression=compression)
        ink = 255 - alpha.astype(int)
        light = (ink[..., :3] * ink[..., 3:] + 127) // 255
        expect(f"Pillow CMYK {compression}", read(path), light)
    for compression in ("group3", "group4", "tiff_ccitt"):
        bits = Image.fromarray(gray).convert("1")
        bits.save(path, compression=compression)
        expect(f"Pillow {compression}", read(path), np.array(bits) * 255.0)
    smooth = np.clip(np.add.outer(np.arange(HEIGHT) * 3, np.arange(WIDTH) * 2), 0, 255).astype(np.uint8)
    Image.fromarray(np.dstack([smooth, 255 - smooth, smooth // 2])).save(path, compression="jpeg")
    expect("Pillow JPEG in TIFF", read(path), Image.open(path), 2)
    for orientation in range(1, 9):
        tifffile.imwrite(path, color, photometric="rgb", extratags=[(274, "H", 1, orientation, True)])
        turned = Image.fromarray(color)
        turned.getexif()[274] = orientation
        expect(f"orientation {orientation}", read(path), ImageOps.exif_transpose(turned))
    for name in ("a.bmp", "a.ppm", "a.webp"):
        path = os.path.join(FOLDER, name)
        Image.fromarray(color).save(path, **({"lossless": True} if name == "a.webp" else {}))
        expect(f"Pillow {name}", read(path), color)


def own_files():
    for channels in (1, 2, 3, 4):
        samples = numbers("u1", channels)
        expect(f"our TIFF {channels}, tifffile", tifffile.imread(write(samples, "o.tif")), samples)
        expect(f"our TIFF {channels}, Pillow", Image.open(write(samples, "o.tif")), samples)
        wide = numbers("u2", channels)
        expect(f"our TIFF of 16 bits {channels}", tifffile.imread(write(wide, "o.tif")), wide)
        if channels in (3, 4):
            expect(f"our WebP {channels}", Image.open(write(samples, "o.webp")), samples)
    for channels in (1, 3):
        floats = numbers("f4", channels)
        expect(f"our float TIFF {channels}", tifffile.imread(write(floats, "o.tif")), floats)
        found = cv2.imread(write(floats, "o.pfm"), cv2.IMREAD_UNCHANGED)
        expect(f"our PFM {channels}", found[..., ::-1] if channels == 3 else found, floats)
        name = "o.pgm" if channels == 1 else "o.ppm"
        samples = numbers("u1", channels)
        expect(f"our {name}", Image.open(write(samples, name)), samples)


PROGRAM = os.path.abspath(sys.argv[1])
FOLDER = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
logging.disable(logging.CRITICAL)
tiff_matrix()
pillow_files()
own_files()
print(f"{checks - len(failures)} of {checks} comparisons with other programs agree")
print("\n".join(failures[:20]))
sys.exit(bool(failures))
