public import ConvCore
import Foundation
import ImageCodecs

extension DigitSet {
  /// The two parts of MNIST.
  public enum Split: String, Hashable, Sendable, CaseIterable {
    /// 60,000 images for training.
    case train
    /// 10,000 images of other writers, for the test.
    case test

    /// The beginning of the names of the files.
    var prefix: String { self == .train ? "train" : "t10k" }
  }

  /// Reads a split from its two IDX files.
  ///
  /// The names are the published ones, `train-images-idx3-ubyte` and so on, or with a dot as in
  /// `train-images.idx3-ubyte`, or in capitals. Each file may lie in a folder of its own name,
  /// plain or compressed by gzip.
  ///
  /// - Parameters:
  ///   - folder: The folder of the files.
  ///   - split: The part of MNIST.
  ///   - size: The required height and width of the images.
  /// - Returns: All images of the split with their labels, in the order of the files.
  /// - Throws: ``DigitError`` when a file is missing or damaged, or the two files do not match.
  public static func load(
    folder: String, split: Split, size: Size2D = Size2D(28)
  ) throws(DigitError) -> DigitSet {
    let imagePath = try path(of: split, "images", "idx3", in: folder)
    let labelPath = try path(of: split, "labels", "idx1", in: folder)
    let labels = try IDXFile(path: labelPath, magic: IDXFile.labelMagic, dimensions: 1)
    let images = try IDXFile(path: imagePath, magic: IDXFile.imageMagic, dimensions: 3)
    let (imageName, labelName) = (fileName(imagePath), fileName(labelPath))
    let found = Size2D(height: images.dimensions[1], width: images.dimensions[2])
    guard found == size else {
      throw DigitError(.imageSize(found, needed: size), imageName)
    }
    let (imageCount, labelCount) = (images.dimensions[0], labels.dimensions[0])
    guard imageCount == labelCount else {
      throw DigitError(.labels(labelCount, images: imageCount, file: imageName), labelName)
    }
    guard imageCount > 0 else { throw DigitError(.noImages, imageName) }
    if let wrong = labels.bytes.firstIndex(where: { $0 > 9 }) {
      throw DigitError(.label(labels.bytes[wrong], index: wrong), labelName)
    }
    return DigitSet(
      height: size.height, width: size.width, images: images.bytes, labels: labels.bytes)
  }

  /// Returns whether a folder holds all four files; the contents are not checked.
  public static func isPresent(folder: String) -> Bool {
    Split.allCases.allSatisfy { split in
      IDXLocation(split, "images", "idx3").path(in: folder) != nil
        && IDXLocation(split, "labels", "idx1").path(in: folder) != nil
    }
  }

  /// Writes the set as the two plain IDX files of a split.
  ///
  /// Each file is complete or absent. The folder is created if necessary; existing files are
  /// replaced.
  ///
  /// - Throws: ``DigitError`` when the folder or a file cannot be written.
  public func write(folder: String, split: Split) throws(DigitError) {
    do throws(CodecError) { try Files.makeFolder(folder) } catch {
      throw DigitError(.output(error, isFolder: true), folder)
    }
    try Self.write(
      IDXFile.encoded(
        magic: IDXFile.imageMagic, dimensions: [count, height, width], bytes: images),
      to: "\(folder)/\(split.prefix)-images-idx3-ubyte")
    try Self.write(
      IDXFile.encoded(magic: IDXFile.labelMagic, dimensions: [count], bytes: labels),
      to: "\(folder)/\(split.prefix)-labels-idx1-ubyte")
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(DigitError) {
    do throws(CodecError) { try OutputFile.write(bytes, to: path) } catch {
      throw DigitError(.output(error, isFolder: false), path)
    }
  }

  private static func path(
    of split: Split, _ what: String, _ kind: String, in folder: String
  ) throws(DigitError) -> String {
    let location = IDXLocation(split, what, kind)
    guard let path = location.path(in: folder) else {
      throw DigitError(.lacks(location.name), folder)
    }
    return path
  }

  private static func fileName(_ path: String) -> String { FilePath.name(path) }
}
