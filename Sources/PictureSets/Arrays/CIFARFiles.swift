internal import ConvCore
internal import ImageCodecs

/// The binary files of CIFAR-10 and CIFAR-100: records of labels and 3×32×32 bytes, planes of red,
/// green and blue.
///
/// CIFAR-10 has `data_batch_1.bin` …, `test_batch.bin` and one label a record; CIFAR-100 `train.bin`,
/// `test.bin` and two labels, of which the second, the fine one, is taken. Source:
/// <https://www.cs.toronto.edu/~kriz/cifar.html>.
enum CIFARFiles {
  private static let picture = 3 * 32 * 32

  /// Reads a folder; `nil` when it holds no such files.
  static func read(
    _ folder: ArrayFolder, known: [String]?
  ) throws(PictureSetError) -> ArraySet? {
    var found: [(name: String, side: PictureSide, labels: Int)] = []
    for name in folder.files {
      let plain = name.lowercased()
      if plain.hasPrefix("data_batch") && plain.hasSuffix(".bin") {
        found.append((name, .train, 1))
      } else if plain == "test_batch.bin" {
        found.append((name, .test, 1))
      } else if plain == "train.bin" || plain == "test.bin" {
        found.append((name, plain == "train.bin" ? .train : .test, 2))
      } else if plain.hasPrefix("data_batch_") && plain.dropFirst(11).allSatisfy(\.isNumber) {
        throw PictureSetError(
          .damaged, "\(name): CIFAR-10 for Python; the binary version, data_batch_1.bin, is read")
      }
    }
    guard !found.isEmpty else { return nil }
    if known != nil, found.contains(where: { $0.side == .test }) {
      found.removeAll { $0.side != .test }
    }
    var parts: [ArrayPart] = []
    for file in found { parts.append(try part(folder, file.name, file.side, labels: file.labels)) }
    let lists = ["batches.meta.txt", "fine_label_names.txt", "class_names.txt"]
    let names = try folder.classNames(lists) ?? []
    return try ArraySet(
      ArrayPictures(parts),
      names: Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0, $1) }), known: known)
  }

  private static func part(
    _ folder: ArrayFolder, _ name: String, _ side: PictureSide, labels: Int
  ) throws(PictureSetError) -> ArrayPart {
    let record = labels + picture
    do throws(CodecError) {
      let file = try RandomAccessBytes(path: "\(folder.path)/\(name)", limit: 1 << 31)
      guard file.count > 0, file.count % record == 0 else {
        throw CodecError(
          .damaged, "\(file.count) bytes are not a whole number of records of \(record) bytes")
      }
      let count = file.count / record
      var numbers: [Int] = []
      for index in 0..<count {
        numbers.append(
          Int(try file.bytes(index * record + labels - 1..<index * record + labels)[0]))
      }
      return ArrayPart(
        samples: .bytes(file, first: labels, distance: record), order: .planar,
        shape: ImageShape(height: 32, width: 32, channels: 3), name: name, count: count,
        labels: numbers, side: side)
    } catch { throw PictureSetError(.damaged, "\(name): \(error)") }
  }
}
