public import ConvCore

/// A kernel that was fitted to two images.
public struct KernelFit: Sendable {
  /// The kernel, in convolution orientation.
  public let kernel: Kernel
  /// The root of the mean squared error, in levels.
  public let residual: Double
  /// The share of the outputs' variance that the kernel explains, at most 1.
  public let explained: Double
  /// The standard error of each cell, in the order of the kernel's cells.
  ///
  /// It is the error that the residual lets expect, and infinite for all cells when the images do not
  /// determine the kernel.
  public let standardErrors: [Double]
  /// Number of directions in the space of kernels that the images determine.
  public let rank: Int
  /// The loss before the first step and after each; empty for least squares.
  public let losses: [Double]

  /// Whether every cell is determined.
  public var isDetermined: Bool { rank == kernel.coefficients.count }
}
