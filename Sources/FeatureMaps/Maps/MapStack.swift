import ConvCore

/// The maps of a layer for one picture: C maps of H×W values, stored one after another.
public struct MapStack: Hashable, Sendable {
  /// The name of the layer, for example `conv2d_1`.
  public let name: String
  /// The number of maps, one for each unit.
  public let count: Int
  /// The number of rows of a map.
  public let height: Int
  /// The number of columns of a map.
  public let width: Int
  /// The values of all maps, C×H×W.
  public let values: [Float]
  /// The side of the square of values whose mean each value is; 1 for the values themselves.
  package private(set) var reduction = 1
  /// The rows and columns of the maps that these were reduced from, as text; empty for others.
  package private(set) var original = ""

  /// Creates a stack from the values of its maps.
  ///
  /// - Precondition: There are C×H×W values, at least one.
  public init(name: String, count: Int, height: Int, width: Int, values: [Float]) {
    precondition(
      !values.isEmpty && values.count == count * height * width,
      "\(values.count) values for \(count)×\(height)×\(width)")
    self.name = name
    self.count = count
    self.height = height
    self.width = width
    self.values = values
  }

  /// Creates a stack from a dense layer's outputs, with a map of one pixel for each output.
  public init(name: String, units values: [Float]) {
    self.init(name: name, count: values.count, height: 1, width: 1, values: values)
  }

  /// Returns the H×W values of one map.
  public func map(_ index: Int) -> ArraySlice<Float> {
    values[index * height * width..<(index + 1) * height * width]
  }

  /// Whether each map is a single number, without contrast of its own.
  var isSinglePixel: Bool { height * width == 1 }

  /// Returns the kind of content of a map.
  func content(of index: Int) -> MapContent {
    guard let range = ValueRange(of: map(index)) else { return .notFinite }
    guard range.lower == range.upper && !isSinglePixel else { return .varied }
    return range.lower == 0 ? .dead : .flat
  }

  /// Returns the maps with each square of `factor` × `factor` values as one value, their mean.
  ///
  /// Squares that reach over the right or the lower edge have fewer values.
  ///
  /// - Precondition: `factor` is at least 1.
  func reduced(by factor: Int) -> MapStack {
    precondition(factor >= 1, "maps reduced by \(factor)")
    guard factor > 1 else { return self }
    let pooling = Pooling(
      .average, size: Size2D(height: min(factor, height), width: min(factor, width)),
      ceilMode: true)
    let shape = ImageShape(height: height, width: width, channels: 1)
    let rows = (height + factor - 1) / factor
    let means = (0..<count).flatMap { index in
      let source = RowSource(
        ImageRows(shape: shape, rows: 0..<height, samples: Array(map(index))))
      return pooling.rows(0..<rows, of: source, engine: .preferred).samples
    }
    return MapStack(
      name: name, count: count, height: rows, width: (width + factor - 1) / factor, values: means)
  }
}

extension MapStack {
  /// The first maps alone.
  package func first(_ limit: Int) -> MapStack {
    guard count > limit else { return self }
    var stack = MapStack(
      name: name, count: limit, height: height, width: width,
      values: Array(values.prefix(limit * height * width)))
    (stack.reduction, stack.original) = (reduction, original)
    return stack
  }

  /// The stack of means of squares, with the size of what it was made from.
  package init(means: MapStack, reduction: Int, height: Int, width: Int) {
    self = means
    self.reduction = reduction
    original = "\(height)×\(width)"
  }

  /// The side of the squares that make maps of a size no longer than so many pixels.
  package static func reduction(height: Int, width: Int, limit: Int) -> Int {
    max(1, (max(height, width) + limit - 1) / limit)
  }

  /// The maps of means, which say what they were made from; the maps themselves for a factor of 1.
  package func shrunk(by factor: Int) -> MapStack {
    factor > 1
      ? MapStack(means: reduced(by: factor), reduction: factor, height: height, width: width) : self
  }
}
