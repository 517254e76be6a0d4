extension Canvas {
  /// Returns the picture with each pixel as a square of `zoom` × `zoom` pixels.
  ///
  /// - Precondition: `zoom` is at least 1.
  package func enlarged(by zoom: Int) -> Canvas {
    precondition(zoom >= 1, "a picture enlarged by \(zoom)")
    guard zoom > 1 else { return self }
    var enlarged: [UInt8] = []
    enlarged.reserveCapacity(samples.count * zoom * zoom)
    for y in 0..<height {
      var row: [UInt8] = []
      row.reserveCapacity(width * zoom * 3)
      for x in 0..<width {
        let start = (y * width + x) * 3
        for _ in 0..<zoom { row += samples[start..<start + 3] }
      }
      for _ in 0..<zoom { enlarged += row }
    }
    return Canvas(height: height * zoom, width: width * zoom, samples: enlarged)
  }

  /// Returns the picture with each square of `factor` × `factor` pixels as one pixel, their mean.
  ///
  /// Squares that reach over the right or the lower edge have fewer pixels.
  ///
  /// - Precondition: `factor` is at least 1.
  package func reduced(by factor: Int) -> Canvas {
    precondition(factor >= 1, "a picture reduced by \(factor)")
    guard factor > 1 else { return self }
    let (rows, columns) = ((height + factor - 1) / factor, (width + factor - 1) / factor)
    var reduced = [UInt8](repeating: 0, count: rows * columns * 3)
    var sums = [Int](repeating: 0, count: columns * 3)
    for row in 0..<rows {
      for index in sums.indices { sums[index] = 0 }
      let lines = row * factor..<min(height, (row + 1) * factor)
      for y in lines {
        var place = y * width * 3
        for x in 0..<width {
          let sum = x / factor * 3
          for channel in 0..<3 { sums[sum + channel] += Int(samples[place + channel]) }
          place += 3
        }
      }
      for column in 0..<columns {
        let across = min(width, (column + 1) * factor) - column * factor
        let count = across * lines.count
        for channel in 0..<3 {
          let sum = sums[column * 3 + channel]
          reduced[(row * columns + column) * 3 + channel] = UInt8((sum + count / 2) / count)
        }
      }
    }
    return Canvas(height: rows, width: columns, samples: reduced)
  }
}
