/// The colors of an animation by their numbers; number 0 stands for pixels that stay unchanged.
public struct IndexedPalette: Hashable, Sendable {
  /// The index of pixels that stay as they were; its color is transparent.
  public static let unchanged: UInt8 = 0
  /// The most colors: 7 bits make smaller files than 8, and drawings have few colors.
  private static let mostColors = 127

  /// The red, green and blue components, three for each index.
  public let components: [UInt8]
  /// For each rounded color its index.
  private let indices: [UInt8]

  /// Takes the most frequent colors; each other color becomes the nearest one of them.
  ///
  /// - Parameter counts: For each rounded color how often it is used.
  init(_ counts: [Int]) {
    let used = counts.indices.filter { counts[$0] > 0 }
    // Equal counts are ordered by color, so that the same frames give the same palette.
    let kept = used.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(IndexedPalette.mostColors)
    var indices = [UInt8](repeating: 0, count: counts.count)
    for (place, key) in kept.enumerated() { indices[key] = UInt8(place + 1) }
    for key in used where indices[key] == 0 {
      let nearest = kept.enumerated().min { a, b in
        RoundedColor.distance(a.element, key) < RoundedColor.distance(b.element, key)
      }
      indices[key] = UInt8((nearest?.offset ?? 0) + 1)
    }
    self.indices = indices
    // Programs that know transparency by its color must not find it elsewhere: a color of no pixel.
    let unused = (0..<RoundedColor.magenta).last { counts[$0] == 0 } ?? 0
    components = RoundedColor.components(unused) + kept.flatMap(RoundedColor.components)
  }

  /// The indices of all pixels of a frame's rectangle, row by row.
  public func indices(of frame: IndexedFrame) -> [UInt8] {
    var result = [UInt8](repeating: IndexedPalette.unchanged, count: frame.height * frame.width)
    var next = 0
    for run in frame.runs {
      for place in run.start..<run.start + run.count {
        result[place] = indices[Int(frame.colors[next])]
        next += 1
      }
    }
    return result
  }
}
