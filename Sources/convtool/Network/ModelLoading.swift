import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs

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
