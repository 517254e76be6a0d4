// What a user of the libraries writes: built and run in a package of its own by .ci/check-consumer.
// The folder to work in is the only argument.
import ConvCore
import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

let folder = CommandLine.arguments[1]

/// A filter of this package's own: it runs in a chain beside those of the library.
struct Threshold: PointwiseFilter {
  let level: Float

  func transform(_ values: inout [Float], in range: Range<Int>) {
    for index in range { values[index] = values[index] > level ? 255 : 0 }
  }
}

/// A layer of this package's own: every channel times a learned number, y = g · x.
struct Gain: StoredLayer {
  static let kind = "Gain"
  var parameters: [Parameter] = []

  init() {}

  init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    self.parameters = parameters
  }

  var settings: LayerSettings {
    LayerSettings(["channels": .integer(parameters[0].values.count)])
  }

  static func parameterShapes(_ settings: LayerSettings) throws(ShapeError) -> [ParameterShape] {
    [ParameterShape("weight", [try settings.integer("channels")])]
  }

  func built(with setup: inout LayerSetup) throws(ShapeError) -> Gain {
    var layer = self
    let channels = setup.input.channels
    layer.parameters = [
      Parameter(
        name: "weight", shape: [channels], values: [Float](repeating: 1, count: channels))
    ]
    return layer
  }

  var window: LayerWindow { .pixel }

  func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    let plane = input.shape.plane * Tensor.lanes
    for i in input.values.indices {
      output.values[i] = parameters[0].values[i / plane] * input.values[i]
    }
  }

  func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    let plane = input.shape.plane * Tensor.lanes
    for channel in parameterGradients[0].indices { parameterGradients[0][channel] = 0 }
    for i in input.values.indices {
      parameterGradients[0][i / plane] += outputGradient.values[i] * input.values[i]
      input.values[i] = parameters[0].values[i / plane] * outputGradient.values[i]
    }
  }
}

// 1. An impulse and the Laplacian; the response on a file.
let impulse = Image(rows: [[0, 0, 0], [0, 1, 0], [0, 0, 0]])
let laplacian = try impulse.convolved(with: .laplacian, border: .zero)
print(laplacian.samples.map { String(Int($0)) }.joined(separator: " "))
let checks = Image(
  shape: ImageShape(height: 28, width: 28, channels: 1),
  samples: (0..<784).map { $0 / 28 / 7 % 2 == $0 % 28 / 7 % 2 ? 255 : 0 })
try checks.write(to: folder + "/checks.png")
let photo = try Image(contentsOf: folder + "/checks.png")
precondition(photo == checks, "a picture comes back from its file")
try photo.convolved(with: .laplacian, border: .reflect101).write(
  to: folder + "/edges.png", view: .abs)
try FilterChain(.gaussian(sigma: 1.5), .laplacian)
  .run(from: folder + "/checks.png", to: folder + "/chain.png", view: .signed, threads: 2)
let marked = FilterChain([
  try FilterStage(name: "box", filter: .kernel(.box(side: 3))),
  try FilterStage(name: "threshold", filter: Threshold(level: 127)),
])
let means = try photo.convolved(with: .box(side: 3), threads: 2)
let black = try photo.filtered(by: marked)
precondition(
  black.samples == means.samples.map { $0 > 127 ? 255 : 0 },
  "a filter of another package runs in a chain")

// 2. A network, trained on digits of its own drawing.
let digits = DigitSet.synthetic(count: 400, seed: 1)
let data = TensorDataset(
  images: digits.images.map { Float($0) / 255 },
  shape: TensorShape(channels: 1, height: digits.height, width: digits.width),
  labels: digits.labels.map(Int.init))
var options = TrainingOptions()
options.threads = 2
let run = try Network.cnn(seed: 1).trained(
  on: data.prefix(0.9), validation: data.suffix(0.1), epochs: 2, options: options
) { epoch in
  print("epoch \(epoch.number): \(epoch.validation.count) held out")
  return .continue
}
precondition(run.epochs.count == 2 && run.epochs.contains(where: \.isBest))
let digit = Array(digits.images.prefix(784).map { Float($0) / 255 })
var logits = [Float](repeating: 0, count: 10)
Classifier(run.best).logits(digit, into: &logits)
precondition(logits.allSatisfy(\.isFinite), "one digit is read")
let classifier = Classifier(run.best, threads: 2)
let first = Image(
  shape: ImageShape(height: 28, width: 28, channels: 1),
  samples: digits.images.prefix(784).map { Float($0) })
