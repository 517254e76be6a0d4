/// How much a piece of ink looks like the strokes of a pen on paper.
///
/// Each quantity has a limit, and ``strain`` is the largest share of a limit that is used up. Ink is
/// believed to be a digit's up to a strain of 1. The limits were chosen on digits of MNIST, enlarged,
/// drawn on paper of many kinds, and on crops of photographs and on blank, ruled and shadowed paper.
struct InkMeasure {
  /// One quantity as a share of its limit.
  struct Strain {
    /// 1 at the limit, more beyond it.
    let share: Float
    /// What is wrong beyond the limit.
    let reason: String
  }

  /// All quantities.
  let strains: [Strain]
  /// The quantity that is closest to its limit, or farthest beyond it.
  let strain: Strain
  /// The share of the picture's ink that is in this group; pieces below a fifth of its size do not
  /// count.
  let share: Float

  /// Measures a group of pieces.
  init(of group: InkGroup, in layer: InkLayer) {
    let outline = Self.outline(of: group, in: layer)
    share = outline.share
    // What is far beyond a limit already is not measured further: that takes the most time.
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

  /// What can be said of a group without looking at its pixels.
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
    ]
    return (strains, Float(group.area) / Float(max(all, 1)), contact)
  }

  private static func worst(_ strains: [Strain]) -> Strain? {
    strains.max { $0.share < $1.share }
  }

  /// A quantity that must not be above a limit.
  static func most(_ value: Float, _ limit: Float, _ reason: String) -> Strain {
    Strain(share: value / limit, reason: reason)
  }

  /// A quantity that must not be below a limit.
  static func least(_ value: Float, _ limit: Float, _ reason: String) -> Strain {
    Strain(share: limit / max(value, 1e-6), reason: reason)
  }
}
