import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs

/// The pictures that `patches` looks at: a set of digits, or the digits of a folder's pictures.
struct PatchPictures: LabelledImages {
  private enum Source {
    case digits(DigitSet, divisor: Float)
    case pictures(TensorDataset, [Image])
    case own(any LabelledImages, ShownPictures, count: Int)
  }

  private let source: Source
  /// The files of the pictures; `nil` for a set of digits, whose images have an index alone.
  let names: [String]?

  /// Reads the pictures.
  ///
  /// - Parameters:
  ///   - model: The network that will look at them.
  ///   - data: The options of the data.
  ///   - isSynthetic: Whether the program draws the digits.
  ///   - limit: The largest number of pictures; `nil` for all.
  ///   - resources: Threads, limits, and whether notes are left out.
  /// - Throws: ``Failure`` when the pictures cannot be read, or none suits the model.
  init(
    _ model: LoadedModel, data: DataOptions, isSynthetic: Bool, limit: Int?,
    resources: ResourceOptions
  ) throws {
    if let folder = data.data, let files = PatchPictures.pictures(in: folder) {
      (source, names) = try PatchPictures.read(
        Array(files.prefix(limit ?? .max)), model, resources)
      return
    }
    if model.network.readsWholePictures, !isSynthetic {
      let pictures = try EvaluationPictures(
        model, data: data, usesAll: true, isTransposed: false, skipsBroken: true, resources)
      let count = min(pictures.shown.count, limit ?? .max)
      source = .own(pictures.images, pictures.shown, count: count)
      names = pictures.shown.name.map { name in (0..<count).map(name) }
      return
    }
    var set: DigitSet
    if isSynthetic {
      set = DigitSet.synthetic(count: min(limit ?? 10_000, 10_000), seed: ~1)
    } else {
      set = try data.load(.test, quiet: resources.quiet)
    }
    try ModelStore.requireShape(model.network, of: set, model.name)
    if let limit, limit < set.count { set = set[0..<limit] }
    source = .digits(set, divisor: model.network.inputDivisor)
    names = nil
  }

  /// The pictures of a folder in the order of their names; `nil` when it holds IDX files, or no
  /// picture.
  private static func pictures(in folder: String) -> [String]? {
    let entries = Files.names(in: folder) ?? []
    guard !entries.contains(where: { $0.lowercased().contains("ubyte") }) else { return nil }
    let files = entries.filter {
      !$0.hasPrefix(".") && ImageFormat(fileExtension: FilePath.fileExtension($0)) != nil
        && !Files.isFolder("\(folder)/\($0)")
    }
    return files.isEmpty ? nil : files.sorted().map { "\(folder)/\($0)" }
  }

  private static func read(
    _ files: [String], _ model: LoadedModel, _ resources: ResourceOptions
  ) throws -> (Source, [String]) {
    let network = model.network
    let input = NetworkInput(
      network: network, limits: resources.imageLimits, isQuiet: resources.quiet)
    var (images, drawn, names): ([[Float]], [Image], [String]) = ([], [], [])
    for file in files {
      let reading = try input.read(file)
      if let doubt = reading.doubt {
        if !resources.quiet { Messages.note(file, "left out: \(doubt)") }
        continue
      }
      for digit in reading.digits {
        images.append(PatchPictures.planes(digit.image).map { $0 / network.inputDivisor })
        drawn.append(digit.image)
        names.append(FileName.printable(FilePath.name(file)))
      }
    }
    guard !images.isEmpty else {
      throw Failure(.damagedInput, "\(FilePath.folder(files[0])): no picture with a digit in it")
    }
    let set = TensorDataset(
      images: images.flatMap(\.self), shape: network.inputShape,
      labels: [Int](repeating: 0, count: images.count))
    return (.pictures(set, drawn), names)
  }

  /// The samples of a picture, C×H×W.
  private static func planes(_ image: Image) -> [Float] {
    (0..<image.shape.channels).flatMap { channel in
      stride(from: channel, to: image.samples.count, by: image.shape.channels).map {
        image.samples[$0]
      }
    }
  }

  // MARK: Images

  /// The number of pictures.
  var count: Int {
    switch source {
    case .digits(let set, _): set.count
    case .pictures(let set, _): set.count
    case .own(_, _, let count): count
    }
  }

  /// The class of a picture, which `patches` does not ask for.
  func label(_ index: Int) -> Int { 0 }

  /// Writes a picture into a lane of a tensor.
  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    switch source {
    case .digits(let set, let divisor):
      tensor.setImage(lane, samples: set.image(index), divisor: divisor)
    case .pictures(let set, _): set.load(index, into: &tensor, lane: lane, using: &generator)
    case .own(let set, _, _): set.load(index, into: &tensor, lane: lane, using: &generator)
    }
  }

  /// A picture for a drawing, 0…255: in color where the network saw three channels.
  func picture(_ index: Int) -> Image {
    let image = seen(index)
    return image.shape.channels == 3 ? image : image.luma
  }

  private func seen(_ index: Int) -> Image {
    switch source {
    case .digits(let set, _):
      Image(
        shape: ImageShape(height: set.height, width: set.width, channels: 1),
        samples: set.image(index).map(Float.init))
    case .pictures(_, let images): images[index]
    case .own(_, let shown, _): shown.image(index)
    }
  }
}
