public import ConvCore
public import ConvNet

/// Digits as a trainer reads them: scaled, in the lanes of a tensor, changed a little each
/// time if wanted.
public struct DigitImages: LabelledImages {
  private let set: DigitSet
  private let range: Range<Int>
  private let augmentation: Augmentation?
  private let divisor: Float

  /// Serves some of a set's images.
  ///
  /// - Parameters:
  ///   - set: The images and labels.
  ///   - range: Which of them; all without it.
  ///   - augmentation: How each is changed.
  ///   - divisor: What samples are divided by.
  public init(
    _ set: DigitSet, range: Range<Int>? = nil, augmentation: Augmentation? = nil,
    divisor: Float = 255
  ) {
    self.set = set
    self.range = range ?? 0..<set.count
    self.augmentation = augmentation
    self.divisor = divisor
  }

  /// Number of images.
  public var count: Int { range.count }

  /// The digit of an image.
  public func label(_ index: Int) -> Int { Int(set.labels[range.lowerBound + index]) }

  /// Writes an image into a lane.
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
