import ConvCore

/// The outputs of a transposed convolution while stamps are added up.
struct SlidingTotals: Sendable {
  private let model: SlidingModel
  private var sums: [SlidingPosition: Double] = [:]
  /// The stamps that each output still waits for.
  private var waiting: [SlidingPosition: Int] = [:]

  /// Counts the stamps of all outputs.
  init(_ model: SlidingModel, steps: [SlidingStep]) {
    self.model = model
    guard model.rule == .transposed else { return }
    for step in steps {
      for cell in step.cells where !cell.isOutside { waiting[cell.place, default: 0] += 1 }
    }
  }

  /// Adds a stamp.
  ///
  /// - Returns: The outputs that changed; after its last stamp an output has the value that the
  ///   program's convolution gives.
  mutating func add(_ step: SlidingStep) -> [(SlidingPosition, Double)] {
    var changed: [(SlidingPosition, Double)] = []
    for (cell, product) in zip(step.cells, step.products[0]) where !cell.isOutside {
      let place = cell.place
      sums[place, default: 0] += product
      waiting[place, default: 1] -= 1
      let value = waiting[place] == 0 ? Double(model.output[place.y, place.x]) : sums[place]
      changed.append((place, value ?? 0))
    }
    return changed
  }
}
