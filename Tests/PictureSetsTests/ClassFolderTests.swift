import ConvCore
import ConvNet
import Foundation
import ImageCodecs
import PictureSets
import TestSupport
import Testing

@Suite("Pictures in class folders")
struct ClassFolderTests {
  private let folder: TemporaryFolder
  private var options = PictureSetOptions()

  init() throws {
    folder = try TemporaryFolder()
    options.threads = 2
  }

  private func write(_ name: String, _ image: Image) throws {
    let colors: [PNGBuilder.Color] = [.gray, .grayAlpha, .rgb, .rgba]
    let png = PNGBuilder(
      height: image.shape.height, width: image.shape.width, color: colors[image.shape.channels - 1],
      samples: image.samples.map { UInt16($0) })
    try write(name, png.data)
  }

  private func write(_ name: String, _ data: Data) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  private func dot(_ value: Float) -> Image {
    Image(shape: ImageShape(height: 1, width: 1, channels: 1), samples: [value])
  }

  private func set() throws -> PictureSet {
    try PictureSet(path: folder.url.path, options: options)
  }

  private func names(_ set: PictureSet, _ indices: [Int]) -> [String] {
    indices.map { set.name($0) }.sorted()
  }

  @Test("pictures are read back to the pixel, with the classes of their folders")
  func pixels() throws {
    try DrawnPictures.write(to: folder.url, perClass: 3, side: 8)
    let set = try set()
    #expect(set.classNames == DrawnPictures.classes && set.count == 24)
    #expect(set.shape == TensorShape(channels: 3, height: 8, width: 8))
    for index in 0..<set.count {
      let (label, number) = (index / 3, index % 3)
      #expect(set.items[index].label == label)
      #expect(set.name(index) == "\(DrawnPictures.classes[label])/\(number).png")
      let image = DrawnPictures.picture(label, side: 8, seed: 100_003 + UInt64(number))
      #expect(set.image(index) == image)
    }
  }

  @Test("hidden files and what lies beside the class folders is ignored, in one note")
  func ignored() throws {
    for (place, name) in [
      "a/1.png", "b/1.png", "b/sub/2.png", ".git/x.png", "a/.DS_Store", "b/Thumbs.db",
    ].enumerated() {
      try write(name, dot(Float(place)))
    }
    try write("README.txt", Data("hello".utf8))
    let set = try set()
    #expect(names(set, Array(0..<set.count)) == ["a/1.png", "b/1.png", "b/sub/2.png"])
    #expect(set.notes.count == 1 && set.notes[0].contains("files and folders"))
  }

  @Test("train/, val/ and test/ are the parts; a class that only the test has is refused")
  func parts() throws {
    for (place, name) in [
      "train/a/1.png", "train/a/2.png", "train/b/3.png", "test/a/4.png", "val/b/5.png",
    ].enumerated() {
      try write(name, dot(Float(place)))
    }
    let set = try set()
    let split = PictureSplit(
      set.items, classes: 2, validationShare: .share(0.5), testShare: .share(0.5))
    #expect(names(set, split.train) == ["train/a/1.png", "train/a/2.png", "train/b/3.png"])
    #expect(names(set, split.validation) == ["val/b/5.png"])
    #expect(names(set, split.test) == ["test/a/4.png"])
    try write("test/c/6.png", dot(9))
    #expect(throws: PictureSetError.self) { try self.set() }
  }

