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
    let region = InkRegion(of: group, in: layer, margin: max(3, group.extent * 2 / 5))
    let isClose = layer.paper.isClose
    let lines = StrokeShape(of: group, region: region, isClose: isClose)
    let levels = InkLevels(of: region, lineWidth: lines.width)
    var (touching, all) = (0, 0)
    for (number, piece) in layer.components.pieces.enumerated() {
      let isOwn = group.pieces.contains(Int32(number))
      if isOwn || piece.extent * 5 >= group.extent { all += piece.area }
      if isOwn { touching += piece.edgePixels }
    }
    share = Float(group.area) / Float(max(all, 1))
    let frame = Float(2 * (layer.ink.width + layer.ink.height) - 4)
    let own = [
      // A 1 that is cut close touches most of the picture's edge.
      Self.most(
        Float(touching) / frame, isClose && lines.isUprightLine ? 0.7 : 0.3,
        "it runs along the picture's edge"),
      Self.least(
        layer.level / max(layer.noise, 0.5), isClose ? 4.5 : 6,
        "it hardly stands out from the grain"),
      Self.least(layer.level, 25, "it hardly stands out from the paper"),
      Self.least(Float(group.extent), 9, "it is too small"),
    ]
    strains = own + lines.strains + levels.strains
    strain = strains.max { $0.share < $1.share } ?? Strain(share: 0, reason: "")
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
