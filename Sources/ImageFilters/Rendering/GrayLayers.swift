public import ConvCore

/// The gray levels of a picture, and the opacity of each pixel.
public struct GrayLayers: Hashable, Sendable {
  /// Gray levels 0…255, including those of transparent pixels.
  public let gray: Image
  /// Alpha in 0…255; `nil` for a picture without alpha.
  public let coverage: Image?

  /// Composes the picture over a background of one gray level, 0…255.
  public func over(_ level: Float) -> Image {
    guard let coverage else { return gray }
    var result = gray
    for i in result.samples.indices {
      let share = coverage.samples[i] / 255
      result.samples[i] = result.samples[i] * share + level * (1 - share)
    }
    return result
  }

  /// Whether the alpha of some pixel differs from that of the first by more than 25 of 255.
  public var isCoverageUneven: Bool {
    guard let samples = coverage?.samples, let first = samples.first else { return false }
    return samples.contains { abs($0 - first) > 25 }
  }
}
