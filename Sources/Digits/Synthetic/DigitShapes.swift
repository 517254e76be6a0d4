/// The strokes of the ten digits as people write them, in a box of height and width 1.
///
/// Each digit has several forms with random proportions.
enum DigitShapes {
  /// Returns the strokes of a digit, in a random form.
  ///
  /// - Precondition: The digit is 0…9.
  static func strokes(
    of digit: Int, using generator: inout some RandomNumberGenerator
  ) -> [Stroke] {
    switch digit {
    case 0: zero(&generator)
    case 1: one(&generator)
    case 2: two(&generator)
    case 3: three(&generator)
    case 4: four(&generator)
    case 5: five(&generator)
    case 6: six(&generator)
    case 7: seven(&generator)
    case 8: eight(&generator)
    case 9: nine(&generator)
    default: preconditionFailure("\(digit) is not a digit")
    }
  }

  /// Draws a ring, not always closed, sometimes with an end inside.
  private static func zero(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let start = -0.25 + g.bell(0.07)
    let overlap = g.uniform(-0.08, 0.14)
    let side = g.uniform(0.34, 0.72)
    var ring = Stroke()
    if g.chance(0.3) { ring.line(to: 0.5 + g.uniform(-0.3, 0.9) * side, g.uniform(-0.15, 0.25)) }
    ring.arc(0.5, 0.5, side, 0.5, from: start, to: start - 1 - overlap, count: 10)
    if g.chance(0.3) { ring.line(to: 0.5 + g.uniform(-0.7, 0.5) * side, g.uniform(-0.1, 0.35)) }
    return [ring]
  }

  /// Draws a stem, with or without a flag and a foot.
  private static func one(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    var stem = Stroke()
    let isPlain = g.chance(0.72)
    if !isPlain {
      stem.line(to: 0.5 - g.uniform(0.1, 0.42), g.uniform(0.08, 0.38))
      stem.corner(0.5, 0)
    } else {
      stem.line(to: 0.5, 0)
    }
    stem.line(to: 0.5 + g.bell(0.035), 0.5)
    stem.line(to: 0.5, 1)
    guard g.chance(isPlain ? 0.03 : 0.55) else { return [stem] }
    let (left, right, y) = (g.uniform(0.15, 0.5), g.uniform(0.12, 0.5), 1 + g.bell(0.03))
    return [stem, Stroke((0.5 - left, y + g.bell(0.03)), (0.5 + right, y))]
  }

  /// Draws a bow that runs down to the left, then a base: straight, wavy, or from a loop.
  private static func two(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let top = g.uniform(0.15, 0.3)
    let (left, right) = (g.uniform(0, 0.3), g.uniform(0.65, 1))
    let middle = (left + right) / 2
    var pen = Stroke()
    if g.chance(0.7) { pen.line(to: left + g.uniform(-0.06, 0.15), top + g.uniform(-0.05, 0.15)) }
    pen.arc(middle, top, right - middle, top, from: -0.42, to: 0.05, count: 4)
    pen.line(to: middle + g.uniform(-0.05, 0.2), g.uniform(0.46, 0.64))
    if g.chance(0.2) {
      // A loop as large as the bow; the strokes cross far to the right.
      let bottom = g.uniform(0.84, 1)
      let loop = g.uniform(0.18, 0.36)
      pen.line(to: g.uniform(0.28, 0.5), bottom)
      pen.line(to: g.uniform(-0.1, 0.12), bottom - loop * g.uniform(0.1, 0.5))
      pen.line(to: g.uniform(0.12, 0.35), bottom - loop)
      pen.line(to: g.uniform(0.52, 0.72), bottom - loop * g.uniform(0.3, 0.9))
      pen.line(to: g.uniform(0.75, 1.2), bottom + g.uniform(-0.1, 0.12))
    } else if g.chance(0.45) {
      let bottom = g.uniform(0.74, 0.97)
      let size = g.uniform(0.06, 0.34)
      pen.line(to: g.uniform(0.15, 0.36), bottom)
      pen.line(to: g.uniform(-0.08, 0.1), bottom + g.uniform(-0.06, 0.04))
      pen.line(to: g.uniform(0, 0.18), bottom - size)
      pen.line(to: g.uniform(0.32, 0.55), bottom - size * g.uniform(0, 0.7))
      pen.line(to: g.uniform(0.7, 1.4), bottom + g.uniform(-0.08, 0.25))
    } else {
      pen.corner(g.uniform(-0.05, 0.18), g.uniform(0.86, 1))
      if g.chance(0.6) { pen.line(to: 0.45, g.uniform(0.85, 0.97)) }
      pen.line(to: g.uniform(0.7, 1.4), g.uniform(0.82, 1.08))
    }
    return [pen]
  }

