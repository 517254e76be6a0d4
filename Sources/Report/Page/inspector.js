"use strict";
// The panel that shows how one value comes about: window, products, sum, bias, ReLU.

function showInspector(sheet, unit, parts) {
  const { layer } = sheet;
  const input = state.values[layer.index];
  const values = state.values[layer.index + 1];
  const isMap = sheet.layout.kind === "maps";
  const place = isMap ? (sheet.unit * sheet.layout.height + sheet.y) * sheet.layout.width + sheet.x : unit;
  const name = isMap ? `map ${unit}, row ${sheet.y}, column ${sheet.x}` : `unit ${unit}`;
  byId("inspector-title").textContent = `${layer.name} · ${name}`;
  const body = byId("inspector-body");
  const content = [pathStrip(sheet, unit, parts)];
  let told;
  switch (layer.kind) {
    case "Conv2D": told = convolutionSum(content, layer, input, unit, sheet, values[place]); break;
    case "Dense": told = denseSum(content, layer, input, unit, values); break;
    case "MaxPooling2D": case "AveragePooling2D":
      told = poolingChoice(content, layer, input, unit, sheet, values[place]); break;
    case "Flatten": told = flattenPlace(content, layer, unit, values[place]); break;
    default:
      told = `${shortNumber(input[place])} becomes ${shortNumber(values[place])}`;
      content.push(element("p", { class: "sum" }, told));
  }
  body.replaceChildren(...content);
  state.told = `${layer.name}, ${name}: ${told}`;
  if (state.isFixed) byId("told").textContent = state.told;
}

/** Small pictures of the input and of the layers up to the unit, with the part that it sees. */
function pathStrip(sheet, unit, parts) {
  const strip = element("div", { class: "path", "aria-hidden": "true" });
  const add = (canvas, size, part, label) => {
    const box = element("span", { class: "box" });
    placeBox(box, size, part);
    strip.append(element("span", { class: "stop" },
      element("span", { class: "frame" }, canvas, box), label));
  };
  const [, height, width] = page.input.shape;
  const canvas = element("canvas");
  paintMap(canvas, pixels.values, height, width, { low: 0, high: 255, table: "gray" });
  add(canvas, { height, width }, parts[0], "input");
  let wanted = strongestPath(sheet, unit);
  for (let i = 0; i <= sheet.layer.index; i++) {
    const layer = page.layers[i];
    const [, rows, columns] = layer.shape;
    if (rows * columns === 1) continue;
    const map = wanted[i];
    const values = state.values[i + 1].subarray(map * rows * columns, (map + 1) * rows * columns);
    const small = element("canvas");
    paintMap(small, values, rows, columns, scaleOf(values, values.some((value) => value < 0)));
    const part = i === sheet.layer.index
      ? { top: sheet.y, bottom: sheet.y, left: sheet.x, right: sheet.x } : parts[i + 1];
    add(small, { height: rows, width: columns }, part, `${layer.name} ${map}`);
  }
  const seen = parts[0];
  const text = seen.top === 0 && seen.left === 0 && seen.bottom === height - 1
    && seen.right === width - 1 ? "It sees the whole picture."
    : `It sees rows ${seen.top} to ${seen.bottom} and columns ${seen.left} to ${seen.right} `
      + `of the picture: ${seen.bottom - seen.top + 1}×${seen.right - seen.left + 1} pixels.`;
  return element("div", {}, strip, element("p", { class: "sees" }, text));
}

