/// How much a group of ink looks like pen strokes on paper.
///
/// Each quantity has a limit, and ``strain`` is the largest share of a limit that is used up. A
/// group with a strain up to 1 is accepted as a digit. The limits were chosen on enlarged digits of
/// MNIST drawn on many kinds of paper, on crops of photographs, and on blank, ruled and shadowed
/// paper.
struct InkMeasure {
  /// One quantity as a share of its limit.
  struct Strain {
    /// The quantity divided by its limit; above 1, the limit is exceeded.
    let share: Float
    /// The message for a quantity above its limit.
    let reason: String
  }

  /// The strains of all quantities.
  let strains: [Strain]
  /// The largest strain.
  let strain: Strain
  /// The share of the picture's ink that is in this group.
  ///
  /// Components with less than a fifth of the group's extent do not count.
  let share: Float

  /// Measures a group of components.
  init(of group: InkGroup, in layer: InkLayer) {
    let outline = Self.outline(of: group, in: layer)
    share = outline.share
    // A group far beyond a limit is not measured further, because that takes the most time.
    if let worst = Self.worst(outline.strains), worst.share > 1.6 {
      (strain, strains) = (worst, outline.strains)
      return
    }
    let region = InkRegion(of: group, in: layer, margin: max(3, group.extent * 2 / 5))
    let depth = region.own.distances()
    let isClose = layer.paper.isClose
    let lines = StrokeShape(of: group, region: region, depth: depth, isClose: isClose)
    let levels = InkLevels(
      of: region, depth: depth, lineWidth: lines.width, isClose: isClose)
    // A 1 that is cut close touches most of the picture's edge.
    let mostContact: Float = lines.isUprightLine ? 0.7 : 0.4
    let contact = Self.most(
      outline.contact, isClose ? mostContact : 0.3,
      "it runs along the picture's edge")
    strains = outline.strains + [contact] + lines.strains + levels.strains
    strain = Self.worst(strains) ?? contact
  }

  /// Measures a group without reading its pixels.
  private static func outline(
    of group: InkGroup, in layer: InkLayer
  ) -> (strains: [Strain], share: Float, contact: Float) {
    let pieces = layer.components.pieces
    func isLarge(_ piece: InkComponents.Piece) -> Bool { piece.extent * 5 >= group.extent }
    let own = group.pieces.map { pieces[Int($0)] }
    let touching = own.reduce(0) { $0 + $1.edgePixels }
    let all =
      pieces.reduce(0) { $0 + (isLarge($1) ? $1.area : 0) }
      + own.reduce(0) { $0 + (isLarge($1) ? 0 : $1.area) }
    let extent = Float(group.extent)
    let contact = Float(touching) / Float(2 * (layer.ink.width + layer.ink.height))
    let leastContrast: Float = layer.paper.isClose ? 4.5 : 6
    let strains = [
      most(contact, 0.7, "it runs along the picture's edge"),
      least(
        layer.level / max(layer.noise, 0.5), leastContrast, "it hardly stands out from the grain"),
      least(layer.level, 25, "it hardly stands out from the paper"),
      least(extent, 9, "it is too small"),
      most(Float(group.area) / (extent * extent), 0.66, "it is a blot"),
      // Of 70,000 digits of MNIST, five are 2.5 times as wide as high.
      most(
        Float(group.columns.count) / Float(group.rows.count), 2.2, "it is too wide for one digit"),
    ]
    return (strains, Float(group.area) / Float(max(all, 1)), contact)
  }

  private static func worst(_ strains: [Strain]) -> Strain? {
    strains.max { $0.share < $1.share }
  }

  /// Returns the strain of a quantity with an upper limit.
  static func most(_ value: Float, _ limit: Float, _ reason: String) -> Strain {
    Strain(share: value / limit, reason: reason)
  }

  /// Returns the strain of a quantity with a lower limit.
  static func least(_ value: Float, _ limit: Float, _ reason: String) -> Strain {
    Strain(share: limit / max(value, 1e-6), reason: reason)
  }
}
