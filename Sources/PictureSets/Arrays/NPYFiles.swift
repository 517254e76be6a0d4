internal import ConvCore
internal import ImageCodecs

/// Pairs of `.npy` files: pictures N×H×W, N×H×W×C or N×C×H×W, and N labels.
///
/// The names are `train_images.npy`, `train_labels.npy`, `test_images.npy`, `test_labels.npy`;
/// `x_train.npy`, `y_train.npy`, `x_test.npy`, `y_test.npy`; or `images.npy`, `labels.npy`. Bytes, and
/// whole numbers of 0…255, are samples of pictures. Fractions of 0…1 are black to white. Other
/// numbers are taken as they are.
struct NPYFiles {
  private static let names: [(images: [String], labels: [String], side: PictureSide?)] = [
    (
      ["train_images.npy", "x_train.npy", "images_train.npy"],
      ["train_labels.npy", "y_train.npy", "labels_train.npy"], .train
    ),
    (
      ["val_images.npy", "x_val.npy", "validation_images.npy"],
      ["val_labels.npy", "y_val.npy", "validation_labels.npy"], .validation
    ),
    (
      ["test_images.npy", "x_test.npy", "images_test.npy"],
      ["test_labels.npy", "y_test.npy", "labels_test.npy"], .test
    ),
    (["images.npy", "x.npy"], ["labels.npy", "y.npy"], nil),
  ]

  private struct Pair {
    let name: String
    let array: NPYSlices
    let labels: [Int]
    let side: PictureSide?
  }

  let folder: ArrayFolder
  let memory: Int

  /// Reads a folder; `nil` when it holds no such files.
  func read(known: [String]?) throws(PictureSetError) -> ArraySet? {
    var pairs: [Pair] = []
    for entry in NPYFiles.names {
      guard let images = folder.file(entry.images) else { continue }
      guard let labels = folder.file(entry.labels) else {
        throw PictureSetError(.noInput, "no \(entry.labels[0]) beside \(images)")
      }
      pairs.append(try pair(images, labels, entry.side))
    }
    guard !pairs.isEmpty else { return nil }
    if known != nil, pairs.contains(where: { $0.side == .test }) {
      pairs.removeAll { $0.side != .test }
    }
    let scale = try NPYScale(pairs.map { ($0.name, $0.array) })
    var parts: [ArrayPart] = []
    for pair in pairs {
      let (shape, order) = try NPYFiles.layout(pair.array.shape, pair.name)
      parts.append(
        ArrayPart(
          samples: .array(pair.array, factor: scale.factor), order: order, shape: shape,
          name: pair.name, count: pair.labels.count, labels: pair.labels, side: pair.side))
    }
    if let other = parts.first(where: { $0.shape != parts[0].shape }) {
      throw PictureSetError(
        .damaged,
        "\(other.name): pictures of \(other.shape), those of \(parts[0].name) are "
          + "\(parts[0].shape)")
    }
    let names = try folder.classNames(["class_names.txt"]) ?? []
    var set = try ArraySet(
      ArrayPictures(parts, holdsFloats: scale.factor != nil, divisor: scale.divisor),
      names: Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0, $1) }), known: known)
    if let note = scale.note { set.notes.append(note) }
    return set
  }

  private func pair(
    _ images: String, _ labels: String, _ side: PictureSide?
  ) throws(PictureSetError) -> Pair {
    do throws(CodecError) {
      let array = try NPYSlices(path: "\(folder.path)/\(images)", limit: memory)
      let numbers = try NPYArray(try ByteSource(path: "\(folder.path)/\(labels)"))
      let count = numbers.elements.count
      guard numbers.shape.first == count, count == array.shape.first else {
        throw CodecError(
          .damaged,
          "labels of shape \(numbers.shape) for pictures of shape \(array.shape): one number a "
            + "picture is needed")
      }
      guard count > 0 else { throw CodecError(.damaged, "no pictures in it") }
      guard numbers.elements.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e6 }) else {
        throw CodecError(.damaged, "\(labels) holds labels that are not whole numbers")
      }
      return Pair(name: images, array: array, labels: numbers.elements.map { Int($0) }, side: side)
    } catch {
      throw PictureSetError(error.code == .overLimit ? .overLimit : .damaged, "\(images): \(error)")
    }
  }

  private static func layout(
    _ shape: [Int], _ name: String
  ) throws(PictureSetError) -> (ImageShape, ArrayPart.Order) {
    let sides = Array(shape.dropFirst())
    if sides.count == 2, sides.allSatisfy({ $0 > 0 }) {
      return (ImageShape(height: sides[0], width: sides[1], channels: 1), .interleaved)
    }
    if sides.count == 3, sides.allSatisfy({ $0 > 0 }) {
      if sides[2] == 1 || sides[2] == 3 {
        return (
          ImageShape(height: sides[0], width: sides[1], channels: sides[2]), .interleaved
        )
      }
      if sides[0] == 1 || sides[0] == 3 {
        return (ImageShape(height: sides[1], width: sides[2], channels: sides[0]), .planar)
      }
    }
    throw PictureSetError(
      .damaged, "\(name): shape \(shape) is none of N×H×W, N×H×W×C and N×C×H×W with 1 or 3 channels"
    )
  }
}
