import ConvCore

/// A kernel as `kernels --json` and `--explain --json` print it.
struct KernelRecord: Encodable {
  let height: Int
  let width: Int
  let depth: Int
  let coefficients: [JSONNumber<Double>]
  @JSONNumber var sum: Double
  let rank: Int
  let anchor: [Int]

  init(_ kernel: Kernel) {
    (height, width, depth) = (kernel.size.height, kernel.size.width, kernel.depth)
    coefficients = kernel.coefficients.map { JSONNumber($0) }
    sum = kernel.sum
    rank = kernel.rank
    anchor = [kernel.anchor.y, kernel.anchor.x]
  }
}
