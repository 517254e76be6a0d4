import ConvCore

extension DigitSet {
  /// A set of drawn digits: as many of each, in random order.
  ///
  /// The same seed gives the same bytes on every machine. See ``SyntheticDigits``.
  ///
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
