/// The mean of the parameters after several epochs, in the order of ``Network/namedParameters``.
package struct EpochMean: Hashable, Sendable {
  /// The means; empty before the first epoch.
  package private(set) var values: [[Float]] = []
  /// The number of epochs in the mean.
  package private(set) var count = 0

  /// The mean of no epochs.
  package init() {}

  /// Goes on with a mean of some epochs.
  package init(values: [[Float]], count: Int) { (self.values, self.count) = (values, count) }

  /// Adds an epoch: `mean += (parameters − mean) / count`.
  package mutating func add(_ parameters: [[Float]]) {
    count += 1
    guard count > 1 else {
      values = parameters
      return
    }
    precondition(parameters.count == values.count)
    for index in values.indices {
      for i in values[index].indices {
        values[index][i] += (parameters[index][i] - values[index][i]) / Float(count)
      }
    }
  }
}
