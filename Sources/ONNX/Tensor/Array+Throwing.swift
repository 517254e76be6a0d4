extension Array {
  /// The results of a closure that throws a typed error.
  func mapThrowing<Result>(
    _ body: (Element) throws(ONNXError) -> Result
  ) throws(ONNXError) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for element in self { results.append(try body(element)) }
    return results
  }
}
