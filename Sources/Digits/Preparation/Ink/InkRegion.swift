/// The ink of a digit and the paper around it, cut out of a layer.
struct InkRegion {
  /// The rows and columns of the layer.
  let rows: Range<Int>
  let columns: Range<Int>
  /// The height of each pixel over the paper.
  let ink: GrayPlane
  /// The pixels of the digit.
  let own: BinaryPlane
  /// The pixels of other ink.
  let other: BinaryPlane
  /// Whether a pixel lies on or beside a ruled line, where the paper differs.
  let isRule: [Bool]
  /// The height of ink over paper in the layer.
  let level: Float

  /// Cuts out the bounding box of a group with a margin in pixels, limited by the picture.
  init(of group: InkGroup, in layer: InkLayer, margin: Int) {
    let (height, width) = (layer.ink.height, layer.ink.width)
    rows = max(group.rows.lowerBound - margin, 0)..<min(group.rows.upperBound + margin, height)
    columns =
      max(group.columns.lowerBound - margin, 0)..<min(group.columns.upperBound + margin, width)
    ink = layer.ink.cropped(rows: rows, columns: columns)
    level = layer.level
    var isOwn = [Bool](repeating: false, count: layer.components.pieces.count)
    for number in group.pieces { isOwn[Int(number)] = true }
    var own: [Bool] = []
    var other: [Bool] = []
    for y in rows {
      for label in layer.components.labels[
        y * width + columns.lowerBound..<y * width + columns.upperBound]
      {
        own.append(label >= 0 && isOwn[Int(label)])
        other.append(label >= 0 && !isOwn[Int(label)])
      }
    }
    isRule = layer.rules.cover(rows: rows, columns: columns)
    self.own = BinaryPlane(height: rows.count, width: columns.count, isSet: own)
    self.other = BinaryPlane(height: rows.count, width: columns.count, isSet: other)
  }

  /// The mean width of the strokes in pixels: the area over half the length of the edge.
  ///
  /// The edge is counted along the axes and corrected for slanted edges.
  var strokeWidth: Float {
    var (area, edge) = (0, 0)
    let (height, width) = (own.height, own.width)
    for y in 0..<height {
      for x in 0..<width where own.isSet[y * width + x] {
        area += 1
        if x == 0 || !own.isSet[y * width + x - 1] { edge += 1 }
        if x == width - 1 || !own.isSet[y * width + x + 1] { edge += 1 }
        if y == 0 || !own.isSet[(y - 1) * width + x] { edge += 1 }
        if y == height - 1 || !own.isSet[(y + 1) * width + x] { edge += 1 }
      }
    }
    // Counted along the axes, a slanted edge is up to √2 too long; the mean factor is 1.2.
    return edge == 0 ? 0 : 2 * Float(area) / (Float(edge) / 1.2)
  }
}
