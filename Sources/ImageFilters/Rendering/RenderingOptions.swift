public import ConvCore
public import ImageCodecs

/// The options for writing a filtered picture.
public struct RenderingOptions: Hashable, Sendable {
  /// The format of the output.
  public var format: ImageFormat = .png
  /// Whether color is reduced to luminance before filtering.
  public var gray = false
  /// Whether filters work in linear light.
  public var linear = false
  /// The mapping from signed responses to pixels.
  public var view: ResponseView = .auto
  /// The factor of responses.
  public var scale: Float = 1
  /// The value added to responses after scaling.
  public var bias: Float = 0
  /// Bits per output sample, 8 or 16; `nil` keeps those of the input.
  public var depth: Int?
  /// Whether a format that holds integers and floats gets the raw response of any input.
  public var writesFloats = false
  /// Whether all metadata are omitted.
  public var strips = false
  /// The color under transparent pixels; `nil` keeps alpha.
  ///
  /// JPEG cannot store alpha and uses white for `nil`.
  public var background: BackgroundColor?
  /// Texts for PNG files.
  public var texts: [Metadata.Text] = []
  /// Whether the statistics of ``FilterReport`` are collected: one more pass over every response.
  public var collectsStatistics = false

  /// Creates the defaults: a PNG of 8 or 16 bits, like the input.
  public init() {}

  /// Whether the output of a picture is the raw response in float32, not pixels.
  ///
  /// True for formats of floats only. Formats of integers and floats, such as TIFF, hold the
  /// response of floats, unless ``depth`` is given, and that of any input with ``writesFloats``.
  public func isRaw(for input: SampleType) -> Bool {
    guard format.traits.holdsFloats else { return false }
    return format.traits.isArray || writesFloats || (input == .float32 && depth == nil)
  }
}
