"use strict";
// The pad to draw on, the pixels that the network sees, and the way from the one to the other.

const pad = { strokes: [], erases: false };

/** Sets up the pad, the pixels and the files that can be dropped. `changed` is told of new pixels. */
function openPad(changed) {
  pad.changed = changed;
  pad.canvas = byId("pad");
  // The pad is read after each move of the pen.
  pad.context = pad.canvas.getContext("2d", { willReadFrequently: true });
  let stroke = null;
  const point = (event) => {
    const box = pad.canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  pad.canvas.addEventListener("pointerdown", (event) => {
    pad.canvas.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    pad.strokes.push(stroke);
    drawPad();
    event.preventDefault();
  });
  pad.canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.push(point(event));
    drawPad();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.canvas.addEventListener(end, () => { stroke = null; });
  }
  byId("pad-clear").addEventListener("click", () => { pad.strokes = []; drawPad(); });
  byId("pad-undo").addEventListener("click", () => { pad.strokes.pop(); drawPad(); });
  byId("pen").addEventListener("input", drawPad);
  clearPad();
  pad.context.fillStyle = "#6b7280";
  pad.context.font = "18px system-ui, sans-serif";
  pad.context.textAlign = "center";
  pad.context.fillText("with mouse, pen or finger", pad.canvas.width / 2, pad.canvas.height / 2);
}

function clearPad() {
  pad.context.fillStyle = "#fff";
  pad.context.fillRect(0, 0, pad.canvas.width, pad.canvas.height);
}

/** Draws all strokes, then lets the network read them. */
function drawPad() {
  const { context, canvas, strokes } = pad;
  clearPad();
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = Number(byId("pen").value) * canvas.width / 100;
  context.strokeStyle = context.fillStyle = "#000";
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach((p, i) => {
      const x = p.x * canvas.width;
      const y = p.y * canvas.height;
      if (i === 0) context.moveTo(x, y);
      context.lineTo(x + (stroke.length === 1 ? 0.1 : 0), y);
    });
    context.stroke();
  }
  if (pad.timer) return;
  pad.timer = requestAnimationFrame(() => {
    pad.timer = null;
    pad.changed(prepareInk(grayOf(canvas, (gray) => 255 - gray)), "your drawing");
  });
}

/** The gray levels of a canvas, changed by a function, as {height, width, values}. */
function grayOf(canvas, change = (gray) => gray) {
  const { width, height } = canvas;
  const bytes = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  const values = new Float64Array(width * height);
  for (let i = 0; i < values.length; i++) {
    const alpha = bytes[4 * i + 3] / 255;
    const gray = 0.299 * bytes[4 * i] + 0.587 * bytes[4 * i + 1] + 0.114 * bytes[4 * i + 2];
    values[i] = change(gray * alpha + 255 * (1 - alpha));
  }
  return { height, width, values };
}

// Preparation: the last steps of `predict`. The ink is cut out, its longer side becomes 20 pixels,
// its strokes become white, and its center of mass moves to the center of 28×28.

function prepareInk(ink) {
  const box = inkBox(ink, 51);
  if (!box) return new Float64Array(784);
  const part = { height: box.bottom - box.top + 1, width: box.right - box.left + 1 };
  part.values = new Float64Array(part.height * part.width);
  for (let y = 0; y < part.height; y++) {
    for (let x = 0; x < part.width; x++) {
      part.values[y * part.width + x] =
        ink.values[(box.top + y) * ink.width + box.left + x] / 255;
    }
  }
  const longest = Math.max(part.height, part.width);
  const height = Math.max(1, Math.round((part.height * 20) / longest));
  const width = Math.max(1, Math.round((part.width * 20) / longest));
  const small = resize(part, height, width);
  const strokes = small.filter((value) => value > 0.2).sort();
  const full = strokes.length
    ? Math.max(strokes[Math.min(Math.floor(0.7 * strokes.length), strokes.length - 1)], 0.1) : 1;
  const field = new Float64Array(784);
  const top = Math.floor((28 - height) / 2);
  const left = Math.floor((28 - width) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = Math.min(1, Math.max(0, small[y * width + x] / full));
      field[(top + y) * 28 + left + x] = Math.round(value * 255);
    }
  }
  return centerByMass(field, 0);
}