print("digit \(classifier.predict(first).top(1)[0].className)")
precondition(classifier.evaluate(data.suffix(0.1)).count == 40)

// 3. Maps as pictures; a learned filter on a picture of any size equals the feature map.
var workspace = Workspace(run.best)
workspace.activations[0].setImage(0, digit)
run.best.forward(&workspace)
for name in ["maps", "filters"] {
  try FileManager.default.createDirectory(
    atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
}
try ActivationDump.write(
  run.best, workspace, to: folder + "/maps", renderer: MapRenderer(), arrays: true)
try FilterDump.write(
  run.best, to: folder + "/filters", renderer: MapRenderer(scale: .layer), arrays: true)
let unit = try LearnedFilter(run.best, layer: "conv2d_1", unit: 3)
let picture = Image(
  shape: ImageShape(height: 28, width: 28, channels: 1),
  samples: digits.images.prefix(784).map { Float($0) })
let response = try picture.filtered(by: unit, border: .replicate, outputSize: .valid)
let map = workspace.activations[1].image(0)[3 * 26 * 26..<4 * 26 * 26]
precondition(response.samples.count == map.count)
precondition(
  zip(response.samples, map).allSatisfy { max($0, 0) == $1 }, "the response is the map, to the bit")
print("maps: \(try FileManager.default.contentsOfDirectory(atPath: folder + "/maps").count) files")

// 4. A network of one's own layers on one's own tensors, a layer of this package among them.
let (height, width, classes) = (12, 10, ["red", "green", "blue"])
var generator = SplitMix64(seed: 3)
let count = 240
let plane = height * width
var values: [Float] = []
for image in 0..<count {
  for place in 0..<3 * plane {
    let color: Float = place / plane == image % 3 ? 0.4 : 0
    values.append(generator.unit() * 0.6 + color)
  }
}
let colors = TensorDataset(
  images: values, shape: [count, 3, height, width], labels: (0..<count).map { $0 % 3 })
let network = try Network(input: [3, height, width], classes: classes, seed: 1) {
  Conv2D(filters: 6, kernelSize: 3, activation: .relu)
  BatchNorm()
  Gain()
  Residual(activation: .relu) {
    Conv2D(filters: 6, kernelSize: 3, padding: .same)
    LeakyReLU()
  }
  MaxPool2D(2)
  Flatten()
  Dense(3)
}
let learned = try network.train(
  on: colors.prefix(0.9), validation: colors.suffix(0.1),
  options: .init(epochs: 8, optimizer: .adam(rate: 0.01), threads: 2)
) { epoch in
  print("epoch \(epoch.number): \(epoch.validation.accuracy)")
  return epoch.validation.accuracy == 1 ? .stop : .continue
}
precondition(learned.best.evaluate(colors).accuracy > 0.9, "the colors are learned")
let gain = try learned.best["gain"].layer.parameters[0].values
precondition(gain.contains { $0 != 1 }, "the layer of this package has learned as well")
try learned.best.write(to: folder + "/colors.safetensors")
LayerRegistry.register(Gain.self)
let again = try Network(contentsOf: folder + "/colors.safetensors")
precondition(again.safetensors == learned.best.safetensors, "a model comes back from its file")
var pixels: [Float] = []
for pixel in 0..<plane {
  for color in 0..<3 { pixels.append(values[color * plane + pixel] * 255) }
}
let red = Image(shape: ImageShape(height: height, width: width, channels: 3), samples: pixels)
print("a picture of \(try again.classify(red).top(3)[0].className)")
let answers = try again.activations(of: red)
try answers["conv2d_1"].sheet(scale: .map).write(to: folder + "/sheet.png")
try answers.write(to: folder + "/answers", arrays: true)
try WeightSheet(again["conv2d_1"]).write(to: folder + "/weights.png")
