public import ConvCore

/// How the linear filters of a command are applied.
public struct FilterOptions: Hashable, Sendable {
  /// How positions outside the image are read.
  public var border: Border = .replicate
  /// Whether the output shrinks to where the window fits.
  public var outputSize: OutputSize = .same
  /// Whether kernels are flipped.
  public var orientation: Convolution.Orientation = .convolution
  /// Input pixels from one output pixel to the next.
  public var stride: Stride2D = .one
  /// Pixels from one kernel cell to the next.
  public var dilation = 1
  /// The kernel cell on the output pixel; the middle without it.
  public var anchor: Kernel.Anchor?
  /// Whether kernels are divided by their sum.
  public var normalizes = false
  /// How the sums are formed.
  public var method: Convolution.Method = .automatic

  /// The defaults: true convolution, `replicate`, one output for each input pixel.
  public init() {}
}
