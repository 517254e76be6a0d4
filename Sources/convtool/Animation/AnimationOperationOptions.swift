import ArgumentParser
import ConvCore

/// The operations beside filters: pooling and transposed convolution.
struct AnimationOperationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A pooling instead of a filter: max, average, min, l2 or median, and the window (default: 2). \
      --stride is the size of the window unless given.
      """, valueName: "kind[,HxW]"))
  var pool: PoolingChoice?

  @Option(help: "With --pool: pixels on every side, at most half the window (default: valid).")
  var padding: Pooling.Padding?

  @Flag(help: "With --pool: keep a last window that is only partly filled.")
  var ceil = false

  @Flag(
    help: """
      The gradient of the convolution by its input, which enlarges by the stride: each input value \
      stamps the kernel into the output, as the convolution lays it (turned; with --correlate as \
      written, as frameworks do). Every stamp is whole, (H-1)*stride + kernel; --border zero cuts \
      the output to stride*H. A crop is taken for the whole input.
      """)
  var transposed = false

  func validate() throws {
    if pool == nil && (padding != nil || ceil) {
      throw ValidationError("--padding and --ceil go with --pool")
    }
    if pool != nil && transposed {
      throw ValidationError("--transposed takes a kernel, not a pooling")
    }
    if let pool, case .explicit(let pixels) = padding,
      pixels > min(pool.size.height, pool.size.width) / 2
    {
      throw ValidationError("--padding \(pixels) is more than half of the \(pool.size) window")
    }
  }

  /// Makes the pooling of `--pool`.
  ///
  /// - Parameter stride: The value of `--stride`; `nil` for the size of the window.
  /// - Returns: The pooling, and its name in derived file names; `nil` without `--pool`.
  func pooling(stride: Stride2D?) -> (pooling: Pooling, name: String)? {
    guard let pool else { return nil }
    let size = pool.size
    let pooling = Pooling(
      pool.kind.pooling, size: size, stride: stride ?? Stride2D(y: size.height, x: size.width),
      padding: padding ?? .valid, ceilMode: ceil)
    let window = size == Size2D(2) ? "" : "-\(size.defaultValueDescription)"
    return (pooling, "\(pool.kind.rawValue)pool\(window)")
  }
}
