public import ConvCore

/// Learns the kernel that turns one image into another.
///
/// The loss of a kernel h is the mean squared error over N windows that lie inside the image:
///
///     L(h) = 1/N · Σ_{m, n} (Σ_{i, j} h[i, j] · x[m − (i − a), n − (j − b)] − y[m, n])²
///          = 1/N · (hᵀ·A·h − 2·bᵀ·h + c)
///
/// A is the sum of the products of two cells of a window, b that of a cell and the output, c that of
/// the squared outputs. These sums are formed once, in double precision; each step of gradient
/// descent then costs (kH·kW)² products, however large the images are. Channels are samples of
/// their own, all with one kernel.
public struct KernelRegression: Sendable {
  /// The size of the kernel.
  public let size: Size2D
  /// Number of windows.
  public private(set) var count = 0
  /// Number of windows left out because their output may have been clipped.
  public private(set) var clipped = 0

  /// A, row by row.
  private(set) var products: [[Double]]
  /// b.
  private(set) var moments: [Double]
  /// c.
  private(set) var squares = 0.0
  /// The sum of the outputs.
  private(set) var sum = 0.0

  /// The largest number of windows, and of products that the sums take: more are thinned out by rows.
  private static let (mostWindows, mostProducts) = (2e6, 4e9)

  /// Number of windows whose products are formed together, in groups of 8.
  private static let block = 1024

  /// Creates the sums of no windows.
  ///
  /// - Precondition: Both sides are at least 1.
  public init(size: Size2D) {
    precondition(size.height > 0 && size.width > 0, "a kernel of no cells")
    self.size = size
    let cells = size.height * size.width
    products = [[Double]](repeating: [Double](repeating: 0, count: cells), count: cells)
    moments = [Double](repeating: 0, count: cells)
  }

  /// Adds the windows of an image and of what a kernel made of it.
  ///
  /// - Parameters:
  ///   - input: The image before, H×W×C.
  ///   - output: The image after, H×W×C, or (H − kH + 1)×(W − kW + 1)×C when it holds only the
  ///     positions where the whole window lies inside.
  ///   - levels: The values that the output could hold; a window with an output at either end may be
  ///     clipped and is left out. `nil` keeps all.
  /// - Throws: `ShapeError` when the shapes do not belong together.
  public mutating func add(
    input: Image, output: Image, levels: ClosedRange<Float>? = nil
  ) throws(ShapeError) {
    let inner = try inner(input.shape, output.shape)
    let isValid = output.shape.size != input.shape.size
    let cells = Double(moments.count)
    let most = min(
      KernelRegression.mostWindows, KernelRegression.mostProducts / (cells * cells))
    let every = max(1, Int((Double(inner.count) / most).rounded(.up)))
    var block = WindowBlock(cells: moments.count, capacity: KernelRegression.block)
    for row in stride(from: 0, to: inner.height, by: every) {
      for column in 0..<inner.width * inner.channels {
        let (y, x) = (row, column / inner.channels)
        let (dy, dx) = isValid ? (0, 0) : offset
        let value = output[y + dy, x + dx, column % inner.channels]
        if let levels, value <= levels.lowerBound || value >= levels.upperBound {
          clipped += 1
          continue
        }
        guard block.append(window(of: input, y, x, column % inner.channels), value) else {
          continue
        }
        if block.isFull { take(&block) }
      }
    }
    take(&block)
  }

  /// Where the first whole window has its output, in an output of the input's size.
  private var offset: (y: Int, x: Int) {
    (size.height - 1 - (size.height - 1) / 2, size.width - 1 - (size.width - 1) / 2)
  }

  /// The shape of the outputs whose windows lie inside.
  private func inner(
    _ input: ImageShape, _ output: ImageShape
  ) throws(ShapeError) -> ImageShape {
    let inner = ImageShape(
      height: input.height - size.height + 1, width: input.width - size.width + 1,
      channels: input.channels)
    guard inner.height > 0, inner.width > 0 else {
      throw ShapeError("no \(size) window lies inside an image of \(input.size)")
    }
    guard output == input || output == inner else {
      throw ShapeError(
        "an image of \(output.size) with \(output.channels) channels does not come from one of "
          + "\(input.size) with \(input.channels)")
    }
    return inner
  }

  /// The cells of the window whose top left pixel is (y, x), in the order of the kernel's cells: the
  /// window is flipped.
  private func window(of input: Image, _ y: Int, _ x: Int, _ channel: Int) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(moments.count)
    for i in (0..<size.height).reversed() {
      for j in (0..<size.width).reversed() { values.append(input[y + i, x + j, channel]) }
    }
    return values
  }

  /// Adds the products of a block and empties it.
  private mutating func take(_ block: inout WindowBlock) {
    count += block.count
    let outputs = block.outputs
    for a in moments.indices {
      let cell = block.cells[a]
      moments[a] += WindowBlock.dot(cell, outputs)
      for b in 0...a {
        let product = WindowBlock.dot(cell, block.cells[b])
        products[a][b] += product
        if a != b { products[b][a] += product }
      }
    }
    squares += WindowBlock.dot(outputs, outputs)
    sum += outputs.reduce(0) { $0 + $1.sum() }
    block.removeAll()
  }
}
