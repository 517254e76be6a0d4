import ConvCore

extension DigitSet {
  /// Creates a set of drawn digits, with equal numbers of each digit, in random order.
  ///
  /// The same seed gives the same bytes on every machine. See ``SyntheticDigits``.
  ///
  /// - Parameters:
  ///   - count: The number of images.
  ///   - seed: The seed of the random numbers.
  /// - Returns: `count` images of 28×28 pixels with their labels.
  /// - Precondition: `count` is not negative.
  public static func synthetic(count: Int, seed: UInt64) -> DigitSet {
    var generator = SplitMix64(seed: seed)
    var labels = (0..<count).map { UInt8($0 % 10) }
    for i in labels.indices.dropFirst() {
      labels.swapAt(i, generator.index(below: i + 1))
    }
    var images: [UInt8] = []
    images.reserveCapacity(count * MassCentering.side * MassCentering.side)
    for label in labels {
      images += SyntheticDigits.image(of: Int(label), using: &generator)
    }
    return DigitSet(
      height: MassCentering.side, width: MassCentering.side, images: images, labels: labels)
  }
}
