/// At most 255 colors, which are taken as they come, and an index for pixels that stay unchanged.
///
/// Colors are rounded to 32 levels for each component, so that the edges of letters do not use up
/// the palette. When it is full, a new color becomes the nearest color of the palette.
struct IndexedPalette: Hashable, Sendable {
  /// The components of all colors, three for each index; index 0 is for unchanged pixels.
  private(set) var components: [UInt8] = [0, 0, 0]
  /// For each rounded color the index; −1 while the color is new.
  private var known = [Int16](repeating: -1, count: 1 << 15)

  /// The level of each sample, 0…31.
  private static let levels: [Int] = (0..<256).map { ($0 * 31 + 127) / 255 }

  /// The number of indices, with that of unchanged pixels.
  var count: Int { components.count / 3 }

  /// Returns the index of a color.
  mutating func index(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
    let levels = IndexedPalette.levels
    let color = [levels[Int(red)], levels[Int(green)], levels[Int(blue)]]
    let key = color[0] << 10 | color[1] << 5 | color[2]
    if known[key] >= 0 { return UInt8(known[key]) }
    let wanted = color.map { ($0 * 255 + 15) / 31 }
    let index: Int
    if count < 256 {
      index = count
      components += wanted.map { UInt8($0) }
    } else {
      index = nearest(wanted)
    }
    known[key] = Int16(index)
    return UInt8(index)
  }

  private func nearest(_ color: [Int]) -> Int {
    func distance(_ index: Int) -> Int {
      (0..<3).reduce(0) { sum, component in
        let difference = Int(components[3 * index + component]) - color[component]
        return sum + difference * difference
      }
    }
    return (1..<count).min { distance($0) < distance($1) } ?? 1
  }
}