  /// Draws two bows joined by a corner, a small loop or a bend; the upper bow is round or flat.
  private static func three(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let waist = g.uniform(0.36, 0.53)
    let inset = g.uniform(0.2, 0.55)
    var pen = Stroke()
    if g.chance(0.25) {
      pen.line(to: g.uniform(0, 0.25), g.uniform(0, 0.12))
      if g.chance(0.3) { pen.line(to: 0.4, g.uniform(-0.05, 0.03)) }
      pen.corner(g.uniform(0.6, 0.9), g.uniform(-0.02, 0.14))
    } else {
      pen.line(to: g.uniform(0, 0.22), g.uniform(0.03, 0.24))
      let upper = g.uniform(0.2, 0.45)
      pen.arc(0.45, waist / 2, upper, waist / 2, from: -0.3, to: 0.12, count: 4)
    }
    switch g.index(below: 4) {
    case 0:
      let loop = g.uniform(0.05, 0.2)
      pen.line(to: inset + 0.05, waist)
      pen.line(to: inset - loop, waist + g.uniform(0.02, 0.09))
      pen.line(to: inset + 0.08, waist + g.uniform(0, 0.05))
    case 1: pen.line(to: inset + 0.1, waist)
    default: pen.corner(inset, waist)
    }
    let (side, lower) = (g.uniform(0.25, 0.55), (1 - waist) / 2)
    pen.arc(0.45, 1 - lower, side, lower, from: -0.16, to: g.uniform(0.27, 0.37), count: 5)
    if g.chance(0.85) { pen.line(to: g.uniform(-0.15, 0.2), g.uniform(0.75, 0.98)) }
    return [pen]
  }

  /// Draws a four in one of three forms.
  ///
  /// Open: an angle and a stem. Closed: the stem meets the top. Or all in one stroke.
  private static func four(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let bar = g.uniform(0.45, 0.68)
    let stem = g.uniform(0.6, 0.85)
    let reach = g.uniform(0.85, 1.12)
    var angle = Stroke()
    if g.chance(0.22) {
      angle.line(to: stem - g.uniform(0, 0.12), 0)
      angle.corner(g.uniform(0, 0.1), bar)
      angle.line(to: reach, bar + g.bell(0.04))
      return [angle, Stroke((stem, g.uniform(0, 0.1)), (stem + g.bell(0.02), 0.5), (stem, 1))]
    }
    angle.line(to: g.uniform(0.05, 0.35), g.uniform(0, 0.12))
    if g.chance(0.5) {
      angle.line(to: g.uniform(0.02, 0.12), bar * g.uniform(0.55, 0.85))
      angle.line(to: g.uniform(0.08, 0.3), bar)
    } else {
      angle.corner(g.uniform(0, 0.12), bar)
    }
    if g.chance(0.2) {
      // The bar bends up into the stem, as in a y.
      angle.line(to: stem * 0.7, bar + g.uniform(-0.06, 0.03))
      angle.corner(stem, g.uniform(0, 0.3))
      angle.line(to: stem - 0.02, 0.6)
      angle.line(to: stem - g.uniform(0, 0.12), 1)
      return [angle]
    }
    angle.line(to: stem, bar + g.bell(0.04))
    if g.chance(0.88) { angle.line(to: reach, bar + g.bell(0.05)) }
    let top = g.uniform(-0.05, 0.34)
    return [
      angle, Stroke((stem + g.bell(0.03), top), (stem, 0.5), (stem - g.uniform(-0.03, 0.1), 1)),
    ]
  }

