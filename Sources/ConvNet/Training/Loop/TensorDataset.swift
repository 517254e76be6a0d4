public import ConvCore

/// Labelled images in memory.
public struct TensorDataset: LabelledImages {
  /// The shape of one image.
  public let shape: TensorShape
  private let values: ArraySlice<Float>
  private let labels: ArraySlice<Int>

  /// Takes images and labels.
  ///
  /// - Parameters:
  ///   - images: N×C×H×W values, as the network reads them: no divisor is applied.
  ///   - shape: The shape of one image.
  ///   - labels: The class of each image, from 0.
  /// - Precondition: There are as many images as labels.
  public init(images: [Float], shape: TensorShape, labels: [Int]) {
    precondition(
      images.count == labels.count * shape.count,
      "\(images.count) values for \(labels.count) images of \(shape)")
    self.init(shape: shape, values: images[...], labels: labels[...])
  }

  /// Takes images and labels.
  ///
  /// - Parameters:
  ///   - images: N×C×H×W values, as the network reads them: no divisor is applied.
  ///   - shape: N, C, H and W.
  ///   - labels: The class of each image, from 0.
  /// - Precondition: The shape has four sides, and there are as many labels as images.
  public init(images: [Float], shape: [Int], labels: [Int]) {
    precondition(
      shape.count == 4 && shape[0] == labels.count, "\(labels.count) labels for \(shape)")
    self.init(
      images: images,
      shape: TensorShape(channels: shape[1], height: shape[2], width: shape[3]), labels: labels)
  }

  private init(shape: TensorShape, values: ArraySlice<Float>, labels: ArraySlice<Int>) {
    self.shape = shape
    self.values = values
    self.labels = labels
  }

  /// The number of images.
  public var count: Int { labels.count }

  /// Returns the class of an image.
  public func label(_ index: Int) -> Int { labels[labels.startIndex + index] }

  /// Writes the values of an image into a lane of a tensor, as they are.
  public func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    let first = values.startIndex + index * shape.count
    tensor.setImage(lane, values[first..<first + shape.count])
  }

  /// The first images, a share of all from 0 to 1, rounded down.
  public func prefix(_ share: Double) -> TensorDataset { part(0..<split(share)) }

  /// The last images, a share of all from 0 to 1: those that `prefix(1 - share)` leaves.
  public func suffix(_ share: Double) -> TensorDataset { part(split(1 - share)..<count) }

  private func split(_ share: Double) -> Int {
    precondition((0...1).contains(share), "a share of \(share)")
    // Shares such as 0.9 and 1 − 0.1 differ by rounding alone.
    return Int((Double(count) * share + 1e-9).rounded(.down))
  }

  private func part(_ range: Range<Int>) -> TensorDataset {
    let (first, length) = (values.startIndex, shape.count)
    return TensorDataset(
      shape: shape,
      values: values[first + range.lowerBound * length..<first + range.upperBound * length],
      labels: labels[labels.startIndex + range.lowerBound..<labels.startIndex + range.upperBound])
  }
}
