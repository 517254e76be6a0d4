/// The rows of a tensor that are held at a time.
struct RowBand: Sendable {
  /// The shape of the whole tensor.
  let channels: Int
  let height: Int
  let width: Int
  /// The first row that is held.
  private(set) var start = 0
  /// The row behind the last one that was computed.
  private(set) var end = 0
  /// Channels × held rows × width values.
  private var values: [Float] = []

  init(channels: Int, height: Int, width: Int) {
    (self.channels, self.height, self.width) = (channels, height, width)
  }

  /// Some rows of a whole tensor of this shape.
  func cut(_ all: [Float], _ rows: Range<Int>) -> [Float] {
    var part: [Float] = []
    part.reserveCapacity(channels * rows.count * width)
    for channel in 0..<channels {
      let plane = channel * height * width
      part += all[plane + rows.lowerBound * width..<plane + rows.upperBound * width]
    }
    return part
  }

  /// Adds rows behind those that are held.
  mutating func append(_ rows: [Float], _ count: Int) {
    let held = end - start
    if held == 0 {
      values = rows
    } else {
      var joined: [Float] = []
      joined.reserveCapacity(values.count + rows.count)
      for channel in 0..<channels {
        joined += values[channel * held * width..<(channel + 1) * held * width]
        joined += rows[channel * count * width..<(channel + 1) * count * width]
      }
      values = joined
    }
    end += count
  }

  /// The held rows of a range as a tensor 1×C×rows×W.
  func tensor(_ rows: Range<Int>) -> Tensor {
    precondition(rows.lowerBound >= start && rows.upperBound <= end, "\(rows) of \(start)..<\(end)")
    let held = end - start
    if rows.count == held { return Tensor([1, channels, held, width], values) }
    var part: [Float] = []
    part.reserveCapacity(channels * rows.count * width)
    for channel in 0..<channels {
      let first = (channel * held + rows.lowerBound - start) * width
      part += values[first..<first + rows.count * width]
    }
    return Tensor([1, channels, rows.count, width], part)
  }

  /// Forgets the rows before one of them.
  mutating func drop(before row: Int) {
    let first = min(max(row, start), end)
    guard first > start else { return }
    values = first == end ? [] : (try? tensor(first..<end).floats()) ?? []
    start = first
  }
}
