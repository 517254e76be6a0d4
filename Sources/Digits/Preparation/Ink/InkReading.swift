/// The digits of a picture under one assumption about the paper.
struct InkReading {
  /// A group of ink with its measure.
  struct Found {
    let group: InkGroup
    let measure: InkMeasure
  }

  /// The largest number of groups; a picture with more groups is a texture.
  private static let mostGroups = 60
  /// The least share of a picture's ink that must be in its digits: on a page, and in a crop without
  /// margin, which holds nothing but digits.
  private static let leastShare: (page: Float, crop: Float) = (0.5, 0.8)
  /// The least share of the picture that the bounding box of a digit without margin fills.
  private static let closeCoverage: Float = 0.85
  /// The largest width of the pale edge of a stroke, as a share of the stroke's width.
  private static let paleEdge: Float = 0.25

  /// The ink of the picture.
  let layer: InkLayer
  /// The groups that look like strokes, from left to right.
  let digits: [Found]
  /// The group with most of the ink, even if it does not look like strokes.
  let largest: Found?
  /// Whether the picture is cut at its ink.
  private let isCrop: Bool
  /// The share of the ink that is in ``digits``.
  let share: Float

  /// Finds the digits of a layer.
  init(_ layer: InkLayer) {
    self.layer = layer
    var groups = layer.level > 0 ? InkGroups(in: layer).groups : []
    if layer.paper.isClose { groups = groups.filter { Self.fills(layer, $0) } }
    let found = groups.prefix(Self.mostGroups).map {
      Found(group: $0, measure: InkMeasure(of: $0, in: layer))
    }
    largest = found.max { $0.group.area < $1.group.area }
    isCrop = layer.paper.isClose || Self.touchesMostSides(found, of: layer)
    digits = Self.digits(among: found, in: layer, isCrop: isCrop)
    share = digits.reduce(0) { $0 + $1.measure.share }
  }

  /// Returns whether a group reaches from edge to edge of the picture.
  private static func fills(_ layer: InkLayer, _ group: InkGroup) -> Bool {
    let box = paleBox(of: group, in: layer)
    return Float(box.rows.count * box.columns.count)
      > closeCoverage * Float(layer.ink.values.count)
  }

  /// Returns the bounding box of a group with the pale edge of its strokes, limited by the picture.
  ///
  /// The pale edge of a wide stroke belongs to the ink, although it is below the ink's threshold: it
  /// is a quarter of the width of a 1.
  private static func paleBox(
    of group: InkGroup, in layer: InkLayer
  ) -> (rows: Range<Int>, columns: Range<Int>) {
    let pale = Int(paleEdge * InkRegion(of: group, in: layer, margin: 0).strokeWidth)
    func grown(_ range: Range<Int>, limit: Int) -> Range<Int> {
      max(range.lowerBound - pale, 0)..<min(range.upperBound + pale, limit)
    }
    return (
      grown(group.rows, limit: layer.ink.height), grown(group.columns, limit: layer.ink.width)
    )
  }

  /// Returns whether ink touches more than two sides of the picture, if only with its pale edges.
  private static func touchesMostSides(_ found: [Found], of layer: InkLayer) -> Bool {
    let touched = found.map { item in
      let box = paleBox(of: item.group, in: layer)
      return sides(of: layer, rows: box.rows, columns: box.columns)
    }
    return (0..<4).count { side in touched.contains { $0[side] } } > 2
  }

  /// Returns which sides of the picture a box touches: top, bottom, left and right.
  private static func sides(of layer: InkLayer, rows: Range<Int>, columns: Range<Int>) -> [Bool] {
    [
      rows.lowerBound == 0, rows.upperBound == layer.ink.height, columns.lowerBound == 0,
      columns.upperBound == layer.ink.width,
    ]
  }

  private static func digits(among found: [Found], in layer: InkLayer, isCrop: Bool) -> [Found] {
    let strokes = found.filter { $0.measure.strain.share <= 1 }
    if layer.paper.isClose { return strokes.count == 1 ? strokes : [] }
    // On a page, ink at a side runs off the picture.
    return isCrop
      ? strokes
      : strokes.filter {
        !sides(of: layer, rows: $0.group.rows, columns: $0.group.columns).contains(true)
      }
  }

  /// Whether enough of the ink looks like digits.
  var isConvincing: Bool { share >= (isCrop ? Self.leastShare.crop : Self.leastShare.page) }

  /// Returns whether this reading explains the picture better than another reading.
  func isBetter(than other: InkReading) -> Bool {
    guard isConvincing && other.isConvincing else {
      return isConvincing != other.isConvincing ? isConvincing : share > other.share
    }
    return worstStrain < other.worstStrain
  }

  /// The reason why the picture does not look like digits on paper; `nil` if it does.
  var doubt: String? {
    if isConvincing { return nil }
    guard let largest else { return "no ink found" }
    if largest.measure.strain.share > 1 {
      return "does not look like ink on paper: \(largest.measure.strain.reason)"
    }
    return "does not look like ink on paper: most of what stands out is no digit, or runs off"
  }

  private var worstStrain: Float { digits.map(\.measure.strain.share).max() ?? .infinity }
}
