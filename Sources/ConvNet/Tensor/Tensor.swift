/// The values of 16 images, `[channel][row][column][16 images]`.
///
/// Each SIMD lane holds one image, so that any number of channels, any kernel size and any pooling
/// is a loop over whole vectors. With fewer than 16 images some lanes are unused.
public struct Tensor: Hashable, Sendable {
  /// The number of images in a tensor.
  public static let lanes = 16

  /// The shape of one image.
  public let shape: TensorShape
  /// The values; channels × height × width × 16 floats.
  public var values: [Float]

  /// Creates a tensor of zeros.
  public init(_ shape: TensorShape) {
    self.shape = shape
    values = [Float](repeating: 0, count: shape.count * Tensor.lanes)
  }

  /// The value of one channel, row, column and image.
  public subscript(channel: Int, y: Int, x: Int, lane: Int) -> Float {
    get { values[((channel * shape.height + y) * shape.width + x) * Tensor.lanes + lane] }
    set {
      values[((channel * shape.height + y) * shape.width + x) * Tensor.lanes + lane] = newValue
    }
  }

  /// Returns all values of one image, C×H×W.
  public func image(_ lane: Int) -> [Float] {
    stride(from: lane, to: values.count, by: Tensor.lanes).map { values[$0] }
  }

  /// Sets all values of one image, C×H×W.
  public mutating func setImage(_ lane: Int, _ image: some Collection<Float>) {
    var place = lane
    for value in image {
      values[place] = value
      place += Tensor.lanes
    }
  }

  /// Sets all values of one image from samples, each divided by `divisor`.
  ///
  /// The method is not generic because it runs for every image of every epoch.
  ///
  /// - Precondition: The number of samples is the shape's count.
  public mutating func setImage(_ lane: Int, samples: ArraySlice<UInt8>, divisor: Float) {
    precondition(samples.count == shape.count, "\(samples.count) samples for \(shape)")
    var place = lane
    for index in samples.indices {
      values[place] = Float(samples[index]) / divisor
      place += Tensor.lanes
    }
  }

  /// Multiplies all values of one image.
  mutating func scale(_ lane: Int, by factor: Float) {
    for place in stride(from: lane, to: values.count, by: Tensor.lanes) { values[place] *= factor }
  }

  /// Sets every value to zero.
  mutating func clear() {
    for index in values.indices { values[index] = 0 }
  }
}
