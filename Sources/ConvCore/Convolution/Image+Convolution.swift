extension Image {
  /// The true convolution of each channel with a kernel.
  ///
  ///     y[m, n, c] = Σ_{i, j} h[i, j] · x[m − (i − a), n − (j − b), c]
  ///
  /// Shape: H×W×C in and out; a kernel that spans the depth gives H×W×1. Values: linear, unclamped.
  /// Images smaller than the kernel are allowed. Differs from OpenCV's `filter2D` and from
  /// network layers, which correlate.
  ///
  /// - Parameters:
  ///   - kernel: The kernel, in convolution orientation.
  ///   - border: How positions outside the image are read.
  /// - Throws: ``ShapeError`` when the kernel's depth is neither 1 nor that of the image.
  /// - Complexity: O(H·W·C·kH·kW), O(H·W·C·(kH + kW)) for a kernel of rank 1.
  public func convolved(
    with kernel: Kernel, border: Border = .replicate
  ) throws(ShapeError) -> Image {
    try Convolution([kernel], border: border, method: .automatic)(self)
  }

  /// The cross-correlation of each channel with a kernel, which is not flipped.
  ///
  ///     y[m, n, c] = Σ_{i, j} h[i, j] · x[m + (i − a), n + (j − b), c]
  ///
  /// Everything else is as in ``convolved(with:border:)``.
  ///
  /// - Throws: ``ShapeError`` when the kernel's depth is neither 1 nor that of the image.
  public func correlated(
    with kernel: Kernel, border: Border = .replicate
  ) throws(ShapeError) -> Image {
    try Convolution([kernel], orientation: .correlation, border: border, method: .automatic)(self)
  }

  /// The largest value of each window, for each channel.
  ///
  /// - Parameters:
  ///   - size: The window.
  ///   - stride: The size of the window without it, so that windows do not overlap.
  /// - Throws: ``ShapeError`` when not one window fits.
  public func maxPooled(size: Size2D, stride: Stride2D? = nil) throws(ShapeError) -> Image {
    try Pooling(.maximum, size: size, stride: stride)(self)
  }

  /// The mean of each window, for each channel.
  ///
  /// - Parameters:
  ///   - size: The window.
  ///   - stride: The size of the window without it, so that windows do not overlap.
  /// - Throws: ``ShapeError`` when not one window fits.
  public func averagePooled(size: Size2D, stride: Stride2D? = nil) throws(ShapeError) -> Image {
    try Pooling(.average, size: size, stride: stride)(self)
  }
}
