import ConvCore
import ImageFilters

/// Compares a result with a plain computation in double precision.
///
/// The compared pixels are spread over the picture and along its borders.
struct BenchCheck {
  let name: String
  let source: BenchRow.Source
  let picture: BenchPicture

  private var shape: ImageShape { source.shape(picture) }

  /// Checks y[m, n] = Σ h[i, j] · x[m − (i − a), n − (j − b)] with border `replicate`.
  func linear(
    _ result: BenchOperation, _ kernel: Kernel, _ target: RowSink.Target, absolute: Bool
  ) throws {
    let brightness = source == .words ? 65535.0 : 255
    let tolerance = 1e-5 * kernel.absoluteSum * brightness
    try forEachPlace { y, place in
      var sum = 0.0
      for i in 0..<kernel.size.height {
        for j in 0..<kernel.size.width {
          sum +=
            kernel[i, j] * value(y - i + kernel.anchor.y, place, right: kernel.anchor.x - j)
        }
      }
      let found = Double(result.value(row: y, index: place))
      switch target {
      case .float32, .int16:
        try require(abs(found - sum) <= tolerance, y, place, found, sum)
      case .uint8, .uint16:
        // Values half-way between integers may round either way when the sum differs in the last
        // bit.
        let shown = min(max(absolute ? abs(sum) : sum, 0), brightness)
        try require(abs(found - shown) <= 0.5 + tolerance, y, place, found, shown)
      }
    }
  }

  /// Compares whole rows with those of the portable build, clipped to `maximum`.
  func rows(_ result: BenchOperation, maximum: Float?) throws {
    guard let portable = Engine.available.first else { return }
    let ranges = [0, shape.height / 2, shape.height - 3].map { $0..<$0 + 3 }
    for strip in result.responses(ranges, engine: portable) {
      for (index, response) in strip.samples.enumerated() {
        let (y, place) = (strip.rows.lowerBound + index / shape.rowLength, index % shape.rowLength)
        let found = result.value(row: y, index: place)
        // Integers may be rounded either way, where floats differ in the last bits.
        let expected = maximum.map { min(max(response, 0), $0) } ?? response
        let tolerance = (maximum == nil ? 0 : 0.5) + 2e-5 * max(abs(response), maximum ?? 255)
        try require(
          abs(found - expected) <= tolerance, y, place, Double(found), Double(expected))
      }
    }
  }

  func median(_ result: BenchOperation, side: Int) throws {
    let reach = side / 2
    try forEachPlace { y, place in
      let window = (-reach...reach).flatMap { dy in
        (-reach...reach).map { value(y + dy, place, right: $0) }
      }
      let expected = window.sorted()[side * side / 2]
      let found = Double(result.value(row: y, index: place))
      try require(found == expected, y, place, found, expected)
    }
  }

  func pooling(_ result: BenchOperation, _ kind: Pooling.Kind) throws {
    for y in stride(from: 0, to: shape.height / 2, by: 37) {
      for x in stride(from: 0, to: shape.width / 2, by: 41) {
        let window = [(0, 0), (0, 1), (1, 0), (1, 1)].map { dy, dx in
          source.value(picture, (2 * y + dy) * shape.width + 2 * x + dx)
        }
        let expected =
          kind == .maximum ? window.max() ?? 0 : window.reduce(0, +) / Double(window.count)
        let found = Double(result.value(row: y, index: x))
        try require(abs(found - expected) <= 1e-5 * 255, y, x, found, expected)
      }
    }
  }

  /// Checks edges: every edge must be a ridge above `low`, and every ridge above `high` an edge.
  func canny(_ result: BenchOperation, low: Double, high: Double) throws {
    try forEachPlace { y, x in
      guard y > 1 && y < shape.height - 2 && x > 1 && x < shape.width - 2 else { return }
      let found = Double(result.value(row: y, index: x))
      let strength = gradient(y, x).strength
      let ridge = isRidge(y, x)
      if found > 0 { try require(ridge && strength > low, y, x, found, 0) }
      if ridge && strength > high { try require(found > 0, y, x, found, 255) }
    }
  }

  private func gradient(_ y: Int, _ x: Int) -> (x: Double, y: Double, strength: Double) {
    var (gx, gy) = (0.0, 0.0)
    for (offset, weight) in [(-1, 1.0), (0, 2.0), (1, 1.0)] {
      gx += weight * (value(y + offset, x, right: 1) - value(y + offset, x, right: -1))
      gy += weight * (value(y + 1, x, right: offset) - value(y - 1, x, right: offset))
    }
    return (gx, gy, (gx * gx + gy * gy).squareRoot())
  }

  private func isRidge(_ y: Int, _ x: Int) -> Bool {
    let (gx, gy, strength) = gradient(y, x)
    let step: (y: Int, x: Int) =
      abs(gy) < abs(gx) * 0.414_213_56
      ? (0, 1)
      : abs(gy) > abs(gx) * 2.414_213_5 ? (1, 0) : (gx < 0) == (gy < 0) ? (1, 1) : (1, -1)
    return strength > gradient(y - step.y, x - step.x).strength
      && strength >= gradient(y + step.y, x + step.x).strength
  }

  /// The sample `right` pixels to the right of index `place`; outside the picture, the nearest one.
  private func value(_ y: Int, _ place: Int, right: Int) -> Double {
    let row = min(max(y, 0), shape.height - 1)
    let column = min(max(place / shape.channels + right, 0), shape.width - 1)
    return source.value(
      picture, (row * shape.width + column) * shape.channels + place % shape.channels)
  }

  private func forEachPlace(_ body: (Int, Int) throws -> Void) throws {
    let last = shape.rowLength - 1
    for y in [0, 1, shape.height / 2, shape.height - 2, shape.height - 1] {
      for place in [0, 1, 2, 7, last - 7, last - 1, last] { try body(y, place) }
    }
    for index in 0..<300 {
      try body((index * 7919) % shape.height, (index * 104_729) % shape.rowLength)
    }
  }

  private func require(
    _ holds: Bool, _ y: Int, _ place: Int, _ found: Double, _ expected: Double
  ) throws {
    guard !holds else { return }
    throw Failure(
      .internalError,
      "\(name): row \(y), place \(place) is \(found), where \(expected) was to be expected")
  }
}
