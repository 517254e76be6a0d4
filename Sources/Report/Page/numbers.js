"use strict";
// Numbers, colors and small pieces of HTML that all other scripts share.

/** Bytes of a base64 text. */
function decodeBytes(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Numbers of a base64 text that holds float32, the lowest byte first. */
function decodeFloats(text) {
  const bytes = decodeBytes(text);
  const view = new DataView(bytes.buffer);
  const values = new Float32Array(bytes.length / 4);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(4 * i, true);
  return values;
}

/** A number for people: three digits, a true minus sign. */
function shortNumber(value) {
  if (value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size < 1e-9) return "0";
  let text;
  if (Number.isInteger(value) && size < 100000) text = String(size);
  else if (size >= 1000) text = size.toFixed(0);
  else if (size >= 100) text = size.toFixed(1);
  else if (size >= 0.001) text = size.toFixed(size >= 10 ? 2 : 3);
  else if (size >= 0.00001) text = size.toFixed(5);
  else text = size.toExponential(1);
  return (value < 0 ? "−" : "") + text;
}

/** The same with a sign in any case, for values of two signs. */
function signedNumber(value) {
  return (value > 0 ? "+" : "") + shortNumber(value);
}

function percent(share) {
  return (100 * share).toFixed(share > 0.9995 || share < 0.0005 ? 2 : 1) + " %";
}

function largestMagnitude(values) {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

function largestValue(values) {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
}

// Colors. The tables come from the program: 256 entries of red, green and blue.

const colorTables = {};

/** The place of a value in a table: 0 … 255. `scale` is {low, high}. */
function colorPlace(value, scale) {
  const span = scale.high - scale.low;
  const share = span > 0 ? (value - scale.low) / span : scale.low < 0 ? 0.5 : 0;
  return Math.round(255 * Math.min(1, Math.max(0, share)));
}

/** The scale of some values: from 0 to the largest, or as far below zero as above it. */
function scaleOf(values, isSigned) {
  if (isSigned) {
    const reach = largestMagnitude(values) || 1;
    return { low: -reach, high: reach, table: "diverging" };
  }
  return { low: 0, high: Math.max(largestValue(values), 0) || 1, table: "viridis" };
}

function cssColor(value, scale) {
  const table = colorTables[scale.table];
  const i = 3 * colorPlace(value, scale);
  return `rgb(${table[i]} ${table[i + 1]} ${table[i + 2]})`;
}

/** Black or white, whichever has more contrast on a color of a table. */
function inkOn(value, scale) {
  const table = colorTables[scale.table];
  const i = 3 * colorPlace(value, scale);
  const linear = (level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const light = 0.2126 * linear(table[i]) + 0.7152 * linear(table[i + 1])
    + 0.0722 * linear(table[i + 2]);
  return (light + 0.05) ** 2 > 1.05 * 0.05 ? "#000" : "#fff";
}

/** Paints values into a canvas, one pixel each; the style sheet enlarges it. */
function paintMap(canvas, values, height, width, scale, offset = 0) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const table = colorTables[scale.table];
  for (let i = 0; i < height * width; i++) {
    const place = 3 * colorPlace(values[offset + i], scale);
    image.data[4 * i] = table[place];
    image.data[4 * i + 1] = table[place + 1];
    image.data[4 * i + 2] = table[place + 2];
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

// HTML

/** An element with attributes and children; `on…` attributes are listeners. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") node.style.cssText = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Replaces what is in an element; children that are null are left out. */
function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null));
}

const byId = (id) => document.getElementById(id);

/** A bar of colors with the numbers at its ends: the scale beside a sheet. */
function scaleBar(scale, note) {
  const canvas = element("canvas", { class: "bar", "aria-hidden": "true" });
  const steps = Array.from({ length: 64 }, (_, i) =>
    scale.low + ((scale.high - scale.low) * i) / 63);
  paintMap(canvas, steps, 1, 64, scale);
  const text = scale.table === "diverging" ? signedNumber : shortNumber;
  return element("span", { class: "scale" },
    element("span", {}, note ? "" : text(scale.low)), canvas,
    element("span", {}, note || text(scale.high)));
}

/** A table of numbers on colors, as matrices are drawn on a slide. */
function matrixTable(caption, rows, scale, options = {}) {
  const text = options.text || (scale.table === "diverging" ? signedNumber : shortNumber);
  const table = element("table", { class: "matrix" }, element("caption", {}, caption));
  rows.forEach((row, y) => {
    const line = element("tr");
    row.forEach((value, x) => {
      const cell = element("td", {}, text(value));
      cell.style.background = cssColor(value, scale);
      cell.style.color = inkOn(value, scale);
      const mark = options.mark && options.mark(y, x);
      if (mark) {
        cell.classList.add(mark.name);
        if (mark.title) cell.title = mark.title;
      }
      line.append(cell);
    });
    table.append(line);
  });
  return table;
}

/** Cuts h×w values into rows. */
function rowsOf(values, height, width, offset = 0) {
  return Array.from({ length: height }, (_, y) =>
    Array.from(values.slice(offset + y * width, offset + (y + 1) * width)));
}
