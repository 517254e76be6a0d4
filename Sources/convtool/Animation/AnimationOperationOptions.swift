import ArgumentParser
import ConvCore

/// The operations beside filters: pooling and transposed convolution.
struct AnimationOperationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A pooling instead of a filter: max, average, min, l2 or median, and the window (default: 2). \
      --stride is the size of the window unless given.
      """, valueName: "kind[,H[xW]]"))
  var pool: String?

  @Option(help: "With --pool: valid, same, or pixels on every side (at most half the window).")
  var padding: String?

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
    _ = try kind()
  }

  /// The kind and the window of `--pool`.
  private func kind() throws -> (kind: PoolCommand.Kind, size: Size2D)? {
    guard let pool else { return nil }
    let words = pool.split(separator: ",", maxSplits: 1).map {
      $0.split(separator: " ").joined()
    }
    guard let word = words.first, let kind = PoolCommand.Kind(rawValue: word) else {
      throw ValidationError("--pool takes max, average, min, l2 or median, not '\(pool)'")
    }
    let size = words.count > 1 ? words[1] : "2"
    return (kind, try ArgumentTypes.size(size, option: "--pool"))
  }

  /// The pooling of `--pool`; `nil` without it.
  ///
  /// - Parameter stride: The value of `--stride`; `nil` for the size of the window.
  func pooling(stride: Stride2D?) throws -> (pooling: Pooling, name: String)? {
    guard let (kind, size) = try kind() else { return nil }
    let explicit: Pooling.Padding
    switch padding ?? "valid" {
    case "valid": explicit = .valid
    case "same": explicit = .same
    case let text:
      guard let pixels = Int(text), pixels >= 0 else {
        throw Failure(.usage, "--padding takes valid, same or a number, not '\(text)'")
      }
      guard pixels <= min(size.height, size.width) / 2 else {
        throw Failure(.usage, "--padding \(pixels) is more than half of the \(size) window")
      }
      explicit = .explicit(pixels)
    }
    let pooling = Pooling(
      kind.pooling, size: size, stride: stride ?? Stride2D(y: size.height, x: size.width),
      padding: explicit, ceilMode: ceil)
    return (
      pooling, "\(kind.rawValue)pool\(size == Size2D(2) ? "" : "-\(ArgumentTypes.text(size))")"
    )
  }
}
