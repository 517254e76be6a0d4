public import ConvCore

/// Turns a person's picture of one digit into what MNIST's images are.
public enum DigitPreparation {
  /// Longer pictures are shrunk to this side first: the digit ends up 20 pixels tall anyway.
  private static let workingSide = 400
  /// Least height of ink over paper, in sample units of 0…255.
  private static let leastContrast: Float = 10
  /// Least width of a line in the prepared image, in pixels: MNIST's thinnest pens.
  private static let leastLine: Float = 2

  /// The digit of a picture as a 28×28 image of bright strokes on black, 0…255.
  ///
  /// The paper is estimated and taken away, so it may be unevenly lit, and either lighter or
  /// darker than the writing. Specks are dropped; the ink is cropped, fitted into 20×20 pixels with
  /// its proportions kept, very thin lines widened, and its centre of mass put at the centre.
  /// A 28×28 picture that looks like one of MNIST's is only centred.
  ///
  /// - Parameter picture: A gray image of any size, 0…255.
  /// - Throws: ``DigitError`` when no ink is found in it.
  /// - Precondition: The picture has one channel.
  public static func prepare(_ picture: Image) throws(DigitError) -> Image {
    let plane = GrayPlane(picture)
    guard !plane.values.isEmpty, plane.values.allSatisfy(\.isFinite) else {
      throw DigitError(.damaged, "no ink found: the picture has no pixels or not all are numbers")
    }
    if looksPrepared(plane) {
      return GrayPlane(
        height: MassCentring.side, width: MassCentring.side,
        values: MassCentring.centred(plane.values)
      ).image
    }
    let ink = inkAbovePaper(plane.shrunk(toSide: workingSide))
    return fitted(try digit(in: ink)).image
  }

  /// Whether a picture has MNIST's size, a black frame and bright ink, but not too much of it.
  private static func looksPrepared(_ plane: GrayPlane) -> Bool {
    let side = MassCentring.side
    guard plane.height == side && plane.width == side else { return false }
    let isFrameBlack = (0..<side).allSatisfy { i in
      max(plane[0, i], plane[side - 1, i], plane[i, 0], plane[i, side - 1]) <= 25
    }
    let black = plane.values.count { $0 <= 25 }
    let isInkBright = plane.values.contains { $0 >= 150 }
    return isFrameBlack && isInkBright && black * 2 > plane.values.count
  }

  // MARK: Paper

  /// How far each pixel is from the paper toward the ink: around 0 on paper, more on ink.
  private static func inkAbovePaper(_ picture: GrayPlane) -> GrayPlane {
    let isLight = isPaperLight(picture)
    var light = picture
    // Chalk on a board becomes ink on paper.
    if !isLight { light.values = picture.values.map { 255 - $0 } }
    let paper = PaperEstimate(lightPaperOf: light).plane(height: light.height, width: light.width)
    var ink = light
    for i in ink.values.indices {
      let difference = paper.values[i] - light.values[i]
      // Ink takes away a share of the light, so it counts alike in sun and shade.
      ink.values[i] = isLight ? difference * 255 / max(paper.values[i], 64) : difference
    }
    return ink
  }

  /// Whether the extremes of the picture lie below a plane through it rather than above.
  ///
  /// A plane, for slanting light reaches farther from the mean than a small digit does.
  private static func isPaperLight(_ picture: GrayPlane) -> Bool {
    let residuals = SlantedPlane(fittedTo: picture).residuals(of: picture)
    return -percentile(0.001, of: residuals) >= percentile(0.999, of: residuals)
  }

  // MARK: Ink

