public import ConvCore
public import ConvNet

/// The images of a digit set as a source for training: scaled, and augmented if wanted.
public struct DigitImages: LabelledImages {
  private let set: DigitSet
  private let range: Range<Int>
  private let augmentation: Augmentation?
  private let divisor: Float

  /// Creates a source from some of a set's images.
  ///
  /// - Parameters:
  ///   - set: The digits.
  ///   - range: The indices of the images; all images without a range.
  ///   - augmentation: The random changes of each image; none without an augmentation.
  ///   - divisor: The divisor of the samples.
  public init(
    _ set: DigitSet, range: Range<Int>? = nil, augmentation: Augmentation? = nil,
    divisor: Float = 255
  ) {
    self.set = set
    self.range = range ?? 0..<set.count
    self.augmentation = augmentation
    self.divisor = divisor
  }

  /// The number of images.
  public var count: Int { range.count }

  /// Returns the digit of an image.
  public func label(_ index: Int) -> Int { Int(set.labels[range.lowerBound + index]) }

  /// Writes an image into a lane of a tensor, augmented if the source has an augmentation.
  public func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    let image = set.image(range.lowerBound + index)
    if let augmentation {
      augmentation.augmented(
        image, height: set.height, width: set.width, into: &tensor.values, at: lane,
        step: Tensor.lanes, divisor: divisor, using: &generator)
    } else {
      tensor.setImage(lane, samples: image, divisor: divisor)
    }
  }
}
