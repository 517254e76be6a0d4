public import ImageFilters

/// Draws maps and weights as pictures: enlarged without smoothing, with colors on a stated scale.
///
/// Ranges: activations (not signed) begin at 0 even if the smallest value is larger, so that the
/// darkest color always means "no response". Only negative values make a range begin lower. Signed
/// maps and all diverging color maps use ±max|x|, with zero in the middle.
///
/// A map of equal values is a hatched tile with the word `dead` (all zero) or, on a scale of its
/// own, `flat`. Maps of one pixel have no contrast of their own and use the layer's range.
public struct MapRenderer: Hashable, Sendable {
  /// The set of values that share one range.
  public var scale: MapScale
  /// The side of the square for one value, in pixels.
  ///
  /// `nil` chooses tiles of about 100 pixels, or of 300 for a single map.
  public var zoom: Int?
  /// The color map; `nil` chooses `diverging` for signed maps, otherwise `viridis`.
  public var colorMap: ColorMap?
  /// Whether both signs have a meaning, as in feature maps before the activation.
  public var isSigned: Bool

  /// Creates a renderer.
  ///
  /// - Precondition: `zoom` is `nil` or at least 1.
  public init(
    scale: MapScale = .map, zoom: Int? = nil, colorMap: ColorMap? = nil, isSigned: Bool = false
  ) {
    precondition(zoom ?? 1 >= 1, "maps at zoom \(zoom ?? 1)")
    self.scale = scale
    self.zoom = zoom
    self.colorMap = colorMap
    self.isSigned = isSigned
  }

  /// The color map in use.
  public var effectiveColorMap: ColorMap { colorMap ?? (isSigned ? .diverging : .viridis) }

  /// Returns the color range of each map, in the order of the maps.
  ///
  /// A map without a finite value has the range 0…0.
  public func ranges(of stack: MapStack) -> [ValueRange] {
    switch scale {
    case .fixed(let range): [ValueRange](repeating: range, count: stack.count)
    case .map where !stack.isSinglePixel:
      (0..<stack.count).map { widened(ValueRange(of: stack.map($0))) }
    case .map, .layer:
      [ValueRange](repeating: widened(ValueRange(of: stack.values)), count: stack.count)
    }
  }

  /// Returns each map as a picture of H·zoom × W·zoom pixels.
  public func pictures(of stack: MapStack) -> [Canvas] {
    tiles(of: stack).map(\.picture)
  }

  private func widened(_ range: ValueRange?) -> ValueRange {
    guard let range else { return ValueRange(lower: 0, upper: 0) }
    return isSymmetric ? range.symmetric : range.includingZero
  }

  /// Whether ranges have zero in the middle.
  var isSymmetric: Bool { isSigned || effectiveColorMap.isDiverging }

  /// Returns whether all maps have the same range.
  func sharesRange(_ stack: MapStack) -> Bool {
    scale != .map || stack.isSinglePixel || stack.count == 1
  }

  /// Returns the zoom in use; a single map is drawn three times as large.
  package func effectiveZoom(of stack: MapStack) -> Int {
    effectiveZoom(height: stack.height, width: stack.width, target: stack.count == 1 ? 294 : 98)
  }

  /// Returns the zoom in use for maps of a size.
  ///
  /// Tiles have 84…112 pixels for maps of 8…37 rows, and about as many for other sizes.
  package func effectiveZoom(height: Int, width: Int, target: Int = 98) -> Int {
    let side = max(height, width)
    return zoom ?? max(1, (2 * target + side) / (2 * side))
  }
}
