"use strict";
// Starts the page: reads the data, wires the parts together, follows every change.

const page = JSON.parse(byId("data").textContent);
const state = { values: null, selected: null, isFixed: false, map: null };

function start() {
  document.documentElement.classList.add("js");
  for (const [name, text] of Object.entries(page.colors)) colorTables[name] = decodeBytes(text);
  openTheme();
  openTraining();
  openLaboratory();
  if (!page.isAlive) return document.documentElement.classList.add("pictures-only");
  openNetwork(page);
  openPixels(page.input.shape, decodeFloats(page.input.pixels), setPixels);
  openSheets(page.layers);
  openAnswer();
  if (page.input.shape[1] === 28 && page.input.shape[2] === 28) {
    openPad(setPixels);
    openFiles();
  }
  byId("save").addEventListener("click", savePixels);
  byId("first").addEventListener("click", () =>
    setPixels(decodeFloats(page.input.pixels), page.input.name));
  setPixels(pixels.values, page.input.name);
  sheets.filter((sheet) => sheet.card).forEach(showFilterCard);
  selectLiveliest(sheets[0]);
  readAddress();
}

/** Chooses the largest value of a sheet, to begin with something to see. */
function selectLiveliest(sheet) {
  if (!sheet) return;
  const values = state.values[sheet.layer.index + 1];
  const place = values.indexOf(largestValue(values));
  const { height, width } = sheet.layout;
  const cell = place % (height * width);
  selectCell(sheet, Math.floor(place / (height * width)), Math.floor(cell / width), cell % width, false);
}

/** Everything follows new pixels, 0 … 255. */
function setPixels(values, source) {
  const divided = Float32Array.from(values, (value) => Math.fround(value) / page.input.divisor);
  state.values = runNetwork(page.layers, divided);
  state.source = source;
  paintPixels(Float64Array.from(values));
  paintSheets();
  paintAnswer();
  showSelection(true);
  followLaboratory();
}

function openAnswer() {
  const list = byId("answers");
  list.replaceChildren();
  state.answers = page.classes.map((name) => {
    const fill = element("span", { class: "fill" });
    const value = element("td", { class: "value" });
    const row = element("tr", {}, element("th", { scope: "row" }, name),
      element("td", { class: "track-cell" }, element("span", { class: "track" }, fill)), value);
    list.append(row);
    return { fill, value, row };
  });
}

function paintAnswer() {
  const outputs = state.values[state.values.length - 1];
  state.probabilities = softmax(outputs);
  const best = state.probabilities.indexOf(Math.max(...state.probabilities));
  state.probabilities.forEach((p, i) => {
    const { fill, value, row } = state.answers[i];
    fill.style.width = `${100 * p}%`;
    value.textContent = percent(p);
    row.classList.toggle("best", i === best);
  });
  byId("verdict").textContent = page.classes[best];
  byId("verdict-share").textContent = percent(state.probabilities[best]);
  byId("source").textContent = state.source;
  clearTimeout(state.telling);
  state.telling = setTimeout(() => {
    byId("told").textContent =
      `${state.source}: read as ${page.classes[best]}, ${percent(state.probabilities[best])}`;
  }, 600);
}

/** Pictures come by the button, by dropping and by pasting. */
function openFiles() {
  const read = async (file) => {
    if (!file || !file.type.startsWith("image/")) return tellFile("This is not a picture.");
    try {
      setPixels(prepareGray(await grayOfFile(file, 400)), file.name);
      setLaboratoryPicture(await grayOfFile(file, 128), file.name);
      tellFile(`${file.name} was prepared as a digit; the laboratory has it as a picture.`);
    } catch (error) {
      tellFile("This picture cannot be read here.");
    }
  };
  const tellFile = (text) => { byId("file-told").textContent = text; };
  byId("file").addEventListener("change", (event) => read(event.target.files[0]));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    read(event.dataTransfer.files[0]);
  });
  addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) read(event.clipboardData.files[0]);
  });
}

/** Light, dark, or as the system says. */
function openTheme() {
  const choice = byId("theme");
  choice.addEventListener("change", () => {
    document.documentElement.dataset.theme = choice.value;
  });
}

/**
 * The part of the address after #, for lessons and tests: `#pixels=BASE64` sets the pixels (a byte
 * each), `lab=JSON` the laboratory, and `write` writes all numbers into the page as JSON.
 */
function readAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  if (words.has("pixels")) {
    const bytes = decodeBytes(words.get("pixels").replace(/-/g, "+").replace(/_/g, "/"));
    if (bytes.length === pixels.values.length) setPixels(Float64Array.from(bytes), "the address");
  }
  if (words.has("lab")) setLaboratory(JSON.parse(words.get("lab")));
  if (words.has("write")) writeNumbers();
}

function writeNumbers() {
  const layers = {};
  page.layers.forEach((layer, i) => { layers[layer.name] = Array.from(state.values[i + 1]); });
  const text = JSON.stringify({
    probabilities: state.probabilities, layers, laboratory: laboratoryNumbers(),
  });
  byId("numbers").textContent = text;
}

start();
