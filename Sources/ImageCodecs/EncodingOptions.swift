import ConvCore

/// How files are written.
public struct EncodingOptions: Hashable, Sendable {
  /// JPEG quality, 1…100.
  ///
  /// Below 90 colour is stored at half resolution.
  public var jpegQuality: Int
  /// 0 (stored), 1 (fast) … 9 (small), or `nil` to choose level and row filter by trying them on some
  /// rows.
  public var pngLevel: Int?

  /// Creates options.
  public init(jpegQuality: Int = 90, pngLevel: Int? = nil) {
    self.jpegQuality = jpegQuality
    self.pngLevel = pngLevel
  }
}
