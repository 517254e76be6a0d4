import ConvCore

/// Limits on the size of an image, checked from the header before anything is allocated.
public struct ImageLimits: Hashable, Sendable {
  /// The largest number of pixels, height × width.
  public var pixels: Int
  /// The largest number of scans of a progressive JPEG.
  ///
  /// Each scan costs the time of a whole picture, however few bytes it has.
  public var scans: Int
  /// The most bytes that a reader may hold of a file whose size is known only at its end: a text.
  public var memory: Int

  /// Creates limits; by default, 2³⁰ pixels, 100 scans and 2 GiB.
  public init(pixels: Int = 1 << 30, scans: Int = 100, memory: Int = 2 << 30) {
    self.pixels = pixels
    self.scans = scans
    self.memory = memory
  }

  func check(height: Int, width: Int) throws(CodecError) {
    guard height > 0 && width > 0 else { throw CodecError(.damaged, "an image of no pixels") }
    let (count, overflow) = height.multipliedReportingOverflow(by: width)
    guard !overflow && count <= pixels else {
      throw CodecError.overLimit(
        .pixels,
        "\(height)×\(width) is \(overflow ? "more than 2⁶³" : "\(count)") pixels, the limit is "
          + "\(pixels)")
    }
  }
}