/** For each layer the map that adds most to the chosen value, back to the first layer. */
function strongestPath(sheet, unit) {
  const wanted = [];
  let [map, y, x] = [unit, sheet.y, sheet.x];
  for (let i = sheet.layer.index; i >= 0; i--) {
    const layer = page.layers[i];
    wanted[i] = map;
    const input = state.values[i];
    if (layer.kind === "Conv2D") {
      const shares = shareOfMaps(layer, input, map, y, x).map(Math.abs);
      const chosen = i === sheet.layer.index && state.map !== null
        ? state.map : shares.indexOf(Math.max(...shares));
      const cells = windowCells(layer, input, map, chosen, y, x);
      const best = cells.reduce((a, b) =>
        Math.abs(b.value * b.weight) > Math.abs(a.value * a.weight) ? b : a);
      [map, y, x] = [chosen, Math.max(0, best.row), Math.max(0, best.column)];
    } else if (layer.kind === "Dense") {
      const count = input.length;
      let best = 0;
      for (let k = 1; k < count; k++) {
        const size = (j) => Math.abs(layer.weights[map * count + j] * input[j]);
        if (size(k) > size(best)) best = k;
      }
      [map, y, x] = [best, 0, 0];
    } else if (layer.kind === "Flatten") {
      const [, height, width] = layer.input;
      const cell = map % (height * width);
      [map, y, x] = [Math.floor(map / (height * width)), Math.floor(cell / width), cell % width];
    } else if (layer.size) {
      [y, x] = [y * layer.stride[0], x * layer.stride[1]];
    }
  }
  return wanted;
}

function convolutionSum(content, layer, input, unit, sheet, value) {
  const shares = shareOfMaps(layer, input, unit, sheet.y, sheet.x);
  const order = shares.map((_, i) => i).sort((a, b) => Math.abs(shares[b]) - Math.abs(shares[a]));
  if (state.map === null || state.map >= shares.length) state.map = null;
  const map = state.map ?? order[0];
  if (shares.length > 1) content.push(mapChoice(shares, order, map));
  const [height, width] = layer.size;
  const cells = windowCells(layer, input, unit, map, sheet.y, sheet.x);
  const products = cells.map((cell) => cell.value * cell.weight);
  const outside = (y, x) => cells[y * width + x].isInside ? null
    : { name: "outside", title: "outside of the map: 0" };
  const inputValues = cells.map((cell) => cell.value);
  content.push(element("div", { class: "products" },
    matrixTable("window", rowsOf(inputValues, height, width),
      scaleOf(inputValues, inputValues.some((v) => v < 0)), { mark: outside }),
    element("span", { class: "operator" }, "×"),
    matrixTable("weights", rowsOf(cells.map((cell) => cell.weight), height, width),
      scaleOf(layer.weights, true)),
    element("span", { class: "operator" }, "="),
    matrixTable("products", rowsOf(products, height, width), scaleOf(products, true))));
  const part = products.reduce((a, b) => a + b, 0);
  const total = shares.reduce((a, b) => a + b, 0);
  const raw = total + layer.bias[unit];
  const lines = [];
  lines.push(["sum of the products" + (shares.length > 1 ? ` from map ${map}` : ""), part]);
  if (shares.length > 1) lines.push([`sum over all ${shares.length} maps`, total]);
  lines.push(["bias", layer.bias[unit]], ["sum + bias", raw]);
  if (layer.activation === "relu") lines.push([`ReLU: max(0, ${shortNumber(raw)})`, Math.max(0, raw)]);
  lines.push(["value in the map", value]);
  content.push(sumTable(lines));
  content.push(element("details", {}, element("summary", {}, "The sum, written out"),
    element("p", { class: "written" }, cells.map((cell) =>
      `${shortNumber(cell.value)} · ${shortNumber(cell.weight)}`).join(" + ")
      + ` = ${shortNumber(part)}`)));
  content.push(element("p", { class: "hint" },
    "The layer correlates: its weights lie on the window as they are, not turned."));
  return `sum ${shortNumber(total)}, bias ${shortNumber(layer.bias[unit])}, value ${shortNumber(value)}`;
}

/** A list to choose the input map whose window is shown, the strongest first. */
function mapChoice(shares, order, map) {
  const choice = element("select", { id: "map-choice" }, ...order.map((i) =>
    element("option", { value: i, selected: i === map },
      `map ${i} adds ${signedNumber(shares[i])}`)));
  choice.addEventListener("change", () => {
    state.map = Number(choice.value);
    state.isFixed = true;
    showSelection(true);
    byId("map-choice").focus();
  });
  const strip = element("canvas", { class: "shares", "aria-hidden": "true" });
  paintMap(strip, shares, 1, shares.length, scaleOf(shares, true));
  return element("div", { class: "map-choice" },
    element("label", {}, `Input map (of ${shares.length}) `, choice), strip);
}

