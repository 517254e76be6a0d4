"use strict";
// The forward pass of the network, and the way back from a unit to what it sees.
// Values are stored map by map, row by row, as in the arrays of `dump-activations --npy`.

/** Gives each layer its weights out of the one list of all of them. */
function openNetwork(data) {
  const all = decodeFloats(data.weights);
  let next = 0;
  const take = (count) => all.subarray(next, (next += count));
  let shape = data.input.shape;
  data.layers.forEach((layer, index) => {
    layer.index = index;
    layer.input = shape;
    if (layer.weightCount) {
      layer.weights = take(layer.weightCount);
      layer.bias = take(layer.biasCount);
    }
    shape = layer.shape;
  });
  return data.layers;
}

const valueCount = (shape) => shape[0] * shape[1] * shape[2];

/** All values of all layers for an input; the first entry is the input itself. */
function runNetwork(layers, input) {
  const values = [input];
  for (const layer of layers) values.push(runLayer(layer, values[values.length - 1]));
  return values;
}

function runLayer(layer, input) {
  switch (layer.kind) {
    case "Conv2D": return runConvolution(layer, input);
    case "Dense": return runDense(layer, input);
    case "MaxPooling2D": case "AveragePooling2D": return runPooling(layer, input);
    case "ReLU": return input.map((value) => Math.max(value, 0));
    default: return input; // Flatten keeps the order; Dropout drops nothing after training.
  }
}

/** y[o] = activation(b[o] + Σ w[o, i, r, c] · x[i, s·m − p + d·r, s·n − p + d·c]) */
function runConvolution(layer, input) {
  const [channels, height, width] = layer.input;
  const [units, rows, columns] = layer.shape;
  const [kernelRows, kernelColumns] = layer.size;
  const output = new Float64Array(units * rows * columns);
  for (let o = 0; o < units; o++) {
    const to = o * rows * columns;
    output.fill(layer.bias[o], to, to + rows * columns);
    for (let i = 0; i < channels; i++) {
      for (let r = 0; r < kernelRows; r++) {
        for (let c = 0; c < kernelColumns; c++) {
          const weight = layer.weights[((o * channels + i) * kernelRows + r) * kernelColumns + c];
          const top = r * layer.dilation - layer.padding[0];
          const left = c * layer.dilation - layer.padding[1];
          for (let m = 0; m < rows; m++) {
            const y = m * layer.stride[0] + top;
            if (y < 0 || y >= height) continue;
            const from = (i * height + y) * width;
            for (let n = 0; n < columns; n++) {
              const x = n * layer.stride[1] + left;
              if (x < 0 || x >= width) continue;
              output[to + m * columns + n] += weight * input[from + x];
            }
          }
        }
      }
    }
  }
  if (layer.activation === "relu") rectify(output);
  return output;
}

function runDense(layer, input) {
  const count = input.length;
  const output = new Float64Array(layer.shape[0]);
  for (let o = 0; o < output.length; o++) {
    let sum = layer.bias[o];
    for (let i = 0; i < count; i++) sum += layer.weights[o * count + i] * input[i];
    output[o] = sum;
  }
  if (layer.activation === "relu") rectify(output);
  return output;
}

function runPooling(layer, input) {
  const [, height, width] = layer.input;
  const [channels, rows, columns] = layer.shape;
  const [windowRows, windowColumns] = layer.size;
  const output = new Float64Array(channels * rows * columns);
  for (let c = 0; c < channels; c++) {
    for (let m = 0; m < rows; m++) {
      for (let n = 0; n < columns; n++) {
        let largest = -Infinity;
        let sum = 0;
        for (let r = 0; r < windowRows; r++) {
          for (let k = 0; k < windowColumns; k++) {
            const place = (c * height + m * layer.stride[0] + r) * width + n * layer.stride[1] + k;
            largest = Math.max(largest, input[place]);
            sum += input[place];
          }
        }
        output[(c * rows + m) * columns + n] =
          layer.kind === "MaxPooling2D" ? largest : sum / (windowRows * windowColumns);
      }
    }
  }
  return output;
}

function rectify(values) {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0;
}

/** Probabilities: e^z divided by the sum of all of them. */
function softmax(values) {
  const largest = largestValue(values);
  const powers = Array.from(values, (value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/**
 * The part of a layer's input that some of its outputs read: first and last row, first and last
 * column. A dense layer reads everything; parts outside of the input are cut off.
 */
function partRead(layer, part) {
  const [, height, width] = layer.input;
  if (layer.kind === "Dense") return { top: 0, bottom: height - 1, left: 0, right: width - 1 };
  if (layer.kind === "Flatten") return part.source || { top: 0, bottom: height - 1, left: 0, right: width - 1 };
  if (!layer.size) return part;
  const dilation = layer.dilation || 1;
  const padding = layer.padding || [0, 0];
  const reach = (side, axis) => (layer.size[axis] - 1) * dilation;
  return {
    top: Math.max(0, part.top * layer.stride[0] - padding[0]),
    bottom: Math.min(height - 1, part.bottom * layer.stride[0] - padding[0] + reach(height, 0)),
    left: Math.max(0, part.left * layer.stride[1] - padding[1]),
    right: Math.min(width - 1, part.right * layer.stride[1] - padding[1] + reach(width, 1)),
  };
}

/** For one unit of a layer: the part of every earlier layer and of the input that it sees. */
function pathBack(layers, index, unit, y, x) {
  let part = { top: y, bottom: y, left: x, right: x };
  const parts = [];
  for (let i = index; i >= 0; i--) {
    if (layers[i].kind === "Flatten" && i === index) {
      const [, height, width] = layers[i].input;
      const place = unit % (height * width);
      const row = Math.floor(place / width);
      part.source = { top: row, bottom: row, left: place % width, right: place % width };
    }
    part = partRead(layers[i], part);
    parts[i] = part; // In the input of layer i, which is the output of layer i − 1.
  }
  return parts;
}

/** The share of each input map in a convolution's sum at one place. */
function shareOfMaps(layer, input, unit, y, x) {
  return Array.from({ length: layer.input[0] }, (_, map) => {
    const cells = windowCells(layer, input, unit, map, y, x);
    return cells.reduce((sum, cell) => sum + cell.value * cell.weight, 0);
  });
}

/** The cells of one window over one input map, with their weights; outside of the input is 0. */
function windowCells(layer, input, unit, map, y, x) {
  const [channels, height, width] = layer.input;
  const [kernelRows, kernelColumns] = layer.size;
  const dilation = layer.dilation || 1;
  const padding = layer.padding || [0, 0];
  const cells = [];
  for (let r = 0; r < kernelRows; r++) {
    for (let c = 0; c < kernelColumns; c++) {
      const row = y * layer.stride[0] - padding[0] + r * dilation;
      const column = x * layer.stride[1] - padding[1] + c * dilation;
      const isInside = row >= 0 && row < height && column >= 0 && column < width;
      cells.push({
        row, column, isInside,
        value: isInside ? input[(map * height + row) * width + column] : 0,
        weight: layer.weights
          ? layer.weights[((unit * channels + map) * kernelRows + r) * kernelColumns + c] : 1,
      });
    }
  }
  return cells;
}
