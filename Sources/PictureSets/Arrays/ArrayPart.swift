internal import ConvCore
internal import ImageCodecs

/// Pictures of one size that lie end to end in a file.
struct ArrayPart: Sendable {
  /// The order of the samples of a picture.
  enum Order: Sendable {
    /// H×W×C.
    case interleaved
    /// C×H×W.
    case planar
    /// W×H, columns first, as EMNIST has it.
    case transposed
  }

  /// Where the samples come from.
  enum Samples: Sendable {
    /// Records of bytes: the offset of the first picture, and the distance between two.
    case bytes(RandomAccessBytes, first: Int, distance: Int)
    /// The elements of an array, multiplied by a factor, or as bytes where the factor is `nil`.
    case array(NPYSlices, factor: Float?)
  }

  let samples: Samples
  let order: Order
  /// The size and the number of colors of a picture.
  let shape: ImageShape
  /// The name of the file, for messages.
  let name: String
  let count: Int
  /// The label of each picture as the file has it.
  let labels: [Int]
  let side: PictureSide?

  /// Reads a picture: H×W×C samples.
  func read(_ index: Int) throws(CodecError) -> (values: RawSamples, content: ContentHash) {
    let size = shape.count
    switch samples {
    case .bytes(let file, let first, let distance):
      let start = first + index * distance
      let bytes = try file.bytes(start..<start + size)
      return (.bytes(interleaved(bytes)), ContentHash(bytes))
    case .array(let array, let factor):
      let range = index * size..<(index + 1) * size
      let content = ContentHash(try array.bytes(range))
      guard let factor else {
        let bytes = try array.isBytes ? array.bytes(range) : array.floats(range).map { UInt8($0) }
        return (.bytes(interleaved(bytes)), content)
      }
      let values = interleaved(try array.floats(range))
      return (.floats(values.map { $0 * factor }), content)
    }
  }

  /// The samples of a picture before it is scaled.
  enum RawSamples {
    case bytes([UInt8])
    case floats([Float])
  }

  private func interleaved<Sample>(_ samples: [Sample]) -> [Sample] {
    let (height, width, channels) = (shape.height, shape.width, shape.channels)
    switch order {
    case .interleaved: return samples
    case .planar:
      guard channels > 1 else { return samples }
      return (0..<height * width).flatMap { pixel in
        (0..<channels).map { samples[$0 * height * width + pixel] }
      }
    case .transposed:
      return (0..<height).flatMap { y in (0..<width).map { x in samples[x * height + y] } }
    }
  }
}
