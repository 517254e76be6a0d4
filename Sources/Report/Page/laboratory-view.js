"use strict";
// What the laboratory shows: the picture with its border, the response, one window and its sum.

function openLaboratoryPictures() {
  const output = byId("lab-output-frame");
  const input = byId("lab-input-frame");
  const cellOf = (event, frame, size) => {
    const box = frame.firstElementChild.getBoundingClientRect();
    return [Math.floor(((event.clientY - box.top) / box.height) * size.height),
      Math.floor(((event.clientX - box.left) / box.width) * size.width)];
  };
  const onOutput = (event) => lab.response && moveWindow(...cellOf(event, output, lab.response));
  const onInput = (event) => {
    if (!lab.response) return;
    const [y, x] = cellOf(event, input, lab.padded);
    moveWindow(Math.round((y - lab.reach) / lab.stride), Math.round((x - lab.reach) / lab.stride));
  };
  for (const [frame, move] of [[output, onOutput], [input, onInput]]) {
    frame.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch" && !lab.isFixed) move(event);
    });
    frame.addEventListener("click", (event) => {
      lab.isFixed = !lab.isFixed;
      move(event);
    });
  }
  output.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    lab.isFixed = true;
    moveWindow(lab.y + step[0], lab.x + step[1]);
    byId("told").textContent = `row ${lab.y}, column ${lab.x}: `
      + shortNumber(lab.response.values[lab.y * lab.response.width + lab.x]);
  });
  byId("lab-play").addEventListener("click", playWindow);
}

/** The window walks over the response, row by row, until the button is pressed again. */
function playWindow() {
  const button = byId("lab-play");
  const stop = () => {
    clearInterval(lab.timer);
    lab.timer = null;
    button.textContent = "Slide the window";
    button.setAttribute("aria-pressed", "false");
  };
  if (lab.timer) return stop();
  button.textContent = "Stop";
  button.setAttribute("aria-pressed", "true");
  lab.isFixed = true;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  lab.timer = setInterval(() => {
    const { width, height } = lab.response || { width: 1, height: 1 };
    const next = lab.y * width + lab.x + 1;
    if (next >= width * height) return stop();
    moveWindow(Math.floor(next / width), next % width);
  }, isCalm ? 1000 : 220);
}

function moveWindow(y, x) {
  lab.y = Math.min(lab.response.height - 1, Math.max(0, y));
  lab.x = Math.min(lab.response.width - 1, Math.max(0, x));
  showWindow();
}

/** Computes and shows everything; called after any change. */
function followLaboratory() {
  const picture = laboratoryPicture();
  if (!picture || (lab.source === "digit" && !picture.values)) return;
  byId("lab-constant-label").hidden = lab.border !== "constant";
  lab.response = computeResponse(picture);
  lab.pooled = lab.response && computePooling(lab.response);
  byId("lab-sizes").replaceChildren(...sizeWords(picture));
  byId("lab-command").textContent = commandText(picture);
  byId("lab-error").textContent = lab.response ? "" : "The window does not fit into the picture.";
  if (!lab.response) return;
  paintLaboratory(picture);
  moveWindow(lab.y || Math.floor(lab.response.height / 2), lab.x || Math.floor(lab.response.width / 2));
}

