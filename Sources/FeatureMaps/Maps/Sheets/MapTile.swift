import ImageFilters

/// The picture of one map, with the kind of its content and its range.
package struct MapTile: Hashable, Sendable {
  package let picture: Canvas
  package let content: MapContent
  package let range: ValueRange

  /// Whether hatching replaces the map.
  package var isHatched: Bool

  /// Returns hatching on light gray, distinct from the color of any value.
  package static func hatched(height: Int, width: Int, word: String) -> Canvas {
    var picture = Canvas(height: height, width: width, color: RGB(238, 240, 243))
    for y in 0..<height {
      for x in 0..<width where (x + y) % 8 < 2 { picture[y, x] = RGB(212, 216, 222) }
    }
    let font = BitmapFont.small
    let (wide, tall) = (font.width(of: word), font.capitalHeight)
    guard !word.isEmpty, wide + 8 <= width, tall + 8 <= height else { return picture }
    let (top, left) = ((height - tall) / 2, (width - wide) / 2)
    picture.fill(
      Frame(top: top - 4, left: left - 4, height: tall + 8, width: wide + 8), RGB(238, 240, 243))
    picture.text(word, top: top, x: left, font: font, color: .label)
    return picture
  }

  /// Returns a picture in which each value is a square.
  static func enlarged(
    _ values: ArraySlice<Float>, height: Int, width: Int, zoom: Int, scale: ColorScale
  ) -> Canvas {
    var samples: [UInt8] = []
    samples.reserveCapacity(height * width * zoom * zoom * 3)
    for y in 0..<height {
      var row: [UInt8] = []
      for x in 0..<width {
        let color = scale.color(of: values[values.startIndex + y * width + x])
        for _ in 0..<zoom { row += [color.red, color.green, color.blue] }
      }
      for _ in 0..<zoom { samples += row }
    }
    return Canvas(height: height * zoom, width: width * zoom, samples: samples)
  }
}

extension MapRenderer {
  /// Draws the tiles of all maps.
  ///
  /// - Parameters:
  ///   - stack: The maps.
  ///   - zoom: The zoom to use instead of the renderer's zoom.
  ///   - reduction: The side of the square of values that becomes one, their mean; ranges stay
  ///     those of all values.
  /// - Returns: A tile for each map, in their order; a map without content is hatched.
  package func tiles(of stack: MapStack, zoom: Int? = nil, reduction: Int = 1) -> [MapTile] {
    let zoom = zoom ?? effectiveZoom(of: stack)
    let shown = stack.reduced(by: reduction)
    return ranges(of: stack).enumerated().map { index, range in
      let content = stack.content(of: index)
      // On a shared scale the color of a constant map has a meaning, so the map is not hatched.
      let isHatched =
        switch content {
        case .varied: false
        case .dead, .notFinite: true
        case .flat: !sharesRange(stack) || stack.count == 1 && scale == .map
        }
      let picture =
        isHatched
        ? MapTile.hatched(
          height: shown.height * zoom, width: shown.width * zoom, word: content.rawValue)
        : MapTile.enlarged(
          shown.map(index), height: shown.height, width: shown.width, zoom: zoom,
          scale: ColorScale(range: range, colorMap: effectiveColorMap))
      return MapTile(picture: picture, content: content, range: range, isHatched: isHatched)
    }
  }
}
