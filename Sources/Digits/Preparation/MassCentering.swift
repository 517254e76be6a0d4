/// Where MNIST puts a digit: its centre of mass at row and column 14 of 28×28, by whole pixels.
enum MassCentering {
  /// Rows and columns of the field.
  static let side = 28
  /// The row and column of the centre of mass.
  static let center: Float = 14

  /// The 28×28 samples moved so that their centre of mass lies at the centre.
  ///
  /// Ink that would leave the field is held inside it, as far as there is room.
  ///
  /// - Parameter slack: Samples that are off by no more than this many pixels stay as they are.
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
