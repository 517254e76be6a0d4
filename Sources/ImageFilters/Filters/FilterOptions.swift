public import ConvCore

/// The options for applying linear filters.
public struct FilterOptions: Hashable, Sendable {
  /// The treatment of positions outside the image.
  public var border: Border = .replicate
  /// Whether the output has the size of the input, or shrinks to positions where the window fits.
  public var outputSize: OutputSize = .same
  /// Whether kernels are flipped (convolution) or not (correlation).
  public var orientation: Convolution.Orientation = .convolution
  /// The distance between neighboring output pixels, in input pixels.
  public var stride: Stride2D = .one
  /// The distance between neighboring kernel cells, in pixels.
  public var dilation = 1
  /// The kernel cell on the output pixel; `nil` keeps the kernel's own anchor.
  public var anchor: Kernel.Anchor?
  /// Whether kernels are divided by their sum.
  public var normalizes = false
  /// The method of summation.
  public var method: Convolution.Method = .automatic

  /// Creates the defaults: true convolution, border `replicate`, one output per input pixel.
  public init() {}
}

extension FilterOptions {
  /// Creates a convolution of kernels with these options.
  func convolution(
    _ kernels: [Kernel], _ combination: Convolution.Combination, _ method: Convolution.Method
  ) -> Convolution {
    Convolution(
      kernels, combination: combination, orientation: orientation, border: border,
      outputSize: outputSize, stride: stride, dilation: dilation, method: method)
  }
}
