internal import ConvCore

/// Scales a picture while its rows arrive; a few rows of the result are held, not the picture.
///
///     across[y][X] = Σ wx[X][i] · in[y][first + i],  out[Y] = Σ wy[Y][i] · across[first + i]
///
/// The sums are those of ``Interpolation/bilinear`` with antialiasing, in the order of the places.
struct RowScaler {
  /// The scaled picture, H×W×C, once all rows have been added.
  private(set) var result: [Float] = []

  private let across: [(first: Int, weights: [Double])]
  private let down: [(first: Int, weights: [Double])]
  private let channels: Int
  private let rounds: Bool
  private let isSameWidth: Bool
  private var row = 0
  /// The sums of the rows of the result that have begun and are not complete.
  private var open: [[Double]] = []

  /// Prepares for the rows of a picture.
  ///
  /// - Parameters:
  ///   - source: The size of the picture.
  ///   - target: The size of the result.
  ///   - channels: The number of values of a pixel.
  ///   - rounds: Whether values are rounded to 0…255 after each side.
  init(from source: Size2D, to target: Size2D, channels: Int, rounds: Bool = true) {
    across = Interpolation.bilinear.taps(from: source.width, to: target.width)
    down = Interpolation.bilinear.taps(from: source.height, to: target.height)
    isSameWidth = source.width == target.width
    (self.channels, self.rounds) = (channels, rounds)
    result.reserveCapacity(target.height * target.width * channels)
  }

  /// Adds the next row, W×C values.
  mutating func add(_ values: [Float]) {
    let values = isSameWidth ? values.map { finished(Double($0)) } : narrowed(values)
    // Rows of the result begin and end in order, so the open ones are neighbors.
    let complete = result.count / max(1, values.count)
    while complete + open.count < down.count, down[complete + open.count].first <= row {
      open.append([Double](repeating: 0, count: values.count))
    }
    for (place, index) in (complete..<complete + open.count).enumerated() {
      let tap = down[index]
      let offset = row - tap.first
      guard offset >= 0, offset < tap.weights.count else { continue }
      let weight = tap.weights[offset]
      for k in values.indices { open[place][k] += weight * Double(values[k]) }
    }
    row += 1
    while let sums = open.first, ends(at: result.count / max(1, values.count)) {
      result += sums.map(finished)
      open.removeFirst()
    }
  }

  private func ends(at index: Int) -> Bool {
    down[index].first + down[index].weights.count <= row
  }

  private func narrowed(_ values: [Float]) -> [Float] {
    var output: [Float] = []
    output.reserveCapacity(across.count * channels)
    for tap in across {
      for channel in 0..<channels {
        var sum = 0.0
        var place = tap.first * channels + channel
        for weight in tap.weights {
          sum += weight * Double(values[place])
          place += channels
        }
        output.append(finished(sum))
      }
    }
    return output
  }

  private func finished(_ sum: Double) -> Float {
    rounds ? Float(min(max((sum + 0.5).rounded(.down), 0), 255)) : Float(sum)
  }
}
