import ConvCore
import ImageCodecs
import RowLoops

/// A mapping from signed responses to pixels.
///
/// NaN becomes the lowest pixel value. An infinity becomes the lowest or the highest pixel value,
/// depending on its sign after the view is applied: |−∞| becomes the highest. Ranges are those of
/// the finite responses.
public enum ResponseView: String, Hashable, Sendable, CaseIterable {
  /// `clip` when the kernels sum to more than 0, `abs` otherwise; `stretch` for a network layer.
  case auto
  /// Negative values become black.
  case clip
  /// The magnitude of the response.
  case abs
  /// Mid-gray + response / 2, so that zero is mid-gray.
  case signed
  /// The smallest value is black, the largest white.
  case stretch
  /// Blue below zero, white at zero, red above; the scale is equal on both sides.
  case diverging
  /// The smallest value is dark purple, the largest yellow; equal differences look equal.
  case viridis

  /// One line of help.
  public var summary: String {
    switch self {
    case .auto: "clip when the kernel sums to more than 0, abs otherwise"
    case .clip: "negative values are black"
    case .abs: "the magnitude"
    case .signed: "zero is mid-gray: mid + response / 2"
    case .stretch: "from the smallest value, black, to the largest, white"
    case .diverging: "blue, white at zero, red; of the luminance"
    case .viridis: "from the smallest value, dark purple, to the largest, yellow; of the luminance"
    }
  }

  /// The scale of the view, for the bar of colors beside pictures.
  package struct Scale: Hashable, Sendable {
    /// Whether both signs have colors, with zero in the middle.
    package let isSymmetric: Bool
    /// Whether each picture has a scale of its own, from its values.
    package let isRelative: Bool
    /// The scale in words; empty where the bar says all.
    package let note: String
  }

  /// The scale of the view.
  package var scale: Scale {
    switch self {
    case .auto, .clip: Scale(isSymmetric: false, isRelative: false, note: "")
    case .abs: Scale(isSymmetric: false, isRelative: false, note: "magnitudes")
    case .signed: Scale(isSymmetric: true, isRelative: false, note: "zero is mid-gray")
    case .stretch, .viridis:
      Scale(isSymmetric: false, isRelative: true, note: "each map on its own scale")
    case .diverging:
      Scale(
        isSymmetric: true, isRelative: true, note: "each map on its own scale, zero is white")
    }
  }

  /// Whether the range of the whole response must be known first.
  var needsRange: Bool { self == .stretch || colorMap != nil }

  /// The map from one channel to colors; `nil` for views in gray.
  package var colorMap: ColorMap? {
    switch self {
    case .diverging: .diverging
    case .viridis: .viridis
    case .auto, .clip, .abs, .signed, .stretch: nil
    }
  }

  /// The layout of the file for a response with the given layout.
  func layout(for response: PixelLayout, output: SampleType) -> PixelLayout {
    guard output != .float32 else { return response }
    var layout = response
    if colorMap != nil { layout.shape.channels += 2 }
    return layout
  }
}
