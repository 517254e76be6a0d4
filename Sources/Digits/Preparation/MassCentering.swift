/// Centers a digit as MNIST does.
///
/// The center of mass moves to row and column 14 of 28×28, by whole pixels.
enum MassCentering {
  /// The number of rows and columns of the image.
  static let side = 28
  /// The row and column for the center of mass.
  static let center: Float = 14

  /// Shifts samples by whole pixels so that their center of mass lies at the center.
  ///
  /// The shift is limited so that no ink leaves the image.
  ///
  /// - Parameters:
  ///   - samples: 28×28 samples, ink above a background of 0.
  ///   - slack: A shift of at most this many pixels is not done.
  /// - Returns: The shifted 28×28 samples; the given ones when there is no ink or nothing to shift.
  static func centered(_ samples: [Float], slack: Int = 0) -> [Float] {
    var (mass, rows, columns): (Float, Float, Float) = (0, 0, 0)
    var (top, bottom, left, right) = (side, -1, side, -1)
    for y in 0..<side {
      for x in 0..<side {
        let value = samples[y * side + x]
        guard value > 0 else { continue }
        mass += value
        rows += value * Float(y)
        columns += value * Float(x)
        (top, bottom) = (min(top, y), max(bottom, y))
        (left, right) = (min(left, x), max(right, x))
      }
    }
    guard mass > 0 else { return samples }
    let down = move(Int((center - rows / mass).rounded()), keeping: top...bottom)
    let across = move(Int((center - columns / mass).rounded()), keeping: left...right)
    if abs(down) <= slack && abs(across) <= slack { return samples }
    var output = [Float](repeating: 0, count: side * side)
    for y in top...bottom {
      for x in left...right {
        output[(y + down) * side + x + across] = samples[y * side + x]
      }
    }
    return output
  }

  private static func move(_ distance: Int, keeping occupied: ClosedRange<Int>) -> Int {
    min(max(distance, -occupied.lowerBound), side - 1 - occupied.upperBound)
  }
}
