internal import ConvCore
internal import ConvNet

/// Converts between interleaved pixels, H×W×C, and planes, C×H×W.
enum PlaneOrder {
  /// The planes of interleaved samples.
  static func planes<Sample>(_ samples: [Sample], channels: Int) -> [Sample] {
    guard channels > 1 else { return samples }
    var result: [Sample] = []
    result.reserveCapacity(samples.count)
    for channel in 0..<channels {
      for index in stride(from: channel, to: samples.count, by: channels) {
        result.append(samples[index])
      }
    }
    return result
  }

  /// A picture of planes.
  static func interleaved(_ planes: [Float], _ shape: TensorShape) -> Image {
    let plane = shape.height * shape.width
    var samples: [Float] = []
    samples.reserveCapacity(planes.count)
    for pixel in 0..<plane {
      for channel in 0..<shape.channels { samples.append(planes[channel * plane + pixel]) }
    }
    return Image(
      shape: ImageShape(height: shape.height, width: shape.width, channels: shape.channels),
      samples: samples)
  }
}
