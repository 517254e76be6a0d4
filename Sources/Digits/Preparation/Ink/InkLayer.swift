/// The ink of a picture under one assumption about the paper.
struct InkLayer {
  /// The assumptions about the paper of a picture.
  enum Paper: CaseIterable {
    /// The paper is lighter than the ink and may be unevenly lit.
    case light
    /// The paper is darker than the ink, like a blackboard.
    case dark
    /// The paper is light and cut close to the ink, so that much of the picture is ink.
    case closeLight
    /// The paper is dark and cut close to the ink.
    case closeDark

    /// Whether the ink is darker than the paper.
    var isLight: Bool { self == .light || self == .closeLight }
    /// Whether the picture is cut close to the ink.
    var isClose: Bool { self == .closeLight || self == .closeDark }
  }

  /// The least height of ink over paper, in sample units of 0…255.
  private static let leastContrast: Float = 10

  /// The assumption about the paper.
  let paper: Paper
  /// The height of each pixel over the paper, toward the ink: around 0 on paper, more on ink.
  let ink: GrayPlane
  /// The standard deviation of the paper's noise, in sample units.
  let noise: Float
  /// The height of ink over the paper; 0 without ink.
  private(set) var level: Float = 0
  /// The connected components of the ink.
  private(set) var components: InkComponents
  /// The ruled lines, whose pixels do not belong to digits.
  private(set) var rules = RuledLines()

  /// Finds the ink of a picture under an assumption.
  init(_ picture: GrayPlane, paper: Paper, estimate: PaperEstimate) {
    self.paper = paper
    ink =
      paper.isClose
      ? Self.inkOnFlatPaper(picture, isLight: paper.isLight)
      : estimate.ink(of: picture, isLight: paper.isLight)
    noise = Self.noiseLevel(of: ink, isClose: paper.isClose)
    components = InkComponents(of: [], height: ink.height, width: ink.width)
    findInk()
  }

  /// Returns whether a component is not part of a digit.
  ///
  /// A component is stray if it is a speck, lies along the picture's edge, or crosses the whole
  /// picture, like a table or a shadow.
  func isStray(_ piece: InkComponents.Piece) -> Bool {
    if piece.area < 8 || piece.extent < 6 { return true }
    if paper.isClose { return false }
    return piece.edgePixels * 3 > piece.extent || piece.rows.count == ink.height
      || piece.columns.count == ink.width
  }

  // MARK: Levels

  /// Separates ink from paper.
  ///
  /// If all strong ink is stray, the search runs again without it: the edge of a table is darker
  /// than a pencil.
  private mutating func findInk() {
    var isLeftOut = [Bool](repeating: false, count: 0)
    for _ in 0..<3 {
      guard let found = strongLevel(leavingOut: isLeftOut) else { return level = 0 }
      level = found
      // Weaker ink that touches strong ink counts too, because pens skip and thin lines are pale.
      let threshold = max(level * 0.4, 2.5 * noise)
      var mask = ink.values.map { $0 > threshold }
      if !paper.isClose {
        rules = RuledLines(removedFrom: &mask, height: ink.height, width: ink.width)
      }
      if !isLeftOut.isEmpty { for i in mask.indices where isLeftOut[i] { mask[i] = false } }
      components = InkComponents(of: mask, height: ink.height, width: ink.width)
      let stray = components.pieces.map(isStray)
      if components.pieces.isEmpty || stray.contains(false) { return }
      if isLeftOut.isEmpty { isLeftOut = [Bool](repeating: false, count: mask.count) }
      for i in mask.indices where components.labels[i] >= 0 { isLeftOut[i] = true }
      isLeftOut =
        BinaryPlane(height: ink.height, width: ink.width, isSet: isLeftOut)
        .dilated(radius: 3).isSet
    }
  }

  /// Returns the median of the stronger of two groups of ink; `nil` without ink.
  private func strongLevel(leavingOut isLeftOut: [Bool]) -> Float? {
    let floor = max(5 * noise, Self.leastContrast)
    var histogram = SampleHistogram(largest: 256)
    for (i, value) in ink.values.enumerated() where value > floor {
      if isLeftOut.isEmpty || !isLeftOut[i] { histogram.add(value) }
    }
    guard histogram.total > 0 else { return nil }
    let strong = histogram.otsuThreshold
    var upper = SampleHistogram(largest: 256)
    for (i, value) in ink.values.enumerated() where value > floor && value >= strong {
      if isLeftOut.isEmpty || !isLeftOut[i] { upper.add(value) }
    }
    return upper.percentile(0.5)
  }

  /// Returns the standard deviation of the paper's noise.
  ///
  /// The estimate is the median absolute deviation. In a picture cut close to the ink it is the
  /// distance of two low percentiles or the grain, if one of them is smaller. The factors hold for
  /// a normal distribution.
  private static func noiseLevel(of ink: GrayPlane, isClose: Bool) -> Float {
    let step = max(ink.values.count / 40_000, 1)
    var values = stride(from: 0, to: ink.values.count, by: step).map { ink.values[$0] }
    if isClose {
      var histogram = SampleHistogram(largest: 256)
      for value in values { histogram.add(value) }
      let threshold = histogram.otsuThreshold
      values = values.filter { $0 < threshold }
    }
    guard !values.isEmpty else { return 0 }
    let middle = percentile(0.5, of: values)
    let deviation = 1.4826 * percentile(0.5, of: values.map { abs($0 - middle) })
    if !isClose { return deviation }
    // Most paper beside ink that fills the picture is a blurred edge; the lowest quarter is not.
    let spread = 1.647 * (percentile(0.25, of: values) - percentile(0.1, of: values))
    return min(deviation, spread, ink.grain)
  }

  /// Returns the ink over a plane fitted to the lighter or the darker of two groups of pixels.
  private static func inkOnFlatPaper(_ picture: GrayPlane, isLight: Bool) -> GrayPlane {
    var light = picture
    if !isLight { light.values = picture.values.map { 255 - $0 } }
    var histogram = SampleHistogram(largest: 256)
    for value in light.values { histogram.add(value) }
    let threshold = histogram.otsuThreshold
    let plane = SlantedPlane(
      fittedTo: light, weights: light.values.map { $0 >= threshold ? 1 : 0 })
    var ink = light
    ink.values = plane.residuals(of: light).map { -$0 }
    return ink
  }
}
