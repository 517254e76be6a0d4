import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs
import PictureSets

/// The pictures that `evaluate` asks a model about.
struct EvaluationPictures {
  let images: any LabelledImages
  let shown: ShownPictures
  /// The first picture that could not be read again, with the reason.
  let failure: () -> String?

  /// Reads the pictures: test digits for a model that reads digits, else what `train` takes.
  ///
  /// - Parameters:
  ///   - model: The model that is asked.
  ///   - data: The options that name the data.
  ///   - usesAll: Whether pictures that the model's run has learned from are kept.
  ///   - isTransposed: Whether the rows and columns of IDX pictures are exchanged.
  ///   - skipsBroken: Whether pictures that cannot be read are left out.
  ///   - resources: Threads, limits, and whether notes are left out.
  /// - Throws: ``Failure`` when there are no pictures, or they or the options do not suit the
  ///   model.
  init(
    _ model: LoadedModel, data: DataOptions, usesAll: Bool, isTransposed: Bool, skipsBroken: Bool,
    _ resources: ResourceOptions
  ) throws {
    let network = model.network
    guard network.takesWholePictures || EvaluationPictures.isPictures(data.data) else {
      let foreign = [
        ("--all", usesAll), ("--skip-broken", skipsBroken), ("--transpose", isTransposed),
      ]
      if let option = foreign.first(where: \.1)?.0 {
        throw Failure(.usage, "\(option) is for models of train, not for the test digits of MNIST")
      }
      let set = try data.load(.test, quiet: resources.quiet)
      try ModelStore.requireShape(network, of: set, model.name)
      images = DigitImages(set, divisor: network.inputDivisor)
      shown = ShownPictures(set)
      failure = { nil }
      return
    }
    guard let folder = data.data ?? RunParts(of: model.name).data else {
      throw Failure(
        .usage, "--data names the pictures: \(model.name) does not say what it is about")
    }
    var options = PictureSetOptions()
    let shape = network.inputShape
    guard shape.channels == 1 || shape.channels == 3 else {
      throw Failure(
        .damagedInput, "\(model.name): reads \(shape.channels) channels, which no picture has")
    }
    options.size = Size2D(height: shape.height, width: shape.width)
    options.channels = shape.channels
    options.classNames = network.classNames
    (options.isTransposed, options.skipsBroken) = (isTransposed, skipsBroken)
    let set = try PictureReading(folder, options, resources).set()
    guard set.divisor == network.inputDivisor else {
      throw Failure(
        .damagedInput,
        "\(folder): numbers that are no samples of 0...255, which \(model.name) has learned from")
    }
    let indices = try EvaluationPictures.indices(
      of: set, folder, model, usesAll: usesAll, quiet: resources.quiet)
    let pictures = PictureImages(set, indices)
    images = pictures
    shown = ShownPictures(pictures)
    failure = { set.streamingFailure }
  }

  /// Whether a folder holds other data than IDX files.
  private static func isPictures(_ folder: String?) -> Bool {
    guard let folder, Files.isFolder(folder), let names = Files.names(in: folder) else {
      return false
    }
    return !names.contains { $0.lowercased().contains("ubyte") }
      && names.contains { Files.isFolder("\(folder)/\($0)") || $0.hasSuffix(".npy") }
  }

  /// The pictures to ask about: those of the data's test, else those that were not learned from.
  private static func indices(
    of set: PictureSet, _ folder: String, _ model: LoadedModel, usesAll: Bool, quiet: Bool
  ) throws -> [Int] {
    let tests = set.items.indices.filter { set.items[$0].side == .test }
    if !tests.isEmpty && !usesAll { return tests }
    let all = Array(set.items.indices)
    guard !usesAll else { return all }
    let learned = RunParts(of: model.name).learned
    let fresh = all.filter { !learned.contains(set.items[$0].content.description) }
    let name = FileName.printable(folder)
    guard !fresh.isEmpty else {
      throw Failure(
        .usage,
        "\(name): the run has learned from all \(all.count) pictures: --all evaluates them, which "
          + "says little")
    }
    if fresh.count < all.count, !quiet {
      Messages.note(
        name,
        "\(all.count - fresh.count) of \(all.count) pictures are left out: the run has learned from "
          + "them, or chosen its epoch by them (--all evaluates them too)")
    }
    return fresh
  }
}

extension Network {
  /// Whether pictures are read whole, not searched for digits.
  var takesWholePictures: Bool {
    readsWholePictures || inputShape.channels != 1 || inputShape.height != 28
      || inputShape.width != 28
  }
}
