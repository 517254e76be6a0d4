"use strict";
// What one unit has learned: its weights in both orientations, the pieces of digits that excite it
// most, and the classical kernel that is nearest.

function showFilterCard(sheet) {
  const { layer } = sheet;
  const unit = unitOf(sheet);
  if (layer.kind === "Conv2D") {
    const shares = shareOfMaps(layer, state.values[layer.index], unit, sheet.y, sheet.x);
    const map = state.map ?? shares.map(Math.abs).indexOf(Math.max(...shares.map(Math.abs)));
    fill(sheet.card,
      element("h4", {}, `Filter ${unit} of ${layer.name}, bias ${signedNumber(layer.bias[unit])}`),
      learnedKernel(layer, unit, map), nearestKernel(layer, unit, map), allKernels(layer, unit),
      excitingPieces(layer, unit));
  } else {
    fill(sheet.card,
      element("h4", {}, `Weights of unit ${unit} of ${layer.name}, bias ${signedNumber(layer.bias[unit])}`),
      denseWeights(layer, unit));
  }
}

function kernelOf(layer, unit, map) {
  const [height, width] = layer.size;
  const start = (unit * layer.input[0] + map) * height * width;
  return layer.weights.subarray(start, start + height * width);
}

/** The weights as the layer lays them on the window, and turned, as a convolution is written. */
function learnedKernel(layer, unit, map) {
  const [height, width] = layer.size;
  const weights = kernelOf(layer, unit, map);
  const scale = scaleOf(layer.weights, true);
  const source = layer.input[0] > 1 ? `, for map ${map} of ${page.layers[layer.index - 1].name}` : "";
  return element("div", { class: "part" },
    element("p", {}, `Weights${source}. The layer correlates; a convolution with the kernel turned `
      + "by 180° gives the same, and that is what convtool filter --kernel takes."),
    element("div", { class: "products" },
      matrixTable("as correlated", rowsOf(weights, height, width), scale),
      element("span", { class: "operator" }, "↻"),
      matrixTable("as convolved", rowsOf(Array.from(weights).reverse(), height, width), scale)),
    element("p", {}, element("button", {
      type: "button",
      onclick: () => {
        ownKernel(rowsOf(Array.from(weights).reverse(), height, width));
        byId("laboratory").scrollIntoView();
      },
    }, "Try it in the laboratory")));
}

function nearestKernel(layer, unit, map) {
  if (!layer.nearest) return null;
  const place = unit * layer.input[0] + map;
  const kernel = page.kernels[layer.nearest[place]];
  const r = layer.likeness[place];
  const rows = kernel.rows.map((row) => row.slice().reverse()).reverse();
  const values = rows.flat().map((value) => value * Math.sign(r));
  return element("div", { class: "part" },
    element("p", {}, `Nearest classical kernel: ${r < 0 ? "the negative of " : ""}${kernel.name}, `
      + `correlation ${Math.abs(r).toFixed(2)} (1 is the same but for a factor).`),
    matrixTable("as correlated", rowsOf(values, rows.length, rows[0].length), scaleOf(values, true)));
}

/** All kernels of a unit that reads several maps, small. */
function allKernels(layer, unit) {
  if (layer.input[0] === 1) return null;
  const scale = scaleOf(layer.weights, true);
  const strip = element("div", { class: "kernels", "aria-hidden": "true" });
  for (let map = 0; map < layer.input[0]; map++) {
    const canvas = element("canvas", { title: `map ${map}` });
    paintMap(canvas, kernelOf(layer, unit, map), ...layer.size, scale);
    strip.append(canvas);
  }
  return element("div", { class: "part" },
    element("p", {}, `Its ${layer.input[0]} kernels, one for each input map, as correlated:`), strip,
    element("p", { class: "scale-line" }, scaleBar(scale)));
}

/** The nine pieces, cut out of the sheet that the page also shows without a script. */
function excitingPieces(layer, unit) {
  if (!layer.pieces) return null;
  const { height, width, values } = layer.pieces;
  const image = byId(`pieces-${layer.name}`);
  const list = element("div", { class: "pieces" });
  values[unit].forEach((value, i) => {
    const canvas = element("canvas", { width, height, "aria-hidden": "true" });
    const draw = () => canvas.getContext("2d").drawImage(
      image, 1 + i * (width + 1), 1 + unit * (height + 1), width, height, 0, 0, width, height);
    if (image.complete) draw(); else image.addEventListener("load", draw, { once: true });
    list.append(element("span", { class: "tile" }, element("span", { class: "frame" }, canvas),
      element("span", { class: "name" }, shortNumber(value))));
  });
  const text = values[unit].length
    ? `The ${values[unit].length} pieces, ${height}×${width} pixels each, that excite it most, out of `
      + `${page.pieceSource}; below each the value:`
    : `No piece out of ${page.pieceSource} excites it: the unit is dead.`;
  return element("div", { class: "part" }, element("p", {}, text), list);
}

function denseWeights(layer, unit) {
  const count = layer.weightCount / layer.shape[0];
  const before = page.layers[layer.index - 1];
  const shape = before && before.kind === "Flatten" ? before.input : [1, ...foldedSides(count)];
  const weights = layer.weights.subarray(unit * count, (unit + 1) * count);
  const scale = scaleOf(weights, true);
  const strip = element("div", {
    class: shape[0] > 1 ? "kernels large" : "kernels single", "aria-hidden": "true",
  });
  for (let map = 0; map < shape[0]; map++) {
    const canvas = element("canvas", {});
    paintMap(canvas, weights, shape[1], shape[2], scale, map * shape[1] * shape[2]);
    strip.append(canvas);
  }
  return element("div", { class: "part" },
    element("p", {}, shape[0] > 1 ? `One map of weights for each of the ${shape[0]} input maps:`
      : `${count} weights, laid out as ${shape[1]}×${shape[2]}:`), strip,
    element("p", { class: "scale-line" }, scaleBar(scale)));
}
