extension Image {
  /// Computes the true convolution of each channel with a kernel.
  ///
  ///     y[m, n, c] = Σ_{i, j} h[i, j] · x[m − (i − a), n − (j − b), c]
  ///
  /// Shape: H×W×C in and out; a kernel that spans the depth gives H×W×1. Values: linear, unclamped.
  /// The image may be smaller than the kernel. Differs from OpenCV's `filter2D` and from network
  /// layers, which correlate.
  ///
  /// - Parameters:
  ///   - kernel: The kernel, in convolution orientation.
  ///   - border: The rule for positions outside the image.
  ///   - threads: Number of threads; the result does not depend on it.
  /// - Returns: The responses: the size of the image, with its channels, or with one for a kernel
  ///   that spans the depth.
  /// - Throws: ``ShapeError`` if the kernel's depth is neither 1 nor the depth of the image.
  /// - Complexity: O(H·W·C·kH·kW), O(H·W·C·(kH + kW)) for a kernel of rank 1.
  public func convolved(
    with kernel: Kernel, border: Border = .replicate, threads: Int = 1
  ) throws(ShapeError) -> Image {
    try Convolution([kernel], border: border)(self, threads: threads)
  }

  /// Returns the cross-correlation of each channel with a kernel, which is not flipped.
  ///
  ///     y[m, n, c] = Σ_{i, j} h[i, j] · x[m + (i − a), n + (j − b), c]
  ///
  /// All other properties are those of ``convolved(with:border:threads:)``.
  ///
  /// - Throws: ``ShapeError`` if the kernel's depth is neither 1 nor the depth of the image.
  public func correlated(
    with kernel: Kernel, border: Border = .replicate, threads: Int = 1
  ) throws(ShapeError) -> Image {
    try Convolution([kernel], orientation: .correlation, border: border)(self, threads: threads)
  }

  /// Computes the maximum of each window, for each channel.
  ///
  /// - Parameters:
  ///   - size: The window.
  ///   - stride: The default is the size of the window, so that windows do not overlap.
  /// - Returns: An image with one pixel for each window, and as many channels as this one.
  /// - Throws: ``ShapeError`` if the image is smaller than one window.
  public func maxPooled(size: Size2D, stride: Stride2D? = nil) throws(ShapeError) -> Image {
    try Pooling(.maximum, size: size, stride: stride)(self)
  }

  /// Computes the mean of each window, for each channel.
  ///
  /// - Parameters:
  ///   - size: The window.
  ///   - stride: The default is the size of the window, so that windows do not overlap.
  /// - Returns: An image with one pixel for each window, and as many channels as this one.
  /// - Throws: ``ShapeError`` if the image is smaller than one window.
  public func averagePooled(size: Size2D, stride: Stride2D? = nil) throws(ShapeError) -> Image {
    try Pooling(.average, size: size, stride: stride)(self)
  }
}
