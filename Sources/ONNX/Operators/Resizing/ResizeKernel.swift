/// The weights of the original's values for one value of the result.
struct ResizeKernel: Sendable {
  /// The way of interpolation.
  enum Mode: Sendable {
    /// One value, with the rounding that finds it.
    case nearest(String)
    case linear
    /// Keys's cubic with its parameter.
    case cubic(Double)
  }

  let mode: Mode
  /// Whether values outside the original count nothing; otherwise the edge is repeated.
  var excludesOutside = false
  /// Whether the kernel widens when a tensor shrinks.
  var isSmooth = false

  init(mode: Mode) { self.mode = mode }

  /// The index of the nearest value.
  func nearest(_ x: Double, _ side: Int) -> Int {
    guard case .nearest(let rounding) = mode else { return 0 }
    let floor = x.rounded(.down)
    let index =
      switch rounding {
      case "floor": floor
      case "ceil": x.rounded(.up)
      case "round_prefer_ceil": (x + 0.5).rounded(.down)
      default: x - floor > 0.5 ? floor + 1 : floor
      }
    return Int(min(max(index, 0), Double(max(0, side - 1))))
  }

  /// The indices and weights of the values at a coordinate.
  func taps(at x: Double, _ side: Int, scale: Double) -> [(index: Int, weight: Double)] {
    let reach: Double = if case .cubic = mode { 2 } else { 1 }
    let stretch = isSmooth ? min(1, scale) : 1
    let first = (x - reach / stretch).rounded(.down) + 1
    let last = (x + reach / stretch).rounded(.up) - 1
    var taps: [(index: Int, weight: Double)] = []
    var place = first
    while place <= last {
      let isInside = place >= 0 && place <= Double(side - 1)
      if isInside || !excludesOutside {
        let index = Int(min(max(place, 0), Double(side - 1)))
        taps.append((index, weight((place - x) * stretch)))
      }
      place += 1
    }
    let sum = taps.reduce(0) { $0 + $1.weight }
    guard (isSmooth || excludesOutside) && sum != 0 else { return taps }
    return taps.map { ($0.index, $0.weight / sum) }
  }

  private func weight(_ distance: Double) -> Double {
    let d = abs(distance)
    guard case .cubic(let a) = mode else { return max(0, 1 - d) }
    if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
  }
}
