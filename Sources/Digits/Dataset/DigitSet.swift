/// Labelled images of digits, all of one size, 8-bit gray with bright strokes on black.
public struct DigitSet: Hashable, Sendable {
  /// Rows of one image.
  public let height: Int
  /// Columns of one image.
  public let width: Int
  /// count × height × width samples.
  public var images: [UInt8]
  /// One digit 0…9 for each image.
  public var labels: [UInt8]

  /// Number of images.
  public var count: Int { labels.count }

  /// Creates a set.
  ///
  /// - Precondition: There are height × width samples for each label.
  public init(height: Int, width: Int, images: [UInt8], labels: [UInt8]) {
    precondition(images.count == labels.count * height * width)
    self.height = height
    self.width = width
    self.images = images
    self.labels = labels
  }

  /// The samples of one image.
  public func image(_ index: Int) -> ArraySlice<UInt8> {
    images[index * height * width..<(index + 1) * height * width]
  }

  /// Some of the images, in order.
  public subscript(range: Range<Int>) -> DigitSet {
    let size = height * width
    return DigitSet(
      height: height, width: width,
      images: Array(images[range.lowerBound * size..<range.upperBound * size]),
      labels: Array(labels[range]))
  }
}
