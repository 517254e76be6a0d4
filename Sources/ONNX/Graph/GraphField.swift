/// The part of the picture that the values of a tensor depend on.
package enum GraphField: Hashable, Sendable {
  /// An interval of rows and one of columns, with the dimensions of the tensor that they move along.
  case window(rows: FieldInterval, columns: FieldInterval, rowAxis: Int, columnAxis: Int)
  /// All of it.
  case whole
  /// None of it: a constant.
  case none

  /// The field behind two paths.
  func union(_ other: GraphField) -> GraphField {
    switch (self, other) {
    case (.none, let field), (let field, .none): return field
    case (.window(let rows, let columns, let y, let x), .window(let others, let more, let v, let u))
    where y == v && x == u:
      guard let rows = rows.union(others), let columns = columns.union(more) else { return .whole }
      return .window(rows: rows, columns: columns, rowAxis: y, columnAxis: x)
    default: return .whole
    }
  }
}
