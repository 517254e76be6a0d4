import ArgumentParser
import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ONNX

/// The command `convtool cam`.
struct CamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cam", abstract: "Show where a network looked for a class.",
    usage: "convtool cam <image> [--model <model>] [--class <class>] -o <heat.png> [options]",
    discussion: """
      convtool cam --model resnet18.onnx photo.jpg -o heat.png
      convtool cam samples/digits/7.png --class 7 -o heat.png

      The class activation map over the picture. Where the model ends in global average pooling and \
      one dense layer it is exact: the sum of the last maps, each times the weight of its mean. \
      Behind other heads the weights are the means of the class's gradient by the last maps, before \
      softmax, and what speaks against the class is left out (Grad-CAM). What the model did not see \
      of the picture is pale. -o x.npy, or --npy, writes the map itself, a float32 for each place of \
      the last maps.
      """)

  @Argument(help: "A picture.") var image: String
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var model: ModelOptions
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp(
      "A class, by its name or its number from 0 (default: the most probable one).",
      valueName: "class"))
  var wanted: String?
  @Option(
    name: [.short, .long], help: "The picture, .png, or the map, .npy (default: NAME.cam.png).")
  var output: String?
  @Flag(help: "Also write the map as .npy, beside the picture.") var npy = false
  @Option(help: "The names of the classes, one a line.") var labels: String?
  @Flag(help: "Replace files that -o names.") var force = false
  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var resources: ResourceOptions

  private var target: String {
    output ?? "\(image == "-" ? "stdin" : FilePath.stem(image)).cam.png"
  }

  private var isArray: Bool { FilePath.fileExtension(target).lowercased() == "npy" }

  /// The file of the map beside the picture.
  private var array: String {
    isArray ? target : String(target.dropLast(FilePath.fileExtension(target).count)) + "npy"
  }

  func validate() throws {
    if preparation.preprocess == .guess {
      throw ValidationError("--preprocess guess is for predict: cam needs one preparation")
    }
  }

  func run() throws {
    let file = PictureFile(path: output, derived: target, force: force)
    if !isArray { try file.check(for: "cam draws") }
    if isArray || npy, target != "-" { try OutputNames.requireNew(array, force: force) }
    if npy && target == "-" { throw Failure(.usage, "--npy goes with a file, not with -o -") }
    let model = try GraphModel(model, resources)
    let graph = try model.graph(isOpen: false).graph
    let runner = try model.runner(graph)
    let isDigit = model.readsDigits && !preparation.isGeneral
    let pictures = try model.pictures(graph, preparation, arrays: arrays, readsDigit: isDigit)
    let reading = try pictures.read(image)
    let inputs = [pictures.input.input.name: reading.tensor]
    let names = try model.labels(labels)
    let name = FileName.printable(image == "-" ? "standard input" : FilePath.name(image))
    guard let output = graph.outputs.first else {
      throw Failure(.damagedInput, "\(model.name): the model has no output")
    }
    let (map, field, title) = try GraphStore.failing(model.name) {
      let result = try runner.run(inputs, outputs: [output])[0]
      let shares = try answer(result, names, name, model)
      let index = try chosen(of: shares, names, model)
      let map = try ClassActivation(runner, inputs, class: index)
      let percent = String(format: "%.1f %%", 100 * shares.values[index])
      let title = "\(name): \(names.name(index, of: shares.values.count)), \(percent)"
      return (map, try runner.field(ofNode: map.node, inputs), title)
    }
    if isArray || npy {
      try about(array) {
        try NPYArray.write(map.values, shape: [map.height, map.width], to: array)
      }
    }
    if isArray { return }
    let placement = isDigit ? PicturePlacement(whole: reading.sized.shape.size) : reading.placement
    let heat = HeatPicture(
      title: title, notes: notes(map, isDigit: isDigit), map: map,
      grid: HeatPicture.Grid(
        field, height: map.height, width: map.width, rows: placement.rows,
        columns: placement.columns), picture: isDigit ? reading.sized : reading.picture,
      placement: placement)
    try file.write(heat.drawn())
  }

  private func notes(_ map: ClassActivation, isDigit: Bool) -> [String] {
    let way = map.isExact ? "exact" : "by gradients"
    return [
      "where the network looked: class activation map, \(way)",
      "\(map.maps) maps of \(map.height)×\(map.width) of \(map.layer)"
        + (isDigit ? " · the digit as the network saw it" : " · pale: not seen"),
    ]
  }

  private func answer(
    _ result: Tensor, _ names: ClassLabels, _ name: String, _ model: GraphModel
  ) throws -> ClassShares {
    if let note = try names.check(result.count), !resources.quiet {
      Messages.note(model.name, note)
    }
    return try ClassShares(
      result, image: name, model: model.name, skipsFirst: names.skipsFirst(of: result.count))
  }

  private func chosen(
    of shares: ClassShares, _ names: ClassLabels, _ model: GraphModel
  ) throws -> Int {
    guard let wanted else { return shares.order[0] }
    guard let index = names.output(wanted, of: shares.values.count) else {
      throw Failure(
        .usage,
        "--class \(wanted): the model has \(shares.values.count) classes, by their names or "
          + "their numbers from 0")
    }
    return index
  }
}
