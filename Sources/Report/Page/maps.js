"use strict";
// The layers as sheets of maps. Each sheet is one stop of the Tab key; inside of it the arrow keys
// move from cell to cell, Page Up and Page Down from map to map.

const sheets = [];

/** How a layer's values are laid out: maps, or for single values one map of all of them. */
function layoutOf(layer) {
  const [units, height, width] = layer.shape;
  if (height * width > 1) return { kind: "maps", count: units, height, width };
  if (units <= 16) return { kind: "bars", count: units, height: 1, width: 1 };
  let rows = Math.floor(Math.sqrt(units));
  while (units % rows) rows--;
  return { kind: "folded", count: 1, height: rows, width: units / rows };
}

function openSheets(layers) {
  for (const layer of layers) {
    const section = document.querySelector(`[data-layer="${layer.index}"]`);
    const place = section.querySelector(".live");
    const sheet = { layer, section, layout: layoutOf(layer), tiles: [], unit: 0, y: 0, x: 0 };
    sheets.push(sheet);
    place.hidden = false;
    sheet.scalePlace = element("p", { class: "scale-line" });
    place.append(sheet.scalePlace);
    place.append(sheet.layout.kind === "bars" ? makeBars(sheet) : makeTiles(sheet));
    if (layer.weights) {
      sheet.card = element("div", { class: "card" });
      place.append(sheet.card);
    }
  }
  byId("map-scale").addEventListener("change", paintSheets);
}

function makeTiles(sheet) {
  const { layout, layer } = sheet;
  const help = "arrow keys move from cell to cell, page up and page down from map to map";
  const group = element("div", {
    class: `tiles ${layout.kind}`, tabindex: "0", role: "application",
    "aria-label": `maps of ${layer.name}: ${help}`,
  });
  for (let unit = 0; unit < layout.count; unit++) {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const box = element("span", { class: "box", hidden: true });
    const frame = element("span", { class: "frame" }, canvas, box);
    const note = element("span", { class: "most" });
    const tile = element("span", { class: "tile" }, frame,
      element("span", { class: "name" }, layout.kind === "maps" ? String(unit) : "", note));
    const select = (event, isFixed) => {
      const rect = canvas.getBoundingClientRect();
      const y = Math.floor(((event.clientY - rect.top) / rect.height) * layout.height);
      const x = Math.floor(((event.clientX - rect.left) / rect.width) * layout.width);
      if (y < 0 || x < 0 || y >= layout.height || x >= layout.width) return;
      selectCell(sheet, unit, y, x, isFixed);
    };
    frame.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch") select(event, false);
    });
    frame.addEventListener("click", (event) => select(event, true));
    sheet.tiles.push({ canvas, box, tile, note });
    group.append(tile);
  }
  group.addEventListener("keydown", (event) => sheetKey(sheet, event));
  group.addEventListener("focus", () => {
    if (group.matches(":focus-visible")) selectCell(sheet, sheet.unit, sheet.y, sheet.x, true);
  });
  return group;
}

function sheetKey(sheet, event) {
  const { count, height, width } = sheet.layout;
  let { unit, y, x } = sheet;
  switch (event.key) {
    case "ArrowUp": y = Math.max(0, y - 1); break;
    case "ArrowDown": y = Math.min(height - 1, y + 1); break;
    case "ArrowLeft": x = Math.max(0, x - 1); break;
    case "ArrowRight": x = Math.min(width - 1, x + 1); break;
    case "PageUp": unit = (unit + count - 1) % count; break;
    case "PageDown": unit = (unit + 1) % count; break;
    case "Home": [y, x] = [0, 0]; break;
    case "End": [y, x] = [height - 1, width - 1]; break;
    default: return;
  }
  event.preventDefault();
  selectCell(sheet, unit, y, x, true);
}

function makeBars(sheet) {
  const list = element("div", { class: "units" });
  const isLast = sheet.layer.index === page.layers.length - 1;
  for (let unit = 0; unit < sheet.layout.count; unit++) {
    const bar = element("span", { class: "fill" });
    const value = element("span", { class: "value" });
    const name = isLast ? page.classes[unit] : String(unit);
    const button = element("button", {
      type: "button", onclick: () => selectCell(sheet, unit, 0, 0, true),
      onfocus: () => selectCell(sheet, unit, 0, 0, true),
      onpointermove: () => selectCell(sheet, unit, 0, 0, false),
    }, element("span", { class: "label" }, name),
    element("span", { class: "track" }, element("span", { class: "zero" }), bar), value);
    sheet.tiles.push({ bar, value, tile: button });
    list.append(button);
  }
  return list;
}

