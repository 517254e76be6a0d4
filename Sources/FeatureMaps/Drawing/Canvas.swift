/// An RGB picture of 8 bits for drawing.
///
/// Shapes are clipped at the edges of the picture.
public struct Canvas: Hashable, Sendable {
  /// The number of rows.
  public let height: Int
  /// The number of columns.
  public let width: Int
  /// The samples, height × width × 3 values, row by row.
  public private(set) var samples: [UInt8]

  /// Creates a picture of one color.
  ///
  /// - Precondition: `height` and `width` are positive.
  public init(height: Int, width: Int, color: RGB = .white) {
    precondition(height > 0 && width > 0, "a picture of \(height)×\(width) pixels")
    self.height = height
    self.width = width
    samples = [UInt8](repeating: 255, count: height * width * 3)
    if color != .white { fill(color) }
  }

  /// Creates a picture from its samples.
  ///
  /// - Precondition: The sides are positive, and there are height × width × 3 samples.
  public init(height: Int, width: Int, samples: [UInt8]) {
    precondition(
      height > 0 && width > 0 && samples.count == height * width * 3,
      "\(samples.count) samples for \(height)×\(width)×3")
    self.height = height
    self.width = width
    self.samples = samples
  }

  /// The rectangle of the whole picture.
  public var frame: Frame { Frame(top: 0, left: 0, height: height, width: width) }

  /// The color of one pixel.
  public subscript(y: Int, x: Int) -> RGB {
    get {
      let start = (y * width + x) * 3
      return RGB(samples[start], samples[start + 1], samples[start + 2])
    }
    set {
      let start = (y * width + x) * 3
      samples[start] = newValue.red
      samples[start + 1] = newValue.green
      samples[start + 2] = newValue.blue
    }
  }

  /// Fills the whole picture with a color.
  public mutating func fill(_ color: RGB) { fill(frame, color) }

  /// Fills a rectangle with a color.
  public mutating func fill(_ rectangle: Frame, _ color: RGB) {
    let visible = rectangle.clipped(to: frame)
    for y in visible.top..<visible.bottom {
      for x in visible.left..<visible.right { self[y, x] = color }
    }
  }

  /// Draws the border of a rectangle, inside the rectangle.
  public mutating func outline(_ rectangle: Frame, _ color: RGB, thickness: Int = 1) {
    let (height, width) = (rectangle.height, rectangle.width)
    var edge = rectangle
    edge.height = min(thickness, height)
    fill(edge, color)
    edge.top = rectangle.bottom - edge.height
    fill(edge, color)
    edge = rectangle
    edge.width = min(thickness, width)
    fill(edge, color)
    edge.left = rectangle.right - edge.width
    fill(edge, color)
  }

  /// Copies another picture into this picture, with its top left corner at `top` and `left`.
  public mutating func blit(_ picture: Canvas, top: Int, left: Int) {
    let place = Frame(top: top, left: left, height: picture.height, width: picture.width)
    let visible = place.clipped(to: frame)
    let count = visible.width * 3
    guard count > 0 else { return }
    for y in visible.top..<visible.bottom {
      let to = (y * width + visible.left) * 3
      let from = ((y - top) * picture.width + visible.left - left) * 3
      samples.replaceSubrange(to..<to + count, with: picture.samples[from..<from + count])
    }
  }

  /// Mixes a color into the pixels by their coverage in a mask.
  ///
  /// - Parameters:
  ///   - mask: The share of the color in each pixel, with the place of the mask in the picture.
  ///   - color: The color that is mixed in.
  ///   - clip: The rectangle outside which pixels stay unchanged; the whole picture by default.
  mutating func blend(_ mask: CoverageMask, _ color: RGB, clip: Frame? = nil) {
    let visible = mask.frame.clipped(to: frame).clipped(to: clip ?? frame)
    for y in visible.top..<visible.bottom {
      for x in visible.left..<visible.right {
        let share = mask[y, x]
        if share > 0 { self[y, x] = self[y, x].mixed(with: color, share: share) }
      }
    }
  }
}
