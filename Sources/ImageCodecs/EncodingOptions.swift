import ConvCore

/// Options for writing image files.
public struct EncodingOptions: Hashable, Sendable {
  /// JPEG quality, 1…100.
  ///
  /// Below 90, color is stored at half resolution.
  public var jpegQuality: Int
  /// PNG compression level: 0 (stored), 1 (fast) … 9 (small), or `nil` for an automatic choice.
  ///
  /// The automatic choice tries levels and row filters on a sample of the rows.
  public var pngLevel: Int?

  /// Creates options; by default, JPEG quality 90 and an automatic PNG level.
  public init(jpegQuality: Int = 90, pngLevel: Int? = nil) {
    self.jpegQuality = jpegQuality
    self.pngLevel = pngLevel
  }
}