  /// Draws a hat, a neck and a bowl: in one stroke, with a separate hat, or nearly an S.
  private static func five(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let neck = g.uniform(0.1, 0.4)
    let joint = g.uniform(0.28, 0.52)
    let hatY = g.uniform(0, 0.1)
    let hatEnd = Point(g.uniform(0.65, 1.4), hatY + g.uniform(-0.14, 0.08))
    var pen = Stroke()
    let isApart = g.chance(0.35)
    let isSmooth = g.chance(0.3)
    if isApart {
      pen.line(to: neck, hatY)
    } else {
      pen.line(to: hatEnd.x, hatEnd.y)
      if isSmooth {
        pen.line(to: neck + g.uniform(0.1, 0.25), hatY + 0.02)
      } else {
        pen.corner(neck, hatY)
      }
    }
    if isSmooth {
      pen.line(to: neck - g.uniform(-0.05, 0.12), joint * 0.65)
      pen.line(to: neck + 0.15, joint + 0.02)
    } else {
      pen.corner(neck - g.uniform(0, 0.16), joint + g.uniform(0, 0.1))
    }
    let bowl = (1 - joint + 0.05) / 2
    let side = g.uniform(0.22, 0.5)
    pen.arc(0.42, 1 - bowl, side, bowl, from: -0.22, to: g.uniform(0.25, 0.4), count: 5)
    if g.chance(0.85) { pen.line(to: g.uniform(-0.3, 0.2), g.uniform(0.68, 1)) }
    guard isApart else { return [pen] }
    let start = Stroke((neck + g.uniform(-0.06, 0.2), hatY + g.bell(0.04)), (hatEnd.x, hatEnd.y))
    return [pen, start]
  }

  /// Draws a stem that runs into a closed bowl.
  private static func six(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let bowl = g.uniform(0.15, 0.31)
    let side = g.uniform(0.26, 0.52)
    let middle = 0.15 + side
    var pen = Stroke()
    let top = g.uniform(0.2, 1)
    pen.line(to: top, 0)
    pen.line(to: 0.12 + (top - 0.12) * g.uniform(0.2, 0.6), g.uniform(0.2, 0.4))
    pen.line(to: 0.12 + g.bell(0.04), g.uniform(0.52, 0.68))
    pen.arc(middle, 1 - bowl, side, bowl, from: 0.47, to: g.uniform(-0.45, -0.25), count: 7)
    if g.chance(0.8) {
      pen.line(to: g.uniform(0.05, 0.4), 1 - bowl + g.uniform(-0.15, 0.6) * bowl)
    }
    return [pen]
  }

  /// Draws a bar and a stem: straight or bent, with or without a serif and a second bar.
  private static func seven(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let right = g.uniform(0.75, 1.05)
    let bar = g.uniform(0.02, 0.12)
    let foot = g.uniform(0.15, 0.75)
    var pen = Stroke()
    if g.chance(0.35) {
      pen.line(to: g.uniform(-0.05, 0.1), g.uniform(0.13, 0.4))
      let y = bar + g.uniform(-0.05, 0.05)
      if g.chance(0.5) { pen.corner(g.uniform(0, 0.12), y) } else { pen.line(to: 0.15, y) }
    } else {
      pen.line(to: g.uniform(-0.1, 0.15), g.uniform(-0.02, 0.2))
    }
    pen.line(to: 0.45, bar + g.bell(0.04))
    if g.chance(0.35) {
      pen.line(to: right, bar + g.uniform(0, 0.08))
    } else {
      pen.corner(right, bar + g.bell(0.05))
    }
    let middle = Point((right + foot) / 2 + g.uniform(-0.15, 0.1), g.uniform(0.42, 0.58))
    pen.line(to: middle.x, middle.y)
    pen.line(to: foot, 1)
    guard g.chance(0.24) else { return [pen] }
    let (left, reach) = (g.uniform(0.1, 0.5), g.uniform(0.1, 0.55))
    let start = (x: middle.x - left, y: middle.y + g.bell(0.06))
    return [pen, Stroke(start, (middle.x + reach, middle.y + g.bell(0.06)))]
  }

