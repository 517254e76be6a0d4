/// Three values in ascending order.
struct Sorted3<Value: Comparable> {
  let low: Value
  let middle: Value
  let high: Value

  @inline(__always)
  init(_ a: Value, _ b: Value, _ c: Value) {
    self.init(low: lesser(a, b), high: greater(a, b), c)
  }

  /// Sorts two ordered values and a third value.
  @inline(__always)
  init(low: Value, high: Value, _ c: Value) {
    let inner = greater(low, c)
    self.low = lesser(low, c)
    middle = lesser(inner, high)
    self.high = greater(inner, high)
  }
}