function sumTable(lines) {
  return element("table", { class: "sum" }, ...lines.map(([name, value], i) =>
    element("tr", { class: i === lines.length - 1 ? "result" : null },
      element("th", { scope: "row" }, name), element("td", {}, shortNumber(value)))));
}

function poolingChoice(content, layer, input, unit, sheet, value) {
  const cells = windowCells({ ...layer, weights: null }, input, unit, unit, sheet.y, sheet.x);
  const values = cells.map((cell) => cell.value);
  const isMax = layer.kind === "MaxPooling2D";
  const best = values.indexOf(Math.max(...values));
  const [, width] = layer.size;
  content.push(element("div", { class: "products" },
    matrixTable("window", rowsOf(values, ...layer.size), scaleOf(values, false),
      { mark: (y, x) => isMax && y * width + x === best ? { name: "best", title: "largest" } : null })));
  const word = isMax ? "the largest of them" : "their mean";
  content.push(sumTable([[`${values.length} values; ${word}`, value], ["value in the map", value]]));
  return `${word} is ${shortNumber(value)}`;
}

function flattenPlace(content, layer, unit, value) {
  const [, height, width] = layer.input;
  const cell = unit % (height * width);
  const text = `Value ${unit} of ${valueCount(layer.input)} is map `
    + `${Math.floor(unit / (height * width))}, row ${Math.floor(cell / width)}, column ${cell % width}: `
    + shortNumber(value);
  content.push(element("p", { class: "sum" }, text));
  return text;
}

/** A dense unit: weights and products laid out as the maps that were flattened. */
function denseSum(content, layer, input, unit, values) {
  const count = input.length;
  const weights = layer.weights.subarray(unit * count, (unit + 1) * count);
  const products = Float64Array.from(input, (value, i) => value * weights[i]);
  const before = page.layers[layer.index - 1];
  const shape = before && before.kind === "Flatten" ? before.input : [1, ...foldedSides(count)];
  const size = shape[1] * shape[2];
  const rows = element("div", { class: shape[0] > 1 ? "dense-maps" : "dense-maps single" });
  const weightScale = scaleOf(weights, true);
  const productScale = scaleOf(products, true);
  for (let map = 0; map < shape[0]; map++) {
    const sum = products.subarray(map * size, (map + 1) * size).reduce((a, b) => a + b, 0);
    const one = element("canvas");
    const two = element("canvas");
    paintMap(one, weights, shape[1], shape[2], weightScale, map * size);
    paintMap(two, products, shape[1], shape[2], productScale, map * size);
    rows.append(element("span", { class: "pair" }, one, two,
      element("span", {}, shape[0] > 1 ? `${map}: ${signedNumber(sum)}` : signedNumber(sum))));
  }
  content.push(element("p", {}, `${count} weights, and ${count} products of weight and input`
    + (shape[0] > 1 ? `, drawn as the ${shape[0]} maps that were flattened; below each the sum` : "")
    + ":"), rows,
  element("p", { class: "scale-line" }, "Weights ", scaleBar(weightScale), " products ",
    scaleBar(productScale)));
  const total = products.reduce((a, b) => a + b, 0);
  const raw = total + layer.bias[unit];
  const lines = [[`sum of ${count} products`, total], ["bias", layer.bias[unit]], ["sum + bias", raw]];
  if (layer.activation === "relu") lines.push([`ReLU: max(0, ${shortNumber(raw)})`, values[unit]]);
  lines.push(["value of the unit", values[unit]]);
  if (layer.index === page.layers.length - 1) {
    const p = softmax(values);
    lines.push([`softmax: e^${shortNumber(values[unit])} by the sum over all classes`, p[unit]]);
  }
  content.push(sumTable(lines));
  return `sum ${shortNumber(total)}, bias ${shortNumber(layer.bias[unit])}, value ${shortNumber(values[unit])}`;
}

/** The two sides, as near to each other as they divide a count. */
function foldedSides(count) {
  let rows = Math.floor(Math.sqrt(count));
  while (count % rows) rows--;
  return [rows, count / rows];
}
