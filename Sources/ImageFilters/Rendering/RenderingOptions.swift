public import ImageCodecs

/// How a filtered picture is written.
public struct RenderingOptions: Hashable, Sendable {
  /// The format of the output.
  public var format: ImageFormat = .png
  /// Whether colour is reduced to luminance first.
  public var gray = false
  /// Whether filters work in linear light.
  public var linear = false
  /// How a signed response becomes pixels.
  public var view: ResponseView = .auto
  /// Responses are multiplied by it.
  public var scale: Float = 1
  /// Responses are raised by it.
  public var bias: Float = 0
  /// Bits of an output sample, 8 or 16; those of the input without it.
  public var depth: Int?
  /// Whether everything but the pixels is left out.
  public var strips = false
  /// What transparent pictures are composed over; JPEG, which knows no transparency, takes white
  /// without it.
  public var background: BackgroundColor?
  /// Texts for PNG files.
  public var texts: [Metadata.Text] = []
  /// Whether ``FilterReport/range`` and ``FilterReport/clipped`` are collected: one more pass over
  /// every response.
  public var collectsStatistics = false

  /// The defaults: an 8- or 16-bit PNG like its input.
  public init() {}
}
