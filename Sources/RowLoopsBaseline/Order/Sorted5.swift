/// Five values in ascending order, sorted by a network of nine exchanges.
///
/// The compiler removes the exchanges of values that are not used.
struct Sorted5<Value: Comparable> {
  var a: Value
  var b: Value
  var c: Value
  var d: Value
  var e: Value

  @inline(__always)
  init(_ a: Value, _ b: Value, _ c: Value, _ d: Value, _ e: Value) {
    (self.a, self.b, self.c, self.d, self.e) = (a, b, c, d, e)
    exchange(&self.a, &self.d)
    exchange(&self.b, &self.e)
    exchange(&self.a, &self.c)
    exchange(&self.b, &self.d)
    exchange(&self.a, &self.b)
    exchange(&self.c, &self.e)
    exchange(&self.b, &self.c)
    exchange(&self.d, &self.e)
    exchange(&self.c, &self.d)
  }

  /// Five values that lie `step` values apart.
  @inline(__always)
  init(_ row: UnsafePointer<Value>, _ i: Int, _ step: Int) {
    self.init(
      row[i], row[i &+ step], row[i &+ 2 &* step], row[i &+ 3 &* step], row[i &+ 4 &* step])
  }
}

@inline(__always)
private func exchange<Value: Comparable>(_ low: inout Value, _ high: inout Value) {
  (low, high) = (lesser(low, high), greater(low, high))
}