  /// Draws an S that runs back to its start, or two rings.
  private static func eight(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let waist = g.uniform(0.37, 0.62)
    let (upper, lower) = (g.uniform(0.2, 0.5), g.uniform(0.15, 0.5))
    let (highX, lowX) = (0.5 + g.bell(0.07), 0.5 + g.bell(0.07))
    let (highY, lowY) = (waist / 2, (1 + waist) / 2)
    let (high, low) = (waist / 2, (1 - waist) / 2)
    var pen = Stroke()
    if g.chance(0.12) {
      let gap = g.uniform(-0.03, 0.03)
      pen.arc(highX, highY, upper, high + gap, from: -0.25, to: -1.27, count: 9)
      var ring = Stroke()
      ring.arc(lowX, lowY, lower, low + gap, from: -0.25, to: -1.27, count: 9)
      return [pen, ring]
    }
    let start = g.uniform(-0.22, 0.06)
    if g.chance(0.35) { pen.line(to: highX + upper * g.uniform(0.6, 1.7), g.uniform(-0.1, 0.3)) }
    pen.arc(
      highX, highY, upper, high, from: min(start, -0.05), to: g.uniform(-0.64, -0.52), count: 5)
    pen.line(to: 0.5 + g.bell(0.06), waist + g.bell(0.03))
    pen.arc(
      lowX, lowY, lower, low, from: g.uniform(-0.1, 0.02), to: g.uniform(0.48, 0.6), count: 6)
    pen.line(to: 0.5 + g.bell(0.06), waist + g.bell(0.03))
    let side = highX + upper * g.uniform(0.6, 1.5)
    pen.line(to: side, highY + high * g.uniform(-0.8, 0.5))
    if g.chance(0.5) {
      pen.line(to: highX + upper * g.uniform(0.1, 1), highY - high * g.uniform(0.6, 1.1))
    }
    return [pen]
  }

  /// Draws a bowl and a stem: straight, bent, or with a hook.
  private static func nine(_ g: inout some RandomNumberGenerator) -> [Stroke] {
    let bowl = g.uniform(0.14, 0.33)
    let side = g.uniform(0.2, 0.5)
    let right = g.uniform(0.72, 0.95)
    let middle = right - side - g.uniform(-0.02, 0.06)
    let start = g.uniform(-0.25, 0.02)
    var pen = Stroke()
    if g.chance(0.25) { pen.line(to: right + g.uniform(-0.15, 0.2), g.uniform(-0.1, 0.3)) }
    pen.arc(
      middle, bowl, side, bowl, from: min(start, -0.04), to: g.uniform(-0.97, -0.78), count: 7)
    let joint = Point(right + g.uniform(-0.08, 0.06), bowl * g.uniform(-0.1, 1.5))
    if g.chance(0.7) { pen.corner(joint.x, joint.y) } else { pen.line(to: joint.x, joint.y) }
    pen.line(to: right + g.uniform(-0.16, 0.06), g.uniform(0.52, 0.68))
    if g.chance(0.17) {
      pen.line(to: right - g.uniform(0.05, 0.3), 0.92)
      pen.line(to: g.uniform(0.15, 0.5), 1)
      if g.chance(0.5) { pen.line(to: g.uniform(0, 0.2), g.uniform(0.8, 0.95)) }
    } else {
      pen.line(to: right - g.uniform(-0.06, 0.5), 1)
    }
    return [pen]
  }
}
