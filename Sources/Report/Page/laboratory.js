"use strict";
// The kernel laboratory: a kernel, a border, a stride, and what comes out of them.
// The response is in the units of the picture, 0 … 255, and not clipped, as `-o response.npy` is.

const lab = {
  rows: [[0]], name: null, option: null, orientation: "convolution", stride: 1, dilate: 1,
  border: "replicate", constant: 128, pool: "", poolSize: 2, view: "signed",
  sources: {}, source: "picture", y: 0, x: 0,
};

function openLaboratory() {
  const picture = page.picture;
  lab.sources.picture = {
    height: picture.height, width: picture.width, name: picture.name,
    values: Float64Array.from(decodeBytes(picture.samples)), note: pictureNote(picture),
  };
  const list = byId("lab-kernel");
  page.kernels.forEach((kernel, i) => list.append(element("option", { value: i }, kernel.name)));
  list.append(element("option", { value: "" }, "your own"));
  list.addEventListener("change", () => {
    if (list.value !== "") chooseKernel(page.kernels[Number(list.value)]);
  });
  byId("lab-form").addEventListener("submit", (event) => event.preventDefault());
  byId("lab-text").addEventListener("change", (event) => readKernelText(event.target.value));
  for (const id of ["lab-rows", "lab-columns"]) byId(id).addEventListener("change", resizeKernel);
  for (const radio of document.querySelectorAll("[name=orientation]")) {
    radio.addEventListener("change", () => { lab.orientation = radio.value; followLaboratory(); });
  }
  listen("lab-stride", (value) => { lab.stride = whole(value, 8); });
  listen("lab-dilate", (value) => { lab.dilate = whole(value, 8); });
  listen("lab-border", (value) => { lab.border = value; });
  listen("lab-constant", (value) => { lab.constant = Number(value) || 0; });
  listen("lab-pool", (value) => { lab.pool = value; });
  listen("lab-pool-size", (value) => { lab.poolSize = Math.max(2, whole(value, 8)); });
  listen("lab-view", (value) => { lab.view = value; });
  listen("lab-source", (value) => { lab.source = value; });
  byId("lab-file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    try {
      setLaboratoryPicture(await grayOfFile(file, 128), file.name);
    } catch (error) {
      byId("lab-input-note").textContent = "This file is no picture that can be read here.";
    }
  });
  openLaboratoryPictures();
  byId("lab-copy").addEventListener("click", () => {
    navigator.clipboard?.writeText(byId("lab-command").textContent).then(
      () => { byId("lab-copied").textContent = "copied"; }, () => {});
  });
  byId("lab-save").addEventListener("click", saveLaboratoryPicture);
  nameSources();
  chooseKernel(page.kernels.find((kernel) => kernel.name === "sobel-x") || page.kernels[0]);
}

const whole = (value, most) => Math.min(most, Math.max(1, Math.round(Number(value)) || 1));

function listen(id, change) {
  byId(id).addEventListener("input", (event) => { change(event.target.value); followLaboratory(); });
}

function pictureNote(picture) {
  const notes = [`${picture.height}×${picture.width} gray levels`];
  if (picture.reduction > 1) notes.push(`each the mean of ${picture.reduction}×${picture.reduction} pixels of the file`);
  if (picture.isRounded) notes.push("rounded to whole numbers");
  return notes.join(", ");
}

function setLaboratoryPicture(picture, name) {
  picture.values = picture.values.map(Math.round);
  lab.sources.own = { ...picture, name, note: `${picture.height}×${picture.width} gray levels` };
  lab.source = "own";
  nameSources();
  followLaboratory();
}

function nameSources() {
  const list = byId("lab-source");
  const names = { picture: lab.sources.picture.name };
  if (page.isAlive) names.digit = "the digit that the network sees";
  if (lab.sources.own) names.own = lab.sources.own.name;
  list.replaceChildren(...Object.entries(names).map(([key, name]) =>
    element("option", { value: key, selected: key === lab.source }, name)));
}

function laboratoryPicture() {
  if (lab.source !== "digit") return lab.sources[lab.source];
  return {
    height: pixels.height, width: pixels.width, values: pixels.values, name: "digit.png",
    note: `${pixels.height}×${pixels.width} gray levels`,
  };
}

function chooseKernel(kernel) {
  Object.assign(lab, {
    rows: kernel.rows.map((row) => row.slice()), name: kernel.name, option: kernel.option ?? null,
  });
  byId("lab-summary").textContent = kernel.summary;
  byId("lab-kernel").value = page.kernels.indexOf(kernel);
  showKernel();
}

