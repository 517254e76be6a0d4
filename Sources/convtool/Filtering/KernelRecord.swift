import ConvCore
import ImageCodecs

/// The JSON object of a kernel for `kernels --json` and `--explain --json`.
struct KernelRecord: Encodable {
  let height: Int
  let width: Int
  let depth: Int
  let coefficients: [Double]
  @JSONNumber var sum: Double
  /// The rank; `null` above 32, the largest rank that is computed.
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
