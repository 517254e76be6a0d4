import ConvCore
import ConvNet
import Foundation
import ImageCodecs
import PictureSets
import TestSupport
import Testing

@Suite("Pictures in arrays")
struct ArrayFileTests {
  private let folder: TemporaryFolder
  private var options = PictureSetOptions()

  init() throws {
    folder = try TemporaryFolder()
    options.threads = 2
  }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: folder.url.appendingPathComponent(name))
  }

  private func set(_ path: String = "") throws -> PictureSet {
    try PictureSet(path: folder.path(path), options: options)
  }

  /// Samples that differ from picture to picture.
  private func samples(_ count: Int, _ size: Int) -> [UInt8] {
    (0..<count * size).map { UInt8(($0 * 7 + $0 / size * 31) % 256) }
  }

  private func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private func writeIDX(
    _ prefix: String, _ sides: [Int], _ bytes: [UInt8], labels: [UInt8]
  ) throws {
    let head = ([2051] + sides).flatMap(number)
    try write("\(prefix)-images-idx3-ubyte", head + bytes)
    try write("\(prefix)-labels-idx1-ubyte", [2049, labels.count].flatMap(number) + labels)
  }

  @Test("IDX files of any size and number of classes are read back to the sample")
  func idx() throws {
    let (train, test) = (samples(5, 12), samples(2, 12))
    try writeIDX("train", [5, 3, 4], train, labels: [2, 40, 2, 7, 40])
    try writeIDX("t10k", [2, 3, 4], test.reversed(), labels: [7, 2])
    let set = try set()
    #expect(set.classNames == ["2", "7", "40"] && set.count == 7)
    #expect(set.shape == TensorShape(channels: 1, height: 3, width: 4))
    #expect(set.items.map(\.label) == [0, 2, 0, 1, 2, 1, 0])
    #expect(set.items.map(\.side) == [.train, .train, .train, .train, .train, .test, .test])
    let all = train + test.reversed()
    for index in 0..<7 {
      #expect(
        set.image(index).samples.map { UInt8($0) } == Array(all[index * 12..<index * 12 + 12]))
    }
  }

  @Test("EMNIST is turned by its name, others by request, and letters count from 1")
  func emnist() throws {
    let bytes = samples(4, 6)
    try writeIDX("emnist-letters-train", [4, 2, 3], bytes, labels: [1, 26, 2, 1])
    let set = try set()
    #expect(set.classNames == ["A", "B", "Z"])
    #expect(set.shape == TensorShape(channels: 1, height: 3, width: 2))
    let turned = (0..<3).flatMap { y in (0..<2).map { x in bytes[6 + x * 3 + y] } }
    #expect(set.image(1).samples.map { UInt8($0) } == turned)
    try writeIDX("other-train", [4, 2, 3], bytes, labels: [1, 26, 2, 1])
    #expect(throws: PictureSetError.self) { try self.set() }
    var options = options
    options.isTransposed = true
    let other = try PictureSet(
      path: folder.path("other-train-images-idx3-ubyte"), options: options)
    #expect(other.image(1) == set.image(1) && other.classNames == ["1", "2", "26"])
  }

  @Test("damaged IDX files are named", arguments: [0, 1, 2, 3])
  func damagedIDX(kind: Int) throws {
    let bytes = samples(3, 4)
    try writeIDX("train", [3, 2, 2], bytes, labels: [0, 1, 0])
    switch kind {
    case 0: try writeIDX("train", [3, 2, 2], Array(bytes.dropLast()), labels: [0, 1, 0])
    case 1: try writeIDX("train", [3, 2, 2], bytes + [0], labels: [0, 1, 0])
    case 2: try writeIDX("train", [3, 2, 2], bytes, labels: [0, 1])
    default: try write("train-images-idx3-ubyte", [1, 2, 3])
    }
    do {
      _ = try set()
      Issue.record("read")
    } catch let error as PictureSetError {
      #expect(error.code == .damaged && error.description.contains("train-"), "\(error)")
    }
  }

  @Test("CIFAR-10's binary files are read back to the sample, with their names and parts")
  func cifar() throws {
    let size = 3 * 32 * 32
    let pictures = samples(3, size)
    func record(_ index: Int, _ label: UInt8) -> [UInt8] {
      [label] + pictures[index * size..<(index + 1) * size]
    }
    try write("data_batch_1.bin", record(0, 1) + record(1, 0))
    try write("test_batch.bin", record(2, 1))
    try write("batches.meta.txt", Array("airplane\nautomobile\n\n".utf8))
    let set = try set()
    #expect(set.classNames == ["airplane", "automobile"])
    #expect(set.items.map(\.label) == [1, 0, 1])
    #expect(set.items.map(\.side) == [.train, .train, .test])
    for index in 0..<3 {
      let image = set.image(index)
      for (pixel, color) in [(0, 0), (33, 1), (1023, 2)] {
        let sample = pictures[index * size + color * 1024 + pixel]
        #expect(image.samples[pixel * 3 + color] == Float(sample))
      }
    }
    try write("data_batch_2.bin", [1, 2, 3])
    #expect(throws: PictureSetError.self) { try self.set() }
  }

  @Test(
    "pairs of .npy files in each layout give the same pictures",
    arguments: [[6, 4, 5], [6, 4, 5, 3], [6, 3, 4, 5]])
  func npy(shape: [Int]) throws {
    let isPlanar = shape.count == 4 && shape[1] == 3
    let channels = shape.count == 3 ? 1 : 3
    let values = samples(6, 20 * channels).map(Double.init)
    let layout = NPYFile.Layout(type: "|u1")
    try write("images.npy", NPYFile(shape: shape, values: values).bytes(layout))
    try write(
      "labels.npy", NPYFile(shape: [6], values: [3, 3, 9, 9, 3, 9]).bytes(.init(type: "<i8")))
    let set = try set()
    #expect(set.shape == TensorShape(channels: channels, height: 4, width: 5))
    #expect(set.classNames == ["3", "9"] && set.divisor == 255)
    for index in 0..<6 {
      for pixel in 0..<20 {
        for channel in 0..<channels {
          let place = isPlanar ? channel * 20 + pixel : pixel * channels + channel
          let value = Float(values[index * 20 * channels + place])
          #expect(set.image(index).samples[pixel * channels + channel] == value)
        }
      }
    }
  }

  @Test("floats of 0…1 are black to white; other numbers are taken as they are, with a note")
  func floats() throws {
    let labels = NPYFile(shape: [4], values: [0, 1, 0, 1])
    let unit = (0..<16).map { Double($0) / 16 }
    try write("x_train.npy", NPYFile(shape: [4, 2, 2], values: unit).bytes(.init(type: "<f4")))
    try write("y_train.npy", labels.bytes(.init(type: "|u1")))
    let set = try set()
    #expect(set.divisor == 255 && set.notes.isEmpty)
    #expect(set.image(1).samples == unit[4..<8].map { Float($0) * 255 })
    let signed = unit.map { $0 * 6 - 3 }
    try write("x_train.npy", NPYFile(shape: [4, 2, 2], values: signed).bytes(.init(type: "<f8")))
    let other = try self.set()
    #expect(other.divisor == 1 && other.notes.contains { $0.contains("taken as they are") })
    var tensor = Tensor(other.shape)
    var generator = SplitMix64(seed: 1)
    PictureImages(other, [1]).load(0, into: &tensor, lane: 0, using: &generator)
    #expect(tensor.image(0) == signed[4..<8].map { Float($0) })
  }
}
