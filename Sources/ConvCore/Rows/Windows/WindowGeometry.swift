/// The geometry of a sliding window, which convolution, medians and bilateral filters share.
///
/// Window cells are in correlation order: cell 0 reads the topmost row.
struct WindowGeometry: Hashable, Sendable {
  var window: Size2D
  /// The cell, in correlation order, that lies on the output pixel.
  var anchor: Kernel.Anchor
  var stride: Stride2D = .one
  var dilation = 1
  var outputSize: OutputSize = .same

  /// Number of rows and columns from the first to the last cell.
  var extent: Size2D {
    Size2D(height: (window.height - 1) * dilation + 1, width: (window.width - 1) * dilation + 1)
  }

  /// Number of rows above and columns left of the first output pixel that its window reads.
  var leadingPadding: Size2D {
    outputSize == .valid
      ? Size2D(0) : Size2D(height: anchor.y * dilation, width: anchor.x * dilation)
  }

  func outputSize(for input: Size2D) throws(ShapeError) -> Size2D {
    guard outputSize == .valid else {
      return Size2D(
        height: (input.height + stride.y - 1) / stride.y,
        width: (input.width + stride.x - 1) / stride.x)
    }
    guard input.height >= extent.height && input.width >= extent.width else {
      throw ShapeError("a \(extent) window does not fit into \(input) pixels with border valid")
    }
    return Size2D(
      height: (input.height - extent.height) / stride.y + 1,
      width: (input.width - extent.width) / stride.x + 1)
  }

  /// Returns the input rows of some output rows, including positions outside the image.
  func virtualRows(for rows: Range<Int>) -> Range<Int> {
    guard !rows.isEmpty else { return 0..<0 }
    let first = rows.lowerBound * stride.y - leadingPadding.height
    let last = (rows.upperBound - 1) * stride.y - leadingPadding.height + extent.height
    return first..<last
  }

  /// Returns the input rows of some output rows, mapped into the image by the border.
  func inputRows(for rows: Range<Int>, of input: ImageShape, border: Border) -> Range<Int> {
    let virtual = virtualRows(for: rows)
    guard !virtual.isEmpty else { return 0..<0 }
    if virtual.lowerBound >= 0 && virtual.upperBound <= input.height { return virtual }
    let mapped = virtual.compactMap { border.index(of: $0, count: input.height) }
    guard let first = mapped.min(), let last = mapped.max() else { return 0..<0 }
    return first..<last + 1
  }

  /// Returns the layout of a padded row for an input of this width.
  func paddedRow(
    for input: ImageShape, outputWidth: Int, border: Border, splitsChannels: Bool
  ) -> PaddedRow {
    PaddedRow(
      width: input.width, channels: input.channels, leftPad: leadingPadding.width,
      pixels: (outputWidth - 1) * stride.x + extent.width, stride: stride.x,
      splitsChannels: splitsChannels, border: border)
  }
}
