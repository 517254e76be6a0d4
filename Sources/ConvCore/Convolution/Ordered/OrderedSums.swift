/// Sums the products of one output row in a given order.
struct OrderedSums {
  private let order: SumOrder
  private let size: Size2D
  /// The coefficients in correlation order, row by row.
  private let weights: [Double]
  private let unit: Double
  private let first: Float
  /// Number of values from one column of a window to the next.
  private let step: Int

  /// - Parameters:
  ///   - kernel: A kernel of depth 1, in correlation order.
  ///   - rules: The order of the products, the factor of samples, the first value.
  ///   - step: Number of values from one column of a window to the next.
  /// - Precondition: A kernel of `pairedDoubles` is a row or a column of an odd number of cells.
  init(_ kernel: Kernel, _ rules: OrderedConvolution.Rules, step: Int) {
    precondition(
      rules.order != .pairedDoubles
        || (min(kernel.size.height, kernel.size.width) == 1 && kernel.coefficients.count % 2 == 1),
      "pairs of a kernel of \(kernel.size)")
    order = rules.order
    unit = rules.unit
    first = Float(rules.start)
    self.step = step
    size = kernel.size
    weights = kernel.coefficients
  }

  /// The cells whose runs are read: all, or those of the first column.
  var cells: [WindowCell] {
    guard case .separable = order else { return WindowCell.all(of: size) }
    return WindowCell.all(of: Size2D(height: size.height, width: 1))
  }

  /// Sums a row in the given order and precision.
  ///
  /// - Parameters:
  ///   - samples: Padded rows.
  ///   - offsets: The index in `samples` where the run of each of ``cells`` begins.
  ///   - count: Number of outputs.
  /// - Returns: A sum for each of the `count` outputs; sums of floats are widened.
  func row(_ samples: [Float], _ offsets: [Int], count: Int) -> [Double] {
    switch order {
    case .doubles: doubles(samples, offsets, count)
    case .fusedFloats: fusedFloats(samples, offsets, count)
    case .rowFloats: rowFloats(samples, offsets, count)
    case .pairedDoubles: pairedDoubles(samples, offsets, count)
    case .separable(let vertical, let horizontal):
      separable(samples, offsets, vertical, horizontal, count)
    }
  }

  private func doubles(_ samples: [Float], _ offsets: [Int], _ count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (cell, weight) in weights.enumerated() where weight != 0 {
      let run = samples[offsets[cell]..<offsets[cell] + count]
      let start = run.startIndex
      if unit == 1 {
        for x in 0..<count { sums[x] += Double(run[start + x]) * weight }
      } else {
        for x in 0..<count { sums[x] += Double(run[start + x]) * unit * weight }
      }
    }
    return sums
  }

  private func fusedFloats(_ samples: [Float], _ offsets: [Int], _ count: Int) -> [Double] {
    var sums = [Float](repeating: first, count: count)
    let fused = count & ~3
    for (cell, weight) in weights.enumerated() where weight != 0 {
      let (run, weight) = (samples[offsets[cell]..<offsets[cell] + count], Float(weight))
      let start = run.startIndex
      // The product of two floats is exact in double.
      for x in 0..<fused {
        sums[x] = Float(Double(sums[x]) + Double(run[start + x]) * Double(weight))
      }
      for x in fused..<count {
        let product = run[start + x] * weight
        sums[x] += product
      }
    }
    return sums.map(Double.init)
  }

  private func rowFloats(_ samples: [Float], _ offsets: [Int], _ count: Int) -> [Double] {
    var sums = [Float](repeating: first, count: count)
    for y in (0..<size.height).reversed() {
      var row = [Float](repeating: 0, count: count)
      for x in 0..<size.width {
        let cell = y * size.width + x
        let (offset, weight) = (offsets[cell], Float(weights[cell]))
        guard weight != 0 else { continue }
        for i in 0..<count {
          let product = samples[offset + i] * weight
          row[i] += product
        }
      }
      for i in 0..<count { sums[i] += row[i] }
    }
    return sums.map(Double.init)
  }

  private func separable(
    _ samples: [Float], _ offsets: [Int], _ vertical: [Double], _ horizontal: [Double],
    _ count: Int
  ) -> [Double] {
    let length = count + (horizontal.count - 1) * step
    var columns = [Double](repeating: 0, count: length)
    for (y, weight) in vertical.enumerated() where weight != 0 {
      let run = samples[offsets[y]..<offsets[y] + length]
      let start = run.startIndex
      for x in 0..<length { columns[x] += Double(run[start + x]) * unit * weight }
    }
    var sums = [Double](repeating: 0, count: count)
    for (x, weight) in horizontal.enumerated() where weight != 0 {
      let run = columns[x * step..<x * step + count]
      let start = run.startIndex
      for i in 0..<count { sums[i] += run[start + i] * weight }
    }
    return sums
  }

  private func pairedDoubles(_ samples: [Float], _ offsets: [Int], _ count: Int) -> [Double] {
    let middle = weights.count / 2
    let (offset, weight) = (offsets[middle], weights[middle])
    var sums = (0..<count).map { Double(samples[offset + $0]) * unit * weight }
    for cell in 0..<middle {
      let (first, last) = (offsets[cell], offsets[weights.count - 1 - cell])
      let weight = weights[cell]
      for x in 0..<count {
        sums[x] += (Double(samples[first + x]) * unit + Double(samples[last + x]) * unit) * weight
      }
    }
    return sums
  }
}

extension [OrderedSums] {
  /// Returns the sums of a row, or the magnitudes of two kernels' sums.
  func magnitudes(_ samples: [Float], _ offsets: [Int], count: Int) -> [Double] {
    let first = self[0].row(samples, offsets, count: count)
    guard self.count > 1 else { return first }
    let second = self[1].row(samples, offsets, count: count)
    return first.indices.map { (first[$0] * first[$0] + second[$0] * second[$0]).squareRoot() }
  }
}
