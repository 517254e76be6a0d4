public import ConvCore

/// A picture as gray levels, and how much of each pixel is there.
public struct GrayLayers: Hashable, Sendable {
  /// Gray levels 0…255, of transparent pixels too.
  public let gray: Image
  /// Alpha as 0…255; `nil` for a picture without.
  public let coverage: Image?

  /// The picture over a background of one gray level, 0…255.
  public func over(_ level: Float) -> Image {
    guard let coverage else { return gray }
    var result = gray
    for i in result.samples.indices {
      let share = coverage.samples[i] / 255
      result.samples[i] = result.samples[i] * share + level * (1 - share)
    }
    return result
  }

  /// Whether some pixels are more transparent than others.
  public var isCoverageUneven: Bool {
    guard let samples = coverage?.samples, let first = samples.first else { return false }
    return samples.contains { abs($0 - first) > 25 }
  }
}
