import ConvCore

/// How large an image may be; checked from its header, before anything is allocated.
public struct ImageLimits: Hashable, Sendable {
  /// Height × width.
  public var pixels: Int
  /// Scans of a progressive JPEG: each costs the time of a whole picture, however few bytes it has.
  public var scans: Int

  /// Creates limits.
  public init(pixels: Int = 1 << 30, scans: Int = 100) {
    self.pixels = pixels
    self.scans = scans
  }

  func check(height: Int, width: Int) throws(CodecError) {
    guard height > 0 && width > 0 else { throw CodecError(.damaged, "an image of no pixels") }
    let (count, overflow) = height.multipliedReportingOverflow(by: width)
    guard !overflow && count <= pixels else {
      throw CodecError(
        .overLimit,
        "\(width)×\(height) is \(overflow ? "more than 2⁶³" : "\(count)") pixels, "
          + "the limit is \(pixels): raise it with --max-pixels")
    }
  }
}
