/// Frames of one size and few colors, each stored as what differs from the frame before.
///
/// Frames are drawn over each other. All share one palette, the most frequent colors of all frames.
public struct IndexedAnimation: Sendable {
  /// The number of rows.
  public let height: Int
  /// The number of columns.
  public let width: Int
  /// The frames, the first of which is the whole picture.
  public private(set) var frames: [IndexedFrame] = []

  /// For each rounded color how often it is used: areas count more than the edges of letters.
  private var counts = [Int](repeating: 0, count: RoundedColor.count)
  private var current: [UInt8] = []

  /// Creates an animation without frames.
  ///
  /// - Precondition: Both sides are 1…65535, the limits of GIF.
  public init(height: Int, width: Int) {
    precondition(
      (1...65535).contains(height) && (1...65535).contains(width),
      "an animation of \(height)×\(width) pixels")
    self.height = height
    self.width = width
  }

  /// The colors of all frames.
  public var palette: IndexedPalette { IndexedPalette(counts) }

  /// The time of one round in hundredths of a second.
  public var hundredths: Int { frames.reduce(0) { $0 + $1.hundredths } }

  /// Appends a frame.
  ///
  /// - Parameters:
  ///   - samples: The RGB samples of the whole picture, height × width × 3 values.
  ///   - hundredths: How long the frame is shown, 1…65535 hundredths of a second.
  /// - Precondition: The number of samples and the time are as described.
  public mutating func append(_ samples: [UInt8], hundredths: Int) {
    precondition(samples.count == height * width * 3, "\(samples.count) samples")
    precondition((1...65535).contains(hundredths), "a frame of \(hundredths)/100 s")
    let area = changedArea(samples)
    var runs: [IndexedFrame.Run] = []
    var colors: [UInt16] = []
    let isFirst = frames.isEmpty
    for y in area.rows {
      var start: Int?
      for x in area.columns {
        let place = (y * width + x) * 3
        let offset = (y - area.rows.lowerBound) * area.columns.count + x - area.columns.lowerBound
        let isChanged =
          isFirst || samples[place] != current[place] || samples[place + 1] != current[place + 1]
          || samples[place + 2] != current[place + 2]
        if isChanged {
          let color = RoundedColor.key(samples[place], samples[place + 1], samples[place + 2])
          counts[Int(color)] += color == colors.last ? 8 : 1
          colors.append(color)
          start = start ?? offset
        } else if let first = start {
          runs.append(IndexedFrame.Run(start: first, count: offset - first))
          start = nil
        }
      }
      if let first = start {
        let end = (y - area.rows.lowerBound + 1) * area.columns.count
        runs.append(IndexedFrame.Run(start: first, count: end - first))
      }
    }
    frames.append(
      IndexedFrame(
        top: area.rows.lowerBound, left: area.columns.lowerBound, height: area.rows.count,
        width: area.columns.count, hundredths: hundredths, runs: runs, colors: colors))
    current = samples
  }

  /// The smallest rectangle with all pixels that changed; one pixel when nothing changed.
  private func changedArea(_ samples: [UInt8]) -> (rows: Range<Int>, columns: Range<Int>) {
    guard !frames.isEmpty else { return (0..<height, 0..<width) }
    let length = width * 3
    var (top, bottom, left, right) = (height, 0, length, 0)
    samples.withUnsafeBufferPointer { new in
      current.withUnsafeBufferPointer { old in
        for y in 0..<height {
          let start = y * length
          guard let first = (0..<length).first(where: { new[start + $0] != old[start + $0] })
          else { continue }
          let last = (0..<length).last { new[start + $0] != old[start + $0] } ?? first
          (top, bottom) = (min(top, y), y + 1)
          (left, right) = (min(left, first), max(right, last + 1))
        }
      }
    }
    guard top < bottom else { return (0..<1, 0..<1) }
    return (top..<bottom, left / 3..<(right + 2) / 3)
  }
}
