public import ConvCore

/// The values that describe a layer in a model file, by name.
///
/// They come from files: the functions that read them check what they return.
public struct LayerSettings: Hashable, Sendable {
  /// The values by name.
  public var values: [String: LayerSetting]

  /// Creates settings.
  public init(_ values: [String: LayerSetting] = [:]) { self.values = values }

  /// Returns a whole number.
  ///
  /// - Throws: `ShapeError` when it is missing, without a default, or out of range.
  public func integer(
    _ name: String, in range: ClosedRange<Int> = 1...65536, default fallback: Int? = nil
  ) throws(ShapeError) -> Int {
    guard let value = values[name] else {
      if let fallback { return fallback }
      throw ShapeError("no \(name)")
    }
    guard case .integer(let number) = value, range.contains(number) else {
      throw ShapeError("\(name) is out of range")
    }
    return number
  }

  /// Returns a height and a width.
  ///
  /// - Throws: `ShapeError` when they are missing, without a default, or out of range.
  public func size(
    _ name: String, in range: ClosedRange<Int> = 1...1024, default fallback: Size2D? = nil
  ) throws(ShapeError) -> Size2D {
    guard let value = values[name] else {
      if let fallback { return fallback }
      throw ShapeError("no \(name)")
    }
    guard case .integers(let sides) = value, sides.count == 2,
      sides.allSatisfy({ range.contains($0) })
    else { throw ShapeError("\(name) is out of range") }
    return Size2D(height: sides[0], width: sides[1])
  }

  /// Returns a distance between windows; 1 in both directions if it is missing, unless a default is
  /// given.
  ///
  /// - Throws: `ShapeError` when it is out of range.
  public func stride(_ fallback: Size2D = Size2D(1)) throws(ShapeError) -> Stride2D {
    let size = try size("stride", default: fallback)
    return Stride2D(y: size.height, x: size.width)
  }

  /// Returns a number; whole numbers are numbers as well.
  ///
  /// - Throws: `ShapeError` when it is missing, without a default, or out of range.
  public func number(
    _ name: String, in range: ClosedRange<Float>, default fallback: Float? = nil
  ) throws(ShapeError) -> Float {
    let number: Float? =
      switch values[name] {
      case .number(let value): value
      case .integer(let value): Float(value)
      case nil: fallback
      default: nil
      }
    guard let number, range.contains(number) else { throw ShapeError("\(name) is out of range") }
    return number
  }

  /// Returns the activation; the identity if none is named.
  ///
  /// - Throws: `ShapeError` when it is unknown.
  public func activation() throws(ShapeError) -> Activation {
    guard let value = values["activation"] else { return .linear }
    guard case .text(let name) = value, let activation = Activation(rawValue: name) else {
      throw ShapeError("unknown activation")
    }
    return activation
  }

  /// Sets an activation; the identity is left out.
  public mutating func set(_ activation: Activation) {
    if activation != .linear { values["activation"] = .text(activation.rawValue) }
  }

  /// Sets a height and a width.
  public mutating func set(_ name: String, _ size: Size2D) {
    values[name] = .integers([size.height, size.width])
  }

  /// Sets the distance between windows.
  public mutating func set(_ stride: Stride2D) {
    values["stride"] = .integers([stride.y, stride.x])
  }
}
