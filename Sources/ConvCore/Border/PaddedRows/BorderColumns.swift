/// The border columns of a padded row whose values are computed column by column: sums,
/// derivatives, counts.
///
/// The columns of the image begin at index `left` of the padded row. The border columns are copies.
struct BorderColumns {
  /// Number of values in a padded row.
  let length: Int
  /// The index of the image's first value in a padded row.
  let left: Int
  private let rowLength: Int
  /// Indices of a padded row outside the image, each with the index in the image row to copy from,
  /// or −1 for the border's constant.
  private let outside: [(place: Int, source: Int)]

  /// Creates the border columns for images of one shape.
  ///
  /// - Parameters:
  ///   - geometry: The windows that read the columns.
  ///   - input: The shape of the images.
  ///   - width: Pixels of an output row.
  ///   - border: The rule for positions outside the image.
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

  /// Fills the border columns of one padded row.
  ///
  /// - Parameters:
  ///   - values: The padded rows, whose pixels inside the image are set already.
  ///   - start: The index where the padded row begins.
  ///   - value: The value to use where the border is a constant.
  func fill<Value>(_ values: inout [Value], at start: Int, outside value: Value) {
    for (place, source) in outside {
      values[start + place] = source < 0 ? value : values[start + left + source]
    }
  }

  /// For each index of a padded row, the index in the image row to copy from, or −1.
  var sources: [Int] {
    var sources = [Int](repeating: -1, count: length)
    for place in 0..<rowLength { sources[left + place] = place }
    for (place, source) in outside { sources[place] = source }
    return sources
  }
}
