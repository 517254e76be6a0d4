package import ConvCore

/// An operation with its input and its output: what a sliding window is to show.
///
/// The output is that of the program's own loops. Products are those of their operands, floats, and
/// exact: 24 times 24 bits fit into a `Double`.
package struct SlidingModel: Sendable {
  /// What the operation is called.
  package let name: String
  /// What the input is called.
  package let inputName: String
  /// The maps that are read, H×W×C.
  package let input: Image
  /// The output, H'×W'×1.
  package let output: Image
  /// The kernels of the parts; one part without weights for a pooling.
  package let parts: [SlidingPart]
  /// What becomes of the numbers.
  package let rule: SlidingRule
  /// Where the windows lie.
  package let geometry: SlidingGeometry
  /// The rule of positions outside; `nil` where no window reaches outside, or nothing counts there.
  package let border: Border?
  /// Which formula the size follows.
  package let sizeRule: SlidingSizeRule
  /// What is added to the sum; `nil` where nothing is.
  package let bias: Float?
  /// The kernels of the parts as they were written; empty for a pooling.
  package let kernels: [SlidingKernel]
  /// The part that is drawn with its products.
  package var shownPart: Int

  /// The kernel of the part that is drawn; `nil` for a pooling.
  package var kernel: SlidingKernel? { kernels.isEmpty ? nil : kernels[shownPart] }

  /// The number of positions that a whole animation shows.
  package var positions: Size2D { rule == .transposed ? geometry.input : geometry.output }

  /// Chooses the part that contributes most to the outputs of a crop.
  package mutating func showStrongestPart(in crop: SlidingCrop) {
    guard parts.count > 1 else { return }
    var strengths = [Double](repeating: 0, count: parts.count)
    for position in crop.positions {
      for (part, sum) in step(at: position).partialSums.enumerated() where sum.isFinite {
        strengths[part] += abs(sum)
      }
    }
    shownPart = strengths.indices.max { strengths[$0] < strengths[$1] } ?? 0
  }
}
