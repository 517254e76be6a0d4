/// The digits of a picture under one assumption about the paper.
struct InkReading {
  /// A group of ink with its measure.
  struct Found {
    let group: InkGroup
    let measure: InkMeasure
  }

  /// The largest number of groups; a picture with more groups is a texture.
  private static let mostGroups = 60
  /// The least share of a picture's ink that must be in its digits.
  private static let leastShare: Float = 0.5
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
    digits = Self.digits(among: found, in: layer)
    share = digits.reduce(0) { $0 + $1.measure.share }
  }

  /// Returns whether a group reaches from edge to edge of the picture.
  ///
  /// The pale edge of a wide stroke belongs to the ink, although it is below the ink's threshold: it
  /// is a quarter of the width of a 1.
  private static func fills(_ layer: InkLayer, _ group: InkGroup) -> Bool {
    let pale = Int(paleEdge * InkRegion(of: group, in: layer, margin: 0).strokeWidth)
    func grown(_ range: Range<Int>, limit: Int) -> Float {
      Float(min(range.upperBound + pale, limit) - max(range.lowerBound - pale, 0))
    }
    let box =
      grown(group.rows, limit: layer.ink.height) * grown(group.columns, limit: layer.ink.width)
    return box > closeCoverage * Float(layer.ink.values.count)
  }

  private static func digits(among found: [Found], in layer: InkLayer) -> [Found] {
    let strokes = found.filter { $0.measure.strain.share <= 1 }
    let (height, width) = (layer.ink.height, layer.ink.width)
    if layer.paper.isClose { return strokes.count == 1 ? strokes : [] }
    // Ink at one or two sides runs off the picture; a crop without margin touches more sides.
    func sides(_ group: InkGroup) -> [Bool] {
      [
        group.rows.lowerBound == 0, group.rows.upperBound == height,
        group.columns.lowerBound == 0, group.columns.upperBound == width,
      ]
    }
    let touched = (0..<4).count { side in strokes.contains { sides($0.group)[side] } }
    return touched > 2 ? strokes : strokes.filter { !sides($0.group).contains(true) }
  }

  /// Whether enough of the ink looks like digits.
  var isConvincing: Bool { share >= Self.leastShare }

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
