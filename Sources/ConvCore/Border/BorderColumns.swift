/// Where the columns left and right of an image take their values from, for what is computed
/// column by column: sums, derivatives, counts.
///
/// Such values lie in a padded row, the image's own `left` places into it; the others are copies.
struct BorderColumns {
  /// Values of a padded row.
  let length: Int
  /// Where the image begins.
  let left: Int
  private let rowLength: Int
  /// The places outside the image, and the places of the image's row that stand there, −1 for the
  /// border's own value.
  private let outside: [(place: Int, source: Int)]

  /// - Parameter width: Pixels of an output row.
  init(_ geometry: WindowGeometry, over input: ImageShape, width: Int, border: Border) {
    let (leadingPadding, channels) = (geometry.leadingPadding.width, input.channels)
    let end = max(width - 1 - leadingPadding + geometry.extent.width, input.width)
    left = leadingPadding * channels
    length = (leadingPadding + end) * channels
    rowLength = input.rowLength
    var outside: [(place: Int, source: Int)] = []
    for columns in [-leadingPadding..<0, input.width..<end] {
      for column in columns {
        let source = border.index(of: column, count: input.width)
        for channel in 0..<channels {
          let place = (leadingPadding + column) * channels + channel
          outside.append((place, source.map { $0 * channels + channel } ?? -1))
        }
      }
    }
    self.outside = outside
  }

  /// Fills the places outside the image of the padded row that begins at `start`.
  ///
  /// - Parameter value: What stands where the border has a value of its own.
  func fill<Value>(_ values: inout [Value], at start: Int, outside value: Value) {
    for (place, source) in outside {
      values[start + place] = source < 0 ? value : values[start + left + source]
    }
  }

  /// For each place of a padded row the place of the image's row that stands there, or −1.
  var sources: [Int] {
    var sources = [Int](repeating: -1, count: length)
    for place in 0..<rowLength { sources[left + place] = place }
    for (place, source) in outside { sources[place] = source }
    return sources
  }
}
