import ConvCore

/// A kernel as `kernels --json` and `--explain --json` print it.
struct KernelRecord: Encodable {
  let height: Int
  let width: Int
  let depth: Int
  let coefficients: [Double]
  @JSONNumber var sum: Double
  /// `null` where it is more than the 32 that are looked for.
  @JSONNullable var rank: Int?
  let anchor: [Int]

  init(_ kernel: Kernel) {
    (height, width, depth) = (kernel.size.height, kernel.size.width, kernel.depth)
    coefficients = kernel.coefficients
    sum = kernel.sum
    rank = kernel.rank
    anchor = [kernel.anchor.y, kernel.anchor.x]
  }
}
