import Foundation

/// Reductions of some axes to one number each.
struct ReductionOperation: Operation {
  /// The kinds of reduction.
  enum Kind: String, CaseIterable {
    case sum = "ReduceSum"
    case mean = "ReduceMean"
    case maximum = "ReduceMax"
    case minimum = "ReduceMin"
    case product = "ReduceProd"
    case magnitudes = "ReduceL1"
    case norm = "ReduceL2"
    case logSum = "ReduceLogSum"
    case logSumExp = "ReduceLogSumExp"
    case squares = "ReduceSumSquare"
  }

  let kind: Kind
  let axes: [Int]?
  let keepsAxes: Bool
  let keepsAllWithoutAxes: Bool

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    let named = try inputs.list(1, or: axes) ?? []
    if named.isEmpty && keepsAllWithoutAxes { return [x] }
    let axes = named.isEmpty ? Array(x.shape.indices) : try Shape.axes(named, rank: x.rank)
    let reduction = Reduction(x.shape, axes)
    let shape = keepsAxes ? reduction.keptShape : reduction.shape
    if case .integer(let values) = x.values {
      return [Tensor(x.type, shape, wrapping: try integers(values, x.type, reduction))]
    }
    return [Tensor(x.type, shape, rounding: reals(x, reduction))]
  }

  private func reals(_ x: Tensor, _ reduction: Reduction) -> [Double] {
    switch x.values {
    case .float(let values): reals(values, reduction)
    case .double(let values): reals(values, reduction)
    case .integer: []
    }
  }

  @inline(__always)
  private func reals<Value: BinaryFloatingPoint>(
    _ values: [Value], _ reduction: Reduction
  ) -> [Double] {
    let count = Double(reduction.count)
    switch kind {
    case .sum: return reduction.fold(values, 0) { $0 + Double($1) }
    case .mean: return reduction.fold(values, 0) { $0 + Double($1) }.map { $0 / count }
    case .maximum:
      return reduction.fold(values, -Double.infinity) {
        $0 >= Double($1) || $0.isNaN ? $0 : Double($1)
      }
    case .minimum:
      return reduction.fold(values, Double.infinity) {
        $0 <= Double($1) || $0.isNaN ? $0 : Double($1)
      }
    case .product: return reduction.fold(values, 1) { $0 * Double($1) }
    case .magnitudes: return reduction.fold(values, 0) { $0 + abs(Double($1)) }
    case .norm:
      return reduction.fold(values, 0) { $0 + Double($1) * Double($1) }.map { $0.squareRoot() }
    case .squares: return reduction.fold(values, 0) { $0 + Double($1) * Double($1) }
    case .logSum: return reduction.fold(values, 0) { $0 + Double($1) }.map { log($0) }
    case .logSumExp:
      // The largest term is taken out, so that no power overflows.
      let largest = reduction.fold(values, -Double.infinity) { max($0, Double($1)) }
        .map { $0.isFinite ? $0 : 0 }
      let sums = reduction.fold(values, largest.map { (sum: 0.0, largest: $0) }) {
        ($0.sum + exp(Double($1) - $0.largest), $0.largest)
      }
      return sums.map { log($0.sum) + $0.largest }
    }
  }

  private func integers(
    _ values: [Int64], _ type: ElementType, _ reduction: Reduction
  ) throws(ONNXError) -> [Int64] {
    // uint64 by its order: the highest bit exchanged.
    let flip: Int64 = type == .uint64 ? .min : 0
    let range = type.integerRange
    switch kind {
    case .sum: return reduction.fold(values, 0) { $0 &+ $1 }
    case .product: return reduction.fold(values, 1) { $0 &* $1 }
    case .magnitudes:
      return reduction.fold(values, 0) { $0 &+ ($1 < 0 && flip == 0 ? 0 &- $1 : $1) }
    case .squares: return reduction.fold(values, 0) { $0 &+ $1 &* $1 }
    case .maximum:
      return reduction.fold(values, flip == 0 ? range.lower : 0) {
        ($0 ^ flip) > ($1 ^ flip) ? $0 : $1
      }
    case .minimum:
      return reduction.fold(values, flip == 0 ? range.upper : -1) {
        ($0 ^ flip) < ($1 ^ flip) ? $0 : $1
      }
    case .mean where type != .uint64 && reduction.count > 0:
      return reduction.fold(values, 0) { $0 &+ $1 }.map { $0 / Int64(reduction.count) }
    default: throw ONNXError(.unsupported, "elements of type \(type) are not supported")
    }
  }

  static let entries: [OperatorEntry] =
    Kind.allCases.map { kind in
      OperatorEntry(kind.rawValue, inputs: 1...2) { attributes in
        let isOld = attributes.opset < (kind == .sum ? 13 : 18)
        return ReductionOperation(
          kind: kind, axes: isOld ? attributes.integers("axes") : nil,
          keepsAxes: attributes.truth("keepdims", true),
          keepsAllWithoutAxes: isOld ? false : attributes.truth("noop_with_empty_axes"))
      }
    } + [
      OperatorEntry("ArgMax") { ExtremeOperation(&$0, isLargest: true) },
      OperatorEntry("ArgMin") { ExtremeOperation(&$0, isLargest: false) },
    ]
}