  /// The digit alone, cropped to its ink, from 0 on paper to 1 in the strokes.
  private static func digit(in ink: GrayPlane) throws(DigitError) -> GrayPlane {
    let floor = max(6 * noiseLevel(of: ink), leastContrast)
    let written = ink.values.filter { $0 > floor }
    guard !written.isEmpty else { throw noInk }
    let strong = otsuThreshold(of: written)
    let level = percentile(0.5, of: written.filter { $0 >= strong })
    // Fainter ink counts where it touches strong ink: a pen skips, thin lines are pale.
    let mask = ink.values.map { $0 > level * 0.4 }
    let components = InkComponents(of: mask, height: ink.height, width: ink.width)
    let chosen = components.digit(smallestArea: max(4, ink.values.count / 4000))
    guard !chosen.isEmpty else { throw noInk }
    let (rows, columns) = components.box(of: chosen)
    let kept = GrayPlane(
      height: ink.height, width: ink.width,
      values: components.labels.map { chosen.contains($0) ? 1 : 0 })
    var clean = ink
    for i in clean.values.indices {
      let height = (ink.values[i] - level * 0.2) / (level * 0.4)
      clean.values[i] = kept.values[i] * min(max(height, 0), 1)
    }
    let line = lineWidth(kept.cropped(rows: rows, columns: columns))
    let missing = leastLine * Float(max(rows.count, columns.count)) / 20 - line
    return clean.dilated(radius: max(0, Int((missing / 2).rounded())))
      .cropped(rows: rows, columns: columns)
  }

  private static let noInk = DigitError(.damaged, "no ink found")

  /// The value that parts two groups best: the most variance between their means (Otsu, 1979).
  private static func otsuThreshold(of values: [Float]) -> Float {
    let sorted = values.sorted()
    let total = sorted.reduce(0) { $0 + Double($1) }
    var (below, best, threshold) = (0.0, -1.0, sorted[0])
    for i in 1..<max(sorted.count, 1) {
      below += Double(sorted[i - 1])
      let (low, high) = (Double(i), Double(sorted.count - i))
      let distance = below / low - (total - below) / high
      let between = low * high * distance * distance
      if between > best { (best, threshold) = (between, sorted[i]) }
    }
    return threshold
  }

  /// The spread of the paper's own grain: the median distance from the median, as a deviation.
  private static func noiseLevel(of ink: GrayPlane) -> Float {
    let middle = percentile(0.5, of: ink.values)
    return 1.4826 * percentile(0.5, of: ink.values.map { abs($0 - middle) })
  }

  /// How wide lines are on average: their area over half the length of their edge.
  private static func lineWidth(_ mask: GrayPlane) -> Float {
    var (area, edge) = (0, 0)
    for y in 0..<mask.height {
      for x in 0..<mask.width where mask[y, x] > 0 {
        area += 1
        if x == 0 || mask[y, x - 1] == 0 { edge += 1 }
        if x == mask.width - 1 || mask[y, x + 1] == 0 { edge += 1 }
        if y == 0 || mask[y - 1, x] == 0 { edge += 1 }
        if y == mask.height - 1 || mask[y + 1, x] == 0 { edge += 1 }
      }
    }
    // Counted along the axes, a slanted edge is up to √2 too long; 1.2 is the mean of it.
    return edge == 0 ? 0 : 2 * Float(area) / (Float(edge) / 1.2)
  }

  // MARK: Field

  /// Ink fitted into 20×20 pixels, stretched to 255 and centred in 28×28.
  private static func fitted(_ ink: GrayPlane) -> GrayPlane {
    let longest = Float(max(ink.height, ink.width))
    let height = max(1, Int((Float(ink.height) * 20 / longest).rounded()))
    let width = max(1, Int((Float(ink.width) * 20 / longest).rounded()))
    let small = ink.resized(height: height, width: width)
    let strokes = small.values.filter { $0 > 0.2 }
    let full = strokes.isEmpty ? 1 : max(percentile(0.7, of: strokes), 0.1)
    let side = MassCentring.side
    var field = [Float](repeating: 0, count: side * side)
    let (top, left) = ((side - height) / 2, (side - width) / 2)
    for y in 0..<height {
      for x in 0..<width {
        let value = min(max(small[y, x] / full, 0), 1)
        field[(top + y) * side + left + x] = (value * 255).rounded()
      }
    }
    return GrayPlane(height: side, width: side, values: MassCentring.centred(field))
  }
}
