/// How the second operand is repeated: by the attributes of opsets before 7, or by shape.
struct LegacyBroadcast {
  /// Whether the attributes decide.
  private let isOld: Bool
  private let isOn: Bool
  private let axis: Int?

  init(_ attributes: inout Attributes) {
    isOld = attributes.opset < 7
    isOn = isOld ? attributes.truth("broadcast") : false
    axis = isOld ? attributes.integer("axis") : nil
  }

  /// The second operand with sides of 1 where it is repeated.
  ///
  /// - Throws: ``ONNXError`` when an old model combines different shapes without saying how.
  func second(_ a: Tensor, _ b: Tensor) throws(ONNXError) -> Tensor {
    guard isOld, a.shape != b.shape else { return b }
    guard isOn, b.rank <= a.rank else {
      throw ONNXError(
        .damaged, "shapes \(Shape.text(a.shape)) and \(Shape.text(b.shape)) differ")
    }
    guard let axis else { return b }
    let start = try Shape.axis(axis, rank: max(1, a.rank))
    guard start + b.rank <= a.rank else {
      throw ONNXError(
        .damaged, "shape \(Shape.text(b.shape)) does not fit \(Shape.text(a.shape)) at axis \(axis)"
      )
    }
    let behind = [Int](repeating: 1, count: a.rank - start - b.rank)
    return b.reshaped(b.shape + behind)
  }
}
