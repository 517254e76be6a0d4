/// The share of each pixel that a shape covers, 0…1, for anti-aliased lines and letters.
struct CoverageMask: Hashable, Sendable {
  /// The rectangle of the mask in the picture.
  private(set) var frame: Frame
  private var values: [Float]

  /// Creates a mask with coverage 0 everywhere.
  init(frame: Frame) {
    self.frame = frame
    values = [Float](repeating: 0, count: frame.height * frame.width)
  }

  /// The coverage of a pixel of the picture.
  ///
  /// - Precondition: The pixel lies in ``frame``.
  subscript(y: Int, x: Int) -> Float {
    get { values[(y - frame.top) * frame.width + x - frame.left] }
    set { values[(y - frame.top) * frame.width + x - frame.left] = newValue }
  }

  /// Returns the rectangle of the pixels that a line through points may touch.
  static func frame(around points: [Point], thickness: Double, in area: Frame) -> Frame {
    let reach = thickness * 0.5 + 1
    let xs = points.map(\.x)
    let ys = points.map(\.y)
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
    else { return Frame(top: 0, left: 0, height: 0, width: 0) }
    // Clamp before the conversion: a coordinate far outside the panel may overflow Int.
    func row(_ y: Double) -> Int {
      Int(min(max(y, Double(area.top)), Double(area.bottom)))
    }
    func column(_ x: Double) -> Int {
      Int(min(max(x, Double(area.left)), Double(area.right)))
    }
    let first = (
      top: row((top - reach).rounded(.down)), left: column((left - reach).rounded(.down))
    )
    return Frame(
      top: first.top, left: first.left, height: row((bottom + reach).rounded(.up)) - first.top,
      width: column((right + reach).rounded(.up)) - first.left)
  }

  /// Adds a line with round ends.
  ///
  /// A pixel at distance d from the line has the coverage thickness/2 + 1/2 − d, clipped to 0…1.
  /// The coverage is the exact area for straight edges along the axes and a good approximation
  /// elsewhere. Where lines overlap, the larger coverage counts.
  mutating func addSegment(from start: Point, to end: Point, thickness: Double) {
    let area = CoverageMask.frame(around: [start, end], thickness: thickness, in: frame)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let square = dx * dx + dy * dy
    for row in area.top..<area.bottom {
      for column in area.left..<area.right {
        let x = Double(column) + 0.5 - start.x
        let y = Double(row) + 0.5 - start.y
        let along = square > 0 ? min(max((x * dx + y * dy) / square, 0), 1) : 0
        let (offX, offY) = (x - along * dx, y - along * dy)
        let distance = (offX * offX + offY * offY).squareRoot()
        let share = Float(min(max(thickness * 0.5 + 0.5 - distance, 0), 1))
        if share > self[row, column] { self[row, column] = share }
      }
    }
  }

  /// Returns the mask turned by 90° so that rightward becomes upward, moved to a new corner.
  func turnedUpward(top: Int, left: Int) -> CoverageMask {
    var turned = CoverageMask(
      frame: Frame(top: top, left: left, height: frame.width, width: frame.height))
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        turned.values[(frame.width - 1 - x) * frame.height + y] = values[y * frame.width + x]
      }
    }
    return turned
  }
}
