import ConvCore
import ImageCodecs
import RowLoops

/// How a signed response becomes pixels.
///
/// NaN becomes the lowest pixel value, an infinity the lowest or the highest, whichever lies on its
/// side once the view is taken: |−∞| is the highest. Ranges are those of the finite responses.
public enum ResponseView: String, Hashable, Sendable, CaseIterable {
  /// `clip` when the kernels sum to more than 0, `abs` otherwise.
  case auto
  /// Negative values become black.
  case clip
  /// The magnitude.
  case abs
  /// Zero is mid-gray: mid + response / 2.
  case signed
  /// The smallest value black, the largest white.
  case stretch
  /// Blue below zero, white at it, red above; of equal reach on both sides.
  case diverging

  /// Whether the range of the whole response has to be known first.
  var needsRange: Bool { self == .stretch || self == .diverging }

  /// The layout of the file for a response of this one.
  func layout(for response: PixelLayout, output: SampleType) -> PixelLayout {
    guard output != .float32 else { return response }
    var layout = response
    if self == .diverging { layout.shape.channels += 2 }
    return layout
  }
}
