/// The operation of ``MapLoops/combine(_:_:from:_:from:into:at:count:)`` on two values.
package enum RowCombination: Sendable {
  /// a + b, a · b, and max(a + b, 0); NaN stays NaN.
  case add, multiply, addRectified
}
