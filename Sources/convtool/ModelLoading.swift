import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs
import ImageFilters

/// Which model is used.
struct ModelOptions: ParsableArguments {
  static let modelHelp = ArgumentHelp(
    "A model: a .safetensors file, or the folder of a run.", valueName: "model")
  static let architectureHelp = ArgumentHelp(
    """
    A model whose layers are taken, for weights that another program saved without metadata; \
    networks of train-mnist are known by their shapes without it.
    """, valueName: "model")

  @Option(help: modelHelp) var model: String
  @Option(help: architectureHelp) var architecture: String?

  func load() throws -> Network {
    for path in [model] + (architecture.map { [$0] } ?? []) { try Models.require(path) }
    return try Models.load(model, architecture: architecture)
  }
}

/// Reading and writing model files.
enum Models {
  /// Reads a network.
  ///
  /// - Parameters:
  ///   - path: A model file, or a folder that has one.
  ///   - architecture: A model whose layers are taken.
  static func load(_ path: String, architecture: String? = nil) throws -> Network {
    let weights = try file(path)
    let layers = try architecture.map { try file($0) }
    do throws(ModelFileError) { return try Network(weights, architecture: layers) } catch {
      throw Failure(.damagedInput, "\(path): \(error.description)")
    }
  }

  /// The tensors of a file.
  static func file(_ path: String) throws -> Safetensors {
    let place = try location(path)
    guard let data = try WholeFile.contents(place) else {
      throw Failure(.noInput, "\(path): no such model file, or it cannot be read")
    }
    let bytes = Array(data)
    if let kind = ForeignFile.kind(of: bytes) {
      throw Failure(
        .damagedInput,
        "\(path): \(kind), not a model: models are .safetensors files or folders of runs")
    }
    do throws(ModelFileError) { return try Safetensors(bytes: bytes) } catch {
      throw Failure(.damagedInput, "\(path): \(error.description)")
    }
  }

  /// The model file that a path means: a folder stands for its `model.safetensors`.
  private static func location(_ path: String) throws -> String {
    guard Files.exists(path) else {
      throw Failure(.noInput, "\(path.isEmpty ? "''" : path): no such model file")
    }
    guard Files.isFolder(path) else { return path }
    let inside = path + (path.utf8.last == UInt8(ascii: "/") ? "" : "/") + "model.safetensors"
    guard Files.exists(inside), !Files.isFolder(inside) else {
      throw Failure(.noInput, "\(path): a folder without model.safetensors: not one of a run")
    }
    return inside
  }

  /// Refuses a model whose outputs are not finite: they are no answer.
  static func requireFinite(_ outputs: [Float], of path: String) throws {
    guard outputs.allSatisfy(\.isFinite) else {
      throw Failure(
        .damagedInput,
        "\(path): the network's outputs are not finite: the weights are too large, or damaged")
    }
  }

  /// Refuses a path without a model; no output may take the model's place.
  static func require(_ path: String) throws { ProtectedFiles.protect(try location(path)) }

  /// Writes bytes, complete or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do throws(CodecError) {
      let file = try OutputFile(path: path, syncs: true)
      defer { file.abandon() }
      try file.write(bytes)
      try file.commit()
    } catch { throw Failure(error, file: path) }
  }

  /// Makes a folder and those above it.
  static func createFolder(_ path: String) throws {
    do throws(CodecError) { try Files.makeFolder(path) } catch {
      throw Failure(error, file: path)
    }
  }
}

/// What a network is shown.
enum NetworkInput {
  /// A picture as the network sees it, gray levels 0…255: one of the network's own size that is dark
  /// at its border is taken as it is, any other is prepared as a photo of a digit.
  static func read(
    _ path: String, for network: Network, limits: ImageLimits = ImageLimits(),
    allowsDamage: Bool = false, arrays: ArrayOptions? = nil, quiet: Bool = false
  ) throws -> Image {
    ProtectedFiles.protect(path)
    do {
      let reader = try openImage(
        try ByteSource(path: path), limits: limits, arrayLayout: arrays?.layout ?? .hwc,
        allowsDamage: allowsDamage)
      if let arrays { try arrays.setRange(of: reader) } else { try reader.setRange(nil) }
      let image = try GrayPicture.read(reader)
      if !quiet { reader.notes.tell(path == "-" ? "standard input" : path) }
      let size = Size2D(height: network.inputShape.height, width: network.inputShape.width)
      if image.shape.size == size && isDarkAtBorder(image) { return image }
      return try DigitPreparation.prepare(image)
    } catch let error as DigitError {
      throw Failure(.damagedInput, "\(path): \(error.description)")
    } catch { throw Failure(error, file: path == "-" ? "standard input" : path) }
  }

  private static func isDarkAtBorder(_ image: Image) -> Bool {
    let (height, width) = (image.shape.height, image.shape.width)
    let border =
      (0..<width).flatMap { [image[0, $0], image[height - 1, $0]] }
      + (0..<height).flatMap { [image[$0, 0], image[$0, width - 1]] }
    return border.reduce(0, +) / Float(border.count) < 64
  }

  /// Runs one picture through all layers.
  static func run(_ image: Image, through network: Network) -> Workspace {
    var workspace = Workspace(network)
    workspace.activations[0].setImage(
      0, image.samples.lazy.map { $0 / network.inputDivisor })
    network.forward(&workspace)
    return workspace
  }
}

/// Where digits come from.
struct DataOptions: ParsableArguments {
  @Option(
    help: """
      A folder with the four IDX files, plain or .gz, under the names that archives give them. \
      Without it: CONVTOOL_MNIST, then the cache, else they are downloaded.
      """)
  var data: String?

  /// A split of MNIST, downloaded when it is nowhere.
  func load(_ split: DigitSet.Split, quiet: Bool) throws -> DigitSet {
    do throws(DigitError) {
      return try DigitSet.load(folder: try folder(quiet: quiet), split: split)
    } catch { throw Failure(error) }
  }

  private func folder(quiet: Bool) throws(DigitError) -> String {
    let environment = ProcessInfo.processInfo.environment["CONVTOOL_MNIST"] ?? ""
    if let named = data ?? (environment.isEmpty ? nil : environment) { return named }
    let download = MNISTDownload()
    if DigitSet.isPresent(folder: download.folder) { return download.folder }
    let progress = ProgressReport(
      "downloading MNIST", total: 100, unit: "percent", quiet: quiet)
    defer { progress.finish() }
    try download.run { progress.update(100 * $0.bytesDone / max(1, $0.bytesTotal)) }
    return download.folder
  }
}

extension Failure {
  init(_ error: DigitError) {
    switch error.code {
    case .noInput: self.init(.noInput, error.description)
    case .damaged: self.init(.damagedInput, error.description)
    case .downloadImpossible:
      self.init(
        .downloadImpossible,
        "\(error.description); name a folder with --data; train-mnist --synthetic draws its own digits"
      )
    case .cannotCreate: self.init(.cannotCreate, error.description)
    case .writeFailed: self.init(.writeFailed, error.description)
    }
  }
}
