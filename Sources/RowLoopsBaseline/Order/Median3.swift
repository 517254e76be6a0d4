// 3×3 medians of any type, by sorting networks. Everything here is inlined into the loops of each
// type, so that no code is shared among the builds.

@inline(__always)
func lesser<Value: Comparable>(_ a: Value, _ b: Value) -> Value { b < a ? b : a }
@inline(__always)
func greater<Value: Comparable>(_ a: Value, _ b: Value) -> Value { b > a ? b : a }

@inline(__always)
func middle<Value: Comparable>(_ a: Value, _ b: Value, _ c: Value) -> Value {
  greater(lesser(a, b), lesser(greater(a, b), c))
}

/// Returns the median of nine values from three sorted columns (Smith, 1996).
///
/// The median is the middle value of three: the largest of the low values, the median of the middle
/// values and the smallest of the high values. Sorting a column again costs less than storing it
/// and loading it three times.
@inline(__always)
func median3<Value: Comparable>(
  _ p: Sorted3<Value>, _ q: Sorted3<Value>, _ r: Sorted3<Value>
) -> Value {
  middle(
    greater(greater(p.low, q.low), r.low), middle(p.middle, q.middle, r.middle),
    lesser(lesser(p.high, q.high), r.high))
}
