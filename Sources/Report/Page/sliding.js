"use strict";
// What the laboratory computes: a kernel that slides over a picture with a border, and pooling.

/** The index that a border reads for a position; null where it is a fixed value. */
function borderIndex(border, position, count) {
  if (position >= 0 && position < count) return position;
  const modulo = (a, b) => ((a % b) + b) % b;
  let place;
  switch (border) {
    case "replicate": return position < 0 ? 0 : count - 1;
    case "wrap": return modulo(position, count);
    case "symmetric":
      place = modulo(position, 2 * count);
      return place < count ? place : 2 * count - 1 - place;
    case "reflect101":
      if (count === 1) return 0;
      place = modulo(position, 2 * count - 2);
      return place < count ? place : 2 * count - 2 - place;
    default: return null;
  }
}

/** The value of a picture at any position, also outside. */
function valueAt(picture, y, x) {
  const row = borderIndex(lab.border, y, picture.height);
  const column = borderIndex(lab.border, x, picture.width);
  if (row === null || column === null) return lab.border === "constant" ? lab.constant : 0;
  return picture.values[row * picture.width + column];
}

/** The kernel as it lies on the picture: turned by 180° for a convolution. */
function laidKernel() {
  return lab.orientation === "convolution"
    ? lab.rows.map((row) => row.slice().reverse()).reverse() : lab.rows;
}

/** The row and column of the picture below the first cell of the window of one output. */
function windowStart(y, x) {
  if (lab.border === "valid") return [y * lab.stride, x * lab.stride];
  const before = (count) => {
    const anchor = Math.floor((count - 1) / 2); // The cell, as written, that lies on the output.
    return (lab.orientation === "convolution" ? count - 1 - anchor : anchor) * lab.dilate;
  };
  return [y * lab.stride - before(lab.rows.length), x * lab.stride - before(lab.rows[0].length)];
}

function outputSide(side, cells) {
  return lab.border === "valid"
    ? Math.floor((side - (cells - 1) * lab.dilate - 1) / lab.stride) + 1
    : Math.ceil(side / lab.stride);
}

function computeResponse(picture) {
  const kernel = laidKernel();
  const height = outputSide(picture.height, kernel.length);
  const width = outputSide(picture.width, kernel[0].length);
  if (height < 1 || width < 1) return null;
  const values = new Float64Array(height * width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [top, left] = windowStart(y, x);
      let sum = 0;
      for (let r = 0; r < kernel.length; r++) {
        for (let c = 0; c < kernel[0].length; c++) {
          const weight = kernel[r][c];
          if (weight) sum += weight * valueAt(picture, top + r * lab.dilate, left + c * lab.dilate);
        }
      }
      values[y * width + x] = sum;
    }
  }
  return { height, width, values };
}

function computePooling(response) {
  const size = lab.poolSize;
  const height = Math.floor(response.height / size);
  const width = Math.floor(response.width / size);
  if (!lab.pool || height < 1 || width < 1) return null;
  const layer = {
    kind: lab.pool === "max" ? "MaxPooling2D" : "AveragePooling2D", size: [size, size],
    stride: [size, size], input: [1, response.height, response.width], shape: [1, height, width],
  };
  return { height, width, values: runPooling(layer, response.values) };
}