function paintLaboratory(picture) {
  const [rows, columns] = [lab.rows.length, lab.rows[0].length];
  const reach = lab.border === "valid" ? 0 : Math.max(1, Math.ceil((Math.max(rows, columns) * lab.dilate) / 2));
  const padded = { height: picture.height + 2 * reach, width: picture.width + 2 * reach };
  padded.values = new Float64Array(padded.height * padded.width);
  for (let y = 0; y < padded.height; y++) {
    for (let x = 0; x < padded.width; x++) {
      padded.values[y * padded.width + x] = valueAt(picture, y - reach, x - reach);
    }
  }
  Object.assign(lab, { padded, reach });
  paintMap(byId("lab-input"), padded.values, padded.height, padded.width,
    { low: 0, high: 255, table: "gray" });
  placeBox(byId("lab-inside"), padded, reach ? {
    top: reach, bottom: reach + picture.height - 1, left: reach, right: reach + picture.width - 1,
  } : null);
  byId("lab-input-title").textContent = `${picture.name}: ${picture.height}×${picture.width}`;
  byId("lab-input-note").textContent = picture.note + (reach
    ? `; outside of the dashed frame the border ${borderName()}` : "; border valid: nothing outside is read");
  const scale = responseScale(lab.response.values);
  const drawn = lab.view === "abs" ? lab.response.values.map(Math.abs) : lab.response.values;
  paintMap(byId("lab-output"), drawn, lab.response.height, lab.response.width, scale);
  byId("lab-output-title").textContent = `Response: ${lab.response.height}×${lab.response.width}`;
  byId("lab-scale").replaceChildren(scaleBar(scale));
  byId("lab-pooled-figure").hidden = !lab.pooled;
  if (lab.pooled) {
    const values = lab.view === "abs" ? lab.pooled.values.map(Math.abs) : lab.pooled.values;
    paintMap(byId("lab-pooled"), values, lab.pooled.height, lab.pooled.width, scale);
    byId("lab-pooled-title").textContent = `Pooled: ${lab.pooled.height}×${lab.pooled.width}`;
  }
}

function responseScale(values) {
  if (lab.view === "signed") return scaleOf(values, true);
  return { low: 0, high: 255, table: "gray" };
}

function borderName() {
  return lab.border === "constant" ? `constant:${lab.constant}` : lab.border;
}

/** One window: the kernel as written and as laid, the values, the products and their sum. */
function showWindow() {
  const picture = laboratoryPicture();
  const { response } = lab;
  const kernel = laidKernel();
  const [height, width] = [kernel.length, kernel[0].length];
  const [top, left] = windowStart(lab.y, lab.x);
  placeBox(byId("lab-cell"), response, { top: lab.y, bottom: lab.y, left: lab.x, right: lab.x });
  placeBox(byId("lab-window"), lab.padded, {
    top: top + lab.reach, bottom: top + lab.reach + (height - 1) * lab.dilate,
    left: left + lab.reach, right: left + lab.reach + (width - 1) * lab.dilate,
  });
  if (lab.pooled) {
    const [y, x] = [Math.floor(lab.y / lab.poolSize), Math.floor(lab.x / lab.poolSize)];
    placeBox(byId("lab-pooled-cell"), lab.pooled,
      y < lab.pooled.height && x < lab.pooled.width ? { top: y, bottom: y, left: x, right: x } : null);
  }
  const values = kernel.map((row, r) => row.map((_, c) =>
    valueAt(picture, top + r * lab.dilate, left + c * lab.dilate)));
  const products = kernel.map((row, r) => row.map((weight, c) => weight * values[r][c]));
  const sum = response.values[lab.y * response.width + lab.x];
  const heading = element("h3", {}, `Row ${lab.y}, column ${lab.x} of the response`);
  const total = element("p", { class: "total" }, "sum of the products = ",
    element("strong", {}, signedNumber(sum)));
  if (height > 9 || width > 9) {
    byId("lab-sum").replaceChildren(heading, total, element("p", { class: "hint" },
      `${height}×${width} products are too many for a table.`));
    return;
  }
  const outside = (r, c) => outsideMark(picture, top + r * lab.dilate, left + c * lab.dilate);
  const scale = scaleOf(kernel.flat(), true);
  const turned = lab.orientation === "convolution";
  const text = (value) => shortNumber(Number(value.toPrecision(6)));
  byId("lab-sum").replaceChildren(heading, element("div", { class: "products" },
    matrixTable("kernel as written", lab.rows, scale, { text }),
    element("span", { class: "operator" }, turned ? "↻ 180°" : "→"),
    matrixTable(turned ? "as laid: turned" : "as laid: the same", kernel, scale, { text }),
    element("span", { class: "operator" }, "×"),
    matrixTable("window", values, { low: 0, high: 255, table: "gray" }, { mark: outside }),
    element("span", { class: "operator" }, "="),
    matrixTable("products", products, scaleOf(products.flat(), true))), total,
  element("p", { class: "hint" }, values.flat().length && hasOutside(picture, top, left, height, width)
    ? `Cells in dashes lie outside of the picture: border ${borderName()}.`
    : "The whole window lies inside of the picture."),
  element("details", {}, element("summary", {}, "The sum, written out"),
    element("p", { class: "written" }, kernel.flatMap((row, r) => row.map((weight, c) =>
      `${text(weight)} · ${shortNumber(values[r][c])}`)).join(" + ") + ` = ${shortNumber(sum)}`)));
}