/** A kernel that was changed has no name any more. */
function ownKernel(rows) {
  Object.assign(lab, { rows, name: null, option: null });
  byId("lab-kernel").value = "";
  byId("lab-summary").textContent = "";
  showKernel();
}

/** Reads `0 1 0; 1 -4 1; 0 1 0`; fractions such as 1/9 are allowed. */
function readKernelText(text) {
  const rows = text.trim().split(";").map((row) => row.trim().split(/[\s,]+/).filter(Boolean)
    .map((word) => {
      const [top, bottom] = word.replace("−", "-").split("/").map(Number);
      return bottom === undefined ? top : top / bottom;
    })).filter((row) => row.length);
  const isGood = rows.length > 0 && rows.length <= 33 && rows[0].length <= 33
    && rows.every((row) => row.length === rows[0].length && row.every(Number.isFinite));
  byId("lab-error").textContent = isGood ? ""
    : "Rows of equally many numbers, parted by semicolons: 0 1 0; 1 -4 1; 0 1 0";
  if (isGood) ownKernel(rows);
  return isGood;
}

function resizeKernel() {
  const rows = whole(byId("lab-rows").value, 9);
  const columns = whole(byId("lab-columns").value, 9);
  const top = Math.floor((rows - lab.rows.length) / 2);
  const left = Math.floor((columns - lab.rows[0].length) / 2);
  ownKernel(Array.from({ length: rows }, (_, y) => Array.from({ length: columns }, (_, x) =>
    lab.rows[y - top]?.[x - left] ?? 0)));
}

function kernelText(rows) {
  return rows.map((row) => row.map((value) => String(Number(value.toPrecision(9)))).join(" ")).join("; ");
}

/** The cells as numbers to edit; larger kernels as a picture. */
function showKernel() {
  const place = byId("lab-cells");
  const [height, width] = [lab.rows.length, lab.rows[0].length];
  byId("lab-text").value = kernelText(lab.rows);
  byId("lab-error").textContent = "";
  byId("lab-rows").value = height;
  byId("lab-columns").value = width;
  if (height > 9 || width > 9) {
    const canvas = element("canvas", { class: "large-kernel" });
    const scale = scaleOf(lab.rows.flat(), true);
    paintMap(canvas, lab.rows.flat(), height, width, scale);
    place.replaceChildren(canvas, element("p", { class: "scale-line" }, scaleBar(scale)));
  } else {
    place.replaceChildren(element("div", {
      class: "cells", style: `grid-template-columns: repeat(${width}, minmax(2.6rem, 4.5rem))`,
    }, ...lab.rows.flatMap((row, y) => row.map((value, x) => element("input", {
      type: "number", step: "any", value: Number(value.toPrecision(6)),
      "aria-label": `cell in row ${y}, column ${x}`,
      oninput: (event) => {
        const number = Number(event.target.value);
        if (!Number.isFinite(number)) return;
        lab.rows[y][x] = number;
        Object.assign(lab, { name: null, option: null });
        byId("lab-kernel").value = "";
        byId("lab-summary").textContent = "";
        byId("lab-text").value = kernelText(lab.rows);
        followLaboratory();
      },
    })))));
  }
  followLaboratory();
}

/** The laboratory's part of the address, for lessons and tests. */
function setLaboratory(wanted) {
  for (const key of ["orientation", "stride", "dilate", "border", "constant", "pool", "poolSize", "source"]) {
    if (wanted[key] !== undefined) lab[key] = wanted[key];
  }
  for (const [id, key] of [["lab-stride", "stride"], ["lab-dilate", "dilate"], ["lab-border", "border"],
    ["lab-constant", "constant"], ["lab-pool", "pool"], ["lab-pool-size", "poolSize"], ["lab-source", "source"]]) {
    byId(id).value = lab[key];
  }
  for (const radio of document.querySelectorAll("[name=orientation]")) {
    radio.checked = radio.value === lab.orientation;
  }
  const known = page.kernels.find((kernel) => kernel.name === wanted.kernel);
  if (known) chooseKernel(known); else if (wanted.kernel) readKernelText(wanted.kernel);
  followLaboratory();
}

function laboratoryNumbers() {
  const response = lab.response;
  return response && {
    command: byId("lab-command").textContent,
    height: response.height, width: response.width, response: Array.from(response.values),
    pooled: lab.pooled && Array.from(lab.pooled.values),
  };
}