  @Test("a picture stays on its side when others come, go or are renamed, and copies stay together")
  func stableSplit() throws {
    for index in 0..<120 { try write("a/\(index).png", dot(Float(index))) }
    for index in 0..<120 { try write("b/\(index).png", dot(Float(255 - index))) }
    func sides() throws -> [ContentHash: Set<PictureSide>] {
      let set = try set()
      let split = PictureSplit(
        set.items, classes: 2, validationShare: .share(0.2), testShare: .share(0.2))
      #expect(split.train.count + split.validation.count + split.test.count == set.count)
      var sides: [ContentHash: Set<PictureSide>] = [:]
      for (side, indices) in [
        (PictureSide.train, split.train), (.validation, split.validation), (.test, split.test),
      ] {
        for index in indices { sides[set.items[index].content, default: []].insert(side) }
      }
      return sides
    }
    let before = try sides()
    #expect(Set(before.values.joined()) == Set(PictureSide.allCases))
    for index in 0..<60 {
      let url = folder.url.appendingPathComponent("a/\(index).png")
      let copy = folder.url.appendingPathComponent("a/copy of \(index).png")
      try FileManager.default.copyItem(at: url, to: copy)
      if index < 30 { try FileManager.default.removeItem(at: url) }
    }
    for index in 120..<135 { try write("a/new-\(index).png", dot(Float(index))) }
    let after = try sides()
    #expect(after.values.allSatisfy { $0.count == 1 })
    for (content, side) in before { #expect(after[content] == side) }
  }

  @Test("every picture that cannot be read is named, or counted with skipsBroken")
  func broken() throws {
    for name in ["a/1.png", "a/2.png", "b/1.png"] { try write(name, dot(7)) }
    try write("a/text.jpg", Data("not a picture".utf8))
    try write("b/empty.png", Data())
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("c"), withIntermediateDirectories: true)
    do {
      _ = try set()
      Issue.record("read")
    } catch let error as PictureSetError {
      #expect(error.code == .damaged && error.details.count == 3)
      for name in ["a/text.jpg", "b/empty.png", "c"] {
        #expect(error.details.contains { $0.hasPrefix("\(name): ") }, "\(error.details)")
      }
    }
    var options = options
    options.skipsBroken = true
    let kept = try PictureSet(path: folder.url.path, options: options)
    #expect(kept.count == 3 && kept.classNames == ["a", "b"])
    #expect(kept.notes.contains { $0.contains("2 of 5 pictures") && $0.contains("1 class") })
  }

  @Test("equal pictures in two parts and in two classes are reported")
  func doubles() throws {
    for name in ["train/a/1.png", "train/b/2.png", "test/a/1.png", "test/b/3.png"] {
      try write(name, dot(name.hasSuffix("1.png") ? 5 : Float(name.utf8.count)))
    }
    #expect(try set().notes.contains { $0.contains("two parts") && $0.contains("test/a/1.png") })
    try write("train/b/4.png", dot(5))
    #expect(try set().notes.contains { $0.contains("two classes") })
  }

  @Test("pictures of several sizes need a size, and one class is nothing to tell apart")
  func refusals() throws {
    try write("a/1.png", dot(1))
    #expect(throws: PictureSetError.self) { try self.set() }
    try write("b/1.png", DrawnPictures.picture(0, side: 5, seed: 1))
    do {
      _ = try set()
      Issue.record("read")
    } catch let error as PictureSetError {
      #expect(error.code == .usage && error.description.contains("1×1"))
    }
    var options = options
    options.size = Size2D(height: 3, width: 2)
    let sized = try PictureSet(path: folder.url.path, options: options)
    #expect(sized.shape == TensorShape(channels: 3, height: 3, width: 2))
  }

  @Test("what does not fit the memory is read anew, with the same values, and noticed when changed")
  func streaming() throws {
    try DrawnPictures.write(to: folder.url, perClass: 2, side: 8)
    let held = try set()
    var options = options
    options.limits.memory = 2000
    let streamed = try PictureSet(path: folder.url.path, options: options)
    #expect(!held.isStreamed && streamed.isStreamed)
    for index in 0..<held.count { #expect(held.image(index) == streamed.image(index)) }
    #expect(streamed.streamingFailure == nil)
    try write("checks/0.png", dot(3))
    _ = streamed.image(2)
    #expect(streamed.streamingFailure?.contains("checks/0.png") == true)
  }
}