/** The smallest box around all values above a level; null where there is none. */
function inkBox(plane, level) {
  const box = { top: Infinity, bottom: -1, left: Infinity, right: -1 };
  for (let i = 0; i < plane.values.length; i++) {
    if (plane.values[i] <= level) continue;
    const y = Math.floor(i / plane.width);
    const x = i % plane.width;
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
  }
  return box.bottom < 0 ? null : box;
}

/** Each new pixel is the mean of the area that it covers. */
function resize(plane, height, width) {
  const across = resizeWindows(plane.width, width);
  const down = resizeWindows(plane.height, height);
  const output = new Float64Array(height * width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const [row, rowShare] of down[y]) {
        for (const [column, share] of across[x]) {
          sum += rowShare * share * plane.values[row * plane.width + column];
        }
      }
      output[y * width + x] = sum;
    }
  }
  return output;
}

function resizeWindows(before, after) {
  const ratio = before / after;
  const half = Math.max(ratio, 1) / 2;
  return Array.from({ length: after }, (_, i) => {
    const center = (i + 0.5) * ratio;
    const low = Math.max(center - half, 0);
    const high = Math.min(center + half, before);
    const first = Math.min(Math.floor(low), before - 1);
    const last = Math.max(Math.min(Math.ceil(high), before), first + 1);
    const window = [];
    for (let j = first; j < last; j++) {
      window.push([j, Math.max(0, Math.min(high, j + 1) - Math.max(low, j)) / (high - low)]);
    }
    return window;
  });
}

/** Moves the center of mass to row and column 14, by whole pixels, as far as no ink is lost. */
function centerByMass(field, slack) {
  let mass = 0;
  let rows = 0;
  let columns = 0;
  field.forEach((value, i) => {
    mass += value;
    rows += value * Math.floor(i / 28);
    columns += value * (i % 28);
  });
  const box = inkBox({ width: 28, values: field }, 0);
  if (!box) return field;
  const limit = (distance, low, high) => Math.min(Math.max(distance, -low), 27 - high);
  const down = limit(Math.round(14 - rows / mass), box.top, box.bottom);
  const right = limit(Math.round(14 - columns / mass), box.left, box.right);
  if (Math.abs(down) <= slack && Math.abs(right) <= slack) return field;
  const output = new Float64Array(784);
  for (let y = box.top; y <= box.bottom; y++) {
    for (let x = box.left; x <= box.right; x++) {
      output[(y + down) * 28 + x + right] = field[y * 28 + x];
    }
  }
  return output;
}

/** A picture of a file as the network's input; pictures of 28×28 like MNIST's stay as they are. */
function prepareGray(gray) {
  const { height, width, values } = gray;
  if (height === 28 && width === 28) {
    const box = inkBox(gray, 25);
    const dark = values.filter((value) => value <= 2).length;
    const side = box ? Math.max(box.bottom - box.top, box.right - box.left) + 1 : 0;
    if (dark * 2 > 784 && side >= 18 && side <= 21) return centerByMass(Float64Array.from(values), 1);
  }
  const edge = [];
  values.forEach((value, i) => {
    const y = Math.floor(i / width);
    const x = i % width;
    if (y === 0 || x === 0 || y === height - 1 || x === width - 1) edge.push(value);
  });
  edge.sort((a, b) => a - b);
  const paper = edge[Math.floor(edge.length / 2)];
  const heights = values.map((value) => Math.max(0, paper > 127 ? paper - value : value - paper));
  const level = Math.max(20, largestValue(heights) * 0.9);
  const clean = heights.map((value) =>
    255 * Math.min(1, Math.max(0, (value - 0.2 * level) / (0.4 * level))));
  return prepareInk({ height, width, values: clean });
}

/** Reads a picture's file; `limit` is the longest side that is kept. */
async function grayOfFile(file, limit) {
  const bitmap = await createImageBitmap(file);
  const shrink = Math.max(1, Math.max(bitmap.width, bitmap.height) / limit);
  const canvas = element("canvas", {
    width: Math.max(1, Math.round(bitmap.width / shrink)),
    height: Math.max(1, Math.round(bitmap.height / shrink)),
  });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return grayOf(canvas);
}
