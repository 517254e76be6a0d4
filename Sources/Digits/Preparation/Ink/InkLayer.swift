/// What stands out from the paper of a picture, if the paper is as one assumption says.
struct InkLayer {
  /// What the paper of a picture may be like.
  enum Paper: CaseIterable {
    /// Lighter than the ink, and unevenly lit.
    case light
    /// Darker than the ink, as a board is.
    case dark
    /// A light sheet cut close to the ink, so that much of the picture is ink.
    case closeLight
    /// A dark sheet cut close to the ink.
    case closeDark

    /// Whether the ink is darker than the paper.
    var isLight: Bool { self == .light || self == .closeLight }
    /// Whether the picture is cut close to the ink.
    var isClose: Bool { self == .closeLight || self == .closeDark }
  }

  /// Least height of ink over paper, in sample units of 0…255.
  private static let leastContrast: Float = 10

  /// The assumption.
  let paper: Paper
  /// How far each pixel is from the paper toward the ink: around 0 on paper, more on ink.
  let ink: GrayPlane
  /// The paper's grain: its deviation, in the same units.
  let noise: Float
  /// How far ink is from the paper; 0 when there is none.
  private(set) var level: Float = 0
  /// The pieces of ink.
  private(set) var components: InkComponents
  /// Pixels of ruled lines, which are no ink of a digit.
  private(set) var rules = RuledLines()

  /// Finds the ink of a picture.
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

  /// Whether a piece lies along the picture's edge or crosses all of it, as a table and a shadow
  /// do, or is a speck.
  func isStray(_ piece: InkComponents.Piece) -> Bool {
    if piece.area < 8 || piece.extent < 6 { return true }
    if paper.isClose { return false }
    return piece.edgePixels * 3 > piece.extent || piece.rows.count == ink.height
      || piece.columns.count == ink.width
  }

  // MARK: Levels

  /// Parts ink from paper.
  ///
  /// Where all strong ink is stray, a second look leaves it out: the edge
  /// of a table is darker than a pencil.
  private mutating func findInk() {
    var isLeftOut = [Bool](repeating: false, count: 0)
    for _ in 0..<3 {
      guard let found = strongLevel(leavingOut: isLeftOut) else { return level = 0 }
      level = found
      // Fainter ink counts where it touches strong ink: a pen skips, thin lines are pale.
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

  /// The height of the stronger of two groups of ink; `nil` when nothing stands out.
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

  /// The deviation of the paper: from the median distance from the median, and in a picture cut close
  /// to the ink from the lowest values, if that is less; the factors are those of a normal
  /// distribution.
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
    // Beside ink that fills the picture most of the paper is blurred edge: the lowest quarter is not.
    return min(deviation, 1.647 * (percentile(0.25, of: values) - percentile(0.1, of: values)))
  }

  /// Ink above a plane through the lighter, or the darker, of two groups of pixels.
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
