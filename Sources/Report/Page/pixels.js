"use strict";
// The pixels of the input, each of which can be changed: by pointer, and by keys.

const pixels = { row: 0, column: 0, level: 255 };

function openPixels(shape, values, changed) {
  const [, height, width] = shape;
  Object.assign(pixels, { height, width, values: Float64Array.from(values), changed });
  pixels.row = Math.floor(height / 2);
  pixels.column = Math.floor(width / 2);
  pixels.canvas = byId("pixels");
  const frame = byId("pixel-frame");
  const cellAt = (event) => {
    const box = pixels.canvas.getBoundingClientRect();
    const clamp = (value, count) => Math.min(count - 1, Math.max(0, Math.floor(value)));
    return [clamp(((event.clientY - box.top) / box.height) * height, height),
      clamp(((event.clientX - box.left) / box.width) * width, width)];
  };
  let isDown = false;
  frame.addEventListener("pointerdown", (event) => {
    isDown = true;
    frame.setPointerCapture(event.pointerId);
    movePixelCursor(...cellAt(event));
    setPixel(pixels.level);
    frame.focus({ preventScroll: true });
    event.preventDefault();
  });
  frame.addEventListener("pointermove", (event) => {
    const [row, column] = cellAt(event);
    if (!isDown) return tellPixel(row, column);
    if (row === pixels.row && column === pixels.column) return;
    movePixelCursor(row, column);
    setPixel(pixels.level);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    frame.addEventListener(end, () => { isDown = false; });
  }
  frame.addEventListener("pointerleave", () => tellPixel(pixels.row, pixels.column));
  frame.addEventListener("keydown", pixelKey);
  byId("level").addEventListener("input", (event) => {
    pixels.level = Number(event.target.value);
    byId("level-value").textContent = pixels.level;
  });
  movePixelCursor(pixels.row, pixels.column);
}

function pixelKey(event) {
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = steps[event.key];
  if (step) movePixelCursor(pixels.row + step[0], pixels.column + step[1]);
  else if (event.key === " " || event.key === "Enter") {
    const now = pixels.values[pixels.row * pixels.width + pixels.column];
    setPixel(now === pixels.level ? 0 : pixels.level);
  } else if (event.key === "Delete" || event.key === "Backspace") setPixel(0);
  else if (event.key === "+" || event.key === "-") {
    const now = pixels.values[pixels.row * pixels.width + pixels.column];
    setPixel(Math.min(255, Math.max(0, now + (event.key === "+" ? 16 : -16))));
  } else return;
  event.preventDefault();
}

function movePixelCursor(row, column) {
  pixels.row = Math.min(pixels.height - 1, Math.max(0, row));
  pixels.column = Math.min(pixels.width - 1, Math.max(0, column));
  placeBox(byId("pixel-cursor"), pixels,
    { top: pixels.row, bottom: pixels.row, left: pixels.column, right: pixels.column });
  tellPixel(pixels.row, pixels.column);
}

function tellPixel(row, column) {
  const value = pixels.values[row * pixels.width + column];
  byId("pixel-told").textContent =
    `row ${row}, column ${column}: ${shortNumber(value)}, for the network `
    + `${shortNumber(value / page.input.divisor)}`;
}

function setPixel(value) {
  const next = Float64Array.from(pixels.values);
  next[pixels.row * pixels.width + pixels.column] = value;
  pixels.changed(next, "your pixels");
  tellPixel(pixels.row, pixels.column);
}

function paintPixels(values) {
  pixels.values = values;
  paintMap(pixels.canvas, values, pixels.height, pixels.width,
    { low: 0, high: 255, table: "gray" });
  tellPixel(pixels.row, pixels.column);
}

/** Puts a box over a part of a map, in per cent of the map's sides; null hides it. */
function placeBox(box, size, part) {
  box.hidden = !part;
  if (!part) return;
  box.style.top = `${(100 * part.top) / size.height}%`;
  box.style.left = `${(100 * part.left) / size.width}%`;
  box.style.height = `${(100 * (part.bottom - part.top + 1)) / size.height}%`;
  box.style.width = `${(100 * (part.right - part.left + 1)) / size.width}%`;
}

/** Saves the pixels as a PNG that `convtool predict` takes as it is. */
function savePixels() {
  const canvas = element("canvas", {});
  paintMap(canvas, pixels.values, pixels.height, pixels.width,
    { low: 0, high: 255, table: "gray" });
  canvas.toBlob((blob) => {
    const link = element("a", { href: URL.createObjectURL(blob), download: "digit.png" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
