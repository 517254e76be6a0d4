/// Labeled images of digits: one size, 8-bit gray, bright strokes on black.
public struct DigitSet: Hashable, Sendable {
  /// The number of rows of an image.
  public let height: Int
  /// The number of columns of an image.
  public let width: Int
  /// The samples of all images; count × height × width values 0…255.
  public var images: [UInt8]
  /// The digits 0…9, one for each image.
  public var labels: [UInt8]

  /// The number of images.
  public var count: Int { labels.count }

  /// Creates a set from samples and labels.
  ///
  /// - Precondition: There are height × width samples for each label.
  public init(height: Int, width: Int, images: [UInt8], labels: [UInt8]) {
    precondition(images.count == labels.count * height * width)
    self.height = height
    self.width = width
    self.images = images
    self.labels = labels
  }

  /// Returns the height × width samples of one image.
  public func image(_ index: Int) -> ArraySlice<UInt8> {
    images[index * height * width..<(index + 1) * height * width]
  }

  /// The set of the images in a range of indices.
  public subscript(range: Range<Int>) -> DigitSet {
    let size = height * width
    return DigitSet(
      height: height, width: width,
      images: Array(images[range.lowerBound * size..<range.upperBound * size]),
      labels: Array(labels[range]))
  }
}