function hasOutside(picture, top, left, height, width) {
  return top < 0 || left < 0 || top + (height - 1) * lab.dilate >= picture.height
    || left + (width - 1) * lab.dilate >= picture.width;
}

function outsideMark(picture, y, x) {
  if (y >= 0 && x >= 0 && y < picture.height && x < picture.width) return null;
  const row = borderIndex(lab.border, y, picture.height);
  const column = borderIndex(lab.border, x, picture.width);
  const from = row === null || column === null ? "a fixed value" : `it reads row ${row}, column ${column}`;
  return { name: "outside", title: `row ${y}, column ${x} is outside: ${from}` };
}

/** The formula of the output's size with the numbers put in. */
function sizeWords(picture) {
  const [rows, columns] = [lab.rows.length, lab.rows[0].length];
  const line = (letter, side, cells) => {
    const result = outputSide(side, cells);
    return lab.border === "valid"
      ? `${letter}′ = ⌊(${letter} − d·(k − 1) − 1) / s⌋ + 1 = ⌊(${side} − ${lab.dilate}·(${cells} − 1) − 1) / ${lab.stride}⌋ + 1 = ${result}`
      : `${letter}′ = ⌈${letter} / s⌉ = ⌈${side} / ${lab.stride}⌉ = ${result}`;
  };
  const lines = [line("H", picture.height, rows), line("W", picture.width, columns)];
  if (lab.response && lab.pooled) {
    lines.push(`pooled: ⌊${lab.response.height} / ${lab.poolSize}⌋ × ⌊${lab.response.width} / ${lab.poolSize}⌋`
      + ` = ${lab.pooled.height}×${lab.pooled.width}`);
  }
  lines.push(`H and W: sides of the picture; k: cells of the kernel; s = ${lab.stride}: stride; d = ${lab.dilate}: dilation`);
  return lines.map((text) => element("span", { class: "line" }, text));
}

function commandText(picture) {
  const quoted = (text) => (/^[\w.+,:/-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`);
  const filter = lab.option || `--kernel '${kernelText(lab.rows)}'`;
  const words = ["convtool filter", filter];
  if (lab.orientation === "correlation") words.push("--correlate");
  if (lab.stride > 1) words.push(`--stride ${lab.stride}`);
  if (lab.dilate > 1) words.push(`--dilate ${lab.dilate}`);
  if (lab.border !== "replicate") words.push(`--border ${borderName()}`);
  const file = picture.name.includes(".") ? picture.name : "picture.png";
  words.push("--gray", quoted(file), "-o response.npy");
  const lines = [words.join(" ")];
  if (lab.pooled) {
    lines.push(`convtool pool --${lab.pool} --size ${lab.poolSize} response.npy -o pooled.npy`);
  }
  return lines.join("\n");
}

function saveLaboratoryPicture() {
  const picture = laboratoryPicture();
  const canvas = element("canvas");
  paintMap(canvas, picture.values, picture.height, picture.width, { low: 0, high: 255, table: "gray" });
  canvas.toBlob((blob) => {
    const link = element("a", {
      href: URL.createObjectURL(blob), download: picture.name.replace(/\.\w+$/, "") + ".png",
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
