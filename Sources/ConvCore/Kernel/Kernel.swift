/// A small grid of coefficients with an anchor, written in convolution orientation.
///
/// Convolution flips the kernel, as in mathematics:
///
///     y[m, n] = Σ_{i, j} h[i, j] · x[m − (i − a), n − (j − b)]
///
/// with the anchor (a, b). The derivative to the right is therefore `[1 0 −1]`: its output is
/// positive on a ramp that rises to the right. Cross-correlation, which OpenCV's `filter2D` and all
/// network layers compute, does not flip: `y[m, n] = Σ h[i, j] · x[m + (i − a), n + (j − b)]`.
///
/// A kernel of ``depth`` 1 is applied to each channel on its own. A kernel with a larger depth
/// spans the channels of its input and gives a single map; channels are not flipped.
public struct Kernel: Hashable, Sendable {
  /// Height and width in cells.
  public let size: Size2D
  /// Number of channels that one cell spans.
  public let depth: Int
  /// The H×W×depth coefficients, row by row, channels innermost.
  public let coefficients: [Double]
  /// The cell of the kernel, as written, that lies on the output pixel.
  public var anchor: Anchor
  /// Properties of the coefficients, collected in one pass.
  let traits: KernelTraits
  /// Whether the kernel was created as the outer product of a column and a row.
  let isProduct: Bool

  /// A cell of a kernel, row first.
  public struct Anchor: Hashable, Sendable {
    /// The row, counted from the top.
    public var y: Int
    /// The column, counted from the left.
    public var x: Int

    /// Creates an anchor from a row and a column.
    public init(y: Int, x: Int) {
      self.y = y
      self.x = x
    }
  }

  /// Creates a kernel from its coefficients.
  ///
  /// - Parameters:
  ///   - size: Height and width.
  ///   - depth: Channels that the kernel spans; 1 for a kernel that works on each channel.
  ///   - coefficients: kH×kW×depth values, row by row.
  ///   - anchor: The default is the middle, ((h−1)/2, (w−1)/2) rounded down.
  /// - Precondition: All sides are at least 1, and their product is the number of coefficients.
  public init(size: Size2D, depth: Int = 1, coefficients: [Double], anchor: Anchor? = nil) {
    precondition(size.height > 0 && size.width > 0 && depth > 0, "a kernel of no cells: \(size)")
    precondition(
      size.height * size.width * depth == coefficients.count,
      "\(coefficients.count) coefficients for a \(size)×\(depth) kernel")
    self.size = size
    self.depth = depth
    self.coefficients = coefficients
    self.anchor = anchor ?? Anchor(y: (size.height - 1) / 2, x: (size.width - 1) / 2)
    traits = KernelTraits(coefficients)
    isProduct = false
  }

  /// Creates a kernel of depth 1 with the cells of another kernel in reverse order.
  private init(reversing kernel: Kernel, anchor: Anchor) {
    let count = kernel.coefficients.count
    var turned = [Double](repeating: 0, count: count)
    for index in 0..<count { turned[count - 1 - index] = kernel.coefficients[index] }
    size = kernel.size
    depth = 1
    coefficients = turned
    self.anchor = anchor
    traits = kernel.traits.reversed(count: count)
    isProduct = kernel.isProduct
  }

  /// Creates a kernel of depth 1 from its rows.
  ///
  /// - Precondition: There is at least one row, and all rows have the same length, at least 1.
  public init(rows: [[Double]]) {
    precondition(Set(rows.map(\.count)).count == 1, "rows of different lengths")
    self.init(
      size: Size2D(height: rows.count, width: rows[0].count), coefficients: rows.flatMap { $0 })
  }

  /// Creates the outer product of a column and a row: `h[i, j] = vertical[i] · horizontal[j]`.
  public init(vertical: [Double], horizontal: [Double]) {
    precondition(!vertical.isEmpty && !horizontal.isEmpty, "a kernel of no cells")
    let width = horizontal.count
    var coefficients = [Double](repeating: 0, count: vertical.count * width)
    for y in 0..<vertical.count {
      for x in 0..<width { coefficients[y * width + x] = vertical[y] * horizontal[x] }
    }
    size = Size2D(height: vertical.count, width: width)
    depth = 1
    self.coefficients = coefficients
    anchor = Anchor(y: (vertical.count - 1) / 2, x: (width - 1) / 2)
    traits = KernelTraits(coefficients)
    isProduct = true
  }

  /// The coefficient of the cell at a row, a column and a channel.
  public subscript(y: Int, x: Int, channel: Int = 0) -> Double {
    coefficients[(y * size.width + x) * depth + channel]
  }

  /// The sum of all coefficients: the factor by which a constant image is multiplied.
  public var sum: Double { traits.sum }

  /// Σ|h|, which bounds a response: |y| ≤ Σ|h| · max|x|.
  public var absoluteSum: Double { traits.absoluteSum }

  /// The first coefficient that a float cannot represent: NaN, infinity, or a value that rounds to
  /// infinity; `nil` if there is none.
  public var unrepresentable: Double? {
    // The comparison is false for NaN.
    traits.largest <= Double(Float.greatestFiniteMagnitude) && !traits.sum.isNaN
      ? nil : coefficients.first { !Float($0).isFinite }
  }

  /// Whether all coefficients are integers, so that integer samples give exact integer sums.
  public var isIntegral: Bool { traits.isIntegral }

  /// The kernel rotated by 180° with its anchor: correlation with it is convolution with `self`.
  public var rotated180: Kernel {
    let anchor = Anchor(y: size.height - 1 - anchor.y, x: size.width - 1 - anchor.x)
    if depth == 1 { return Kernel(reversing: self, anchor: anchor) }
    let cells = stride(from: 0, to: coefficients.count, by: depth).reversed()
    return Kernel(
      size: size, depth: depth,
      coefficients: cells.flatMap { coefficients[$0..<$0 + depth] }, anchor: anchor)
  }

  /// The kernel with rows and columns exchanged, including the anchor.
  public var transposed: Kernel {
    var result: [Double] = []
    result.reserveCapacity(coefficients.count)
    for x in 0..<size.width {
      for y in 0..<size.height { for c in 0..<depth { result.append(self[y, x, c]) } }
    }
    return Kernel(
      size: Size2D(height: size.width, width: size.height), depth: depth, coefficients: result,
      anchor: Anchor(y: anchor.x, x: anchor.y))
  }

  /// Returns the kernel with all coefficients multiplied by `factor`.
  public func scaled(by factor: Double) -> Kernel {
    Kernel(
      size: size, depth: depth, coefficients: coefficients.map { $0 * factor }, anchor: anchor)
  }

  /// The kernel divided by its sum.
  ///
  /// - Returns: `nil` if the sum is 0, as for every pure edge filter.
  public var normalized: Kernel? {
    let sum = sum
    return abs(sum) <= 1e-12 * absoluteSum || sum == 0
      ? nil
      : Kernel(
        size: size, depth: depth, coefficients: coefficients.map { $0 / sum }, anchor: anchor)
  }
}

extension Kernel {
  /// Compares size, depth, anchor and coefficients, but not how the kernels were created.
  public static func == (a: Kernel, b: Kernel) -> Bool {
    a.size == b.size && a.depth == b.depth && a.anchor == b.anchor
      && a.coefficients == b.coefficients
  }

  /// Hashes the size, depth, anchor and coefficients.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(size)
    hasher.combine(depth)
    hasher.combine(anchor)
    hasher.combine(coefficients)
  }
}
