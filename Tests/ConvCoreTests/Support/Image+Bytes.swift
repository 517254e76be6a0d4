import ConvCore

extension Image {
  /// An image of seeded bytes.
  static func randomBytes(
    height: Int, width: Int, channels: Int, in range: ClosedRange<UInt8> = 0...255
  ) -> Image {
    var generator = SplitMix64(seed: UInt64(height * width))
    return Image(
      shape: ImageShape(height: height, width: width, channels: channels),
      samples: (0..<height * width * channels).map { _ in
        Float(UInt8.random(in: range, using: &generator))
      })
  }

  /// The samples of some rows, as a file of this type holds them.
  func rows(_ rows: Range<Int>, as type: SampleType = .uint8) -> SampleBuffer {
    let part = samples[rows.lowerBound * shape.rowLength..<rows.upperBound * shape.rowLength]
    return switch type {
    case .uint8: .uint8(part.map { UInt8($0) })
    case .uint16: .uint16(part.map { UInt16($0) })
    case .float32: .float32(Array(part))
    }
  }
}