function paintSheets() {
  const isShared = byId("map-scale").value === "layer";
  for (const sheet of sheets) {
    const { layer, layout } = sheet;
    const values = state.values[layer.index + 1];
    const isSigned = values.some((value) => value < 0);
    const whole = scaleOf(values, isSigned);
    if (layout.kind === "bars") paintBars(sheet, values, whole);
    else {
      const size = layout.height * layout.width;
      sheet.tiles.forEach((tile, unit) => {
        const own = values.subarray(unit * size, (unit + 1) * size);
        const scale = isShared ? whole : scaleOf(own, isSigned);
        paintMap(tile.canvas, own, layout.height, layout.width, scale);
        const isDead = layout.kind === "maps" && own.every((value) => value === 0);
        tile.note.textContent = isDead ? "all 0" : isShared ? "" : shortNumber(scale.high);
        tile.tile.classList.toggle("dead", isDead);
      });
    }
    const isOwn = !isShared && layout.kind === "maps";
    const text = isOwn ? "its own largest value, written below each map" : "";
    sheet.scalePlace.replaceChildren(
      layout.kind === "bars" ? "Blue is below zero, red above. "
        : isOwn ? "Each map from 0 to its own largest value: " : "All maps on one scale: ",
      layout.kind === "bars" ? "" : scaleBar(isOwn ? { low: 0, high: 1, table: whole.table } : whole,
        text));
  }
}

function paintBars(sheet, values, scale) {
  const reach = Math.max(Math.abs(scale.low), Math.abs(scale.high));
  const signed = { low: -reach, high: reach, table: "diverging" };
  sheet.tiles.forEach((tile, unit) => {
    const share = (50 * values[unit]) / reach;
    tile.bar.style.left = `${share < 0 ? 50 + share : 50}%`;
    tile.bar.style.width = `${Math.abs(share)}%`;
    tile.bar.style.background = cssColor(values[unit] > 0 ? reach * 0.5 : -reach * 0.5, signed);
    tile.value.textContent = signedNumber(values[unit]);
  });
}

// Selection

/** Chooses a cell. A cell that was clicked stays until another one is clicked. */
function selectCell(sheet, unit, y, x, isFixed) {
  if (!isFixed && state.isFixed) return;
  if (isFixed && state.isFixed && state.selected === sheet && sheet.unit === unit
    && sheet.y === y && sheet.x === x && document.activeElement !== sheet.tiles[unit].tile) {
    state.isFixed = false; // A second click lets go.
  } else state.isFixed = isFixed;
  const isOther = state.selected !== sheet || sheet.unit !== unit;
  Object.assign(sheet, { unit, y, x });
  state.selected = sheet;
  if (isOther) state.map = null;
  showSelection(isOther);
}

function showSelection(withCard) {
  const sheet = state.selected;
  if (!sheet) return;
  const unit = unitOf(sheet);
  const parts = pathBack(page.layers, sheet.layer.index, unit,
    sheet.layout.kind === "maps" ? sheet.y : 0, sheet.layout.kind === "maps" ? sheet.x : 0);
  for (const other of sheets) {
    const part = other === sheet
      ? { top: sheet.y, bottom: sheet.y, left: sheet.x, right: sheet.x }
      : other.layout.kind === "maps" ? parts[other.layer.index + 1] : null;
    other.tiles.forEach((tile, number) => {
      const isChosen = other === sheet && number === (sheet.layout.kind === "bars" ? unit : sheet.unit);
      tile.tile.classList.toggle("chosen", isChosen);
      if (tile.box) placeBox(tile.box, other.layout, other === sheet && !isChosen ? null : part);
    });
  }
  placeBox(byId("pixel-part"), { height: page.input.shape[1], width: page.input.shape[2] }, parts[0]);
  placeInspector(sheet);
  showInspector(sheet, unit, parts);
  if (withCard && sheet.card) showFilterCard(sheet);
}

/** On a narrow window the panel follows the maps that it belongs to; else it stands beside them. */
function placeInspector(sheet) {
  const panel = byId("inspector");
  const isWide = matchMedia("(min-width: 68rem)").matches;
  const place = isWide ? document.querySelector(".layer-columns") : sheet.section.querySelector(".live");
  if (panel.parentElement === place) return;
  if (isWide) place.append(panel);
  else sheet.scalePlace.nextElementSibling.after(panel);
}

/** The number of the unit: for folded layers it is the cell. */
function unitOf(sheet) {
  return sheet.layout.kind === "folded" ? sheet.y * sheet.layout.width + sheet.x : sheet.unit;
}
