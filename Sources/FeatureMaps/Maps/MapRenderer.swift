public import ImageFilters

/// Turns maps and weights into pictures: enlarged without smoothing, coloured on a stated scale.
///
/// Ranges: activations (not signed) begin at 0, also where the smallest value is larger, so that
/// the darkest colour always means "no answer"; they begin lower only where values are negative.
/// Signed maps and every diverging colour map take ±max|x|, zero in the middle. A map whose values
/// are all equal is a hatched tile that says `dead` (all zero) or, on a scale of its own, `flat`.
/// Maps of one pixel have no contrast of their own: they share the layer's range.
public struct MapRenderer: Hashable, Sendable {
  /// Which values share one range.
  public var scale: MapScale
  /// The side of the square that a value becomes; `nil` chooses so that a tile is about 100 pixels,
  /// or 300 when it is alone.
  public var zoom: Int?
  /// The colours; `nil` is `diverging` for signed maps, else `viridis`.
  public var colorMap: ColorMap?
  /// Whether both signs mean something, as in feature maps before the activation.
  public var isSigned: Bool

  /// Creates a renderer.
  ///
  /// - Precondition: `zoom` is at least 1 if given.
  public init(
    scale: MapScale = .map, zoom: Int? = nil, colorMap: ColorMap? = nil, isSigned: Bool = false
  ) {
    precondition(zoom ?? 1 >= 1, "maps at zoom \(zoom ?? 1)")
    self.scale = scale
    self.zoom = zoom
    self.colorMap = colorMap
    self.isSigned = isSigned
  }

  /// The colours in effect.
  public var effectiveColorMap: ColorMap { colorMap ?? (isSigned ? .diverging : .viridis) }

  /// Each map's range of colours, in the order of the maps.
  ///
  /// A map without a finite number has the range 0…0.
  public func ranges(of stack: MapStack) -> [ValueRange] {
    switch scale {
    case .fixed(let range): [ValueRange](repeating: range, count: stack.count)
    case .map where !stack.isSinglePixel:
      (0..<stack.count).map { widened(ValueRange(of: stack.map($0))) }
    case .map, .layer:
      [ValueRange](repeating: widened(ValueRange(of: stack.values)), count: stack.count)
    }
  }

  /// Each map as a picture of H·zoom × W·zoom pixels.
  public func pictures(of stack: MapStack) -> [Canvas] {
    tiles(of: stack).map(\.picture)
  }

  private func widened(_ range: ValueRange?) -> ValueRange {
    guard let range else { return ValueRange(lower: 0, upper: 0) }
    return isSymmetric ? range.symmetric : range.includingZero
  }

  /// Whether ranges have zero in their middle.
  var isSymmetric: Bool { isSigned || effectiveColorMap.isDiverging }

  /// Whether all maps have the same range.
  func sharesRange(_ stack: MapStack) -> Bool {
    scale != .map || stack.isSinglePixel || stack.count == 1
  }

  /// The zoom in effect; a map that is alone is drawn three times as large.
  func effectiveZoom(of stack: MapStack) -> Int {
    effectiveZoom(height: stack.height, width: stack.width, target: stack.count == 1 ? 294 : 98)
  }

  /// The zoom in effect: tiles of 84…112 pixels for maps of 8…37 rows, about as much for others.
  func effectiveZoom(height: Int, width: Int, target: Int = 98) -> Int {
    let side = max(height, width)
    return zoom ?? max(1, (2 * target + side) / (2 * side))
  }
}
