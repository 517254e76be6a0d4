public import ConvCore

/// The part of the input that a value of a layer's output depends on.
///
/// The value in row y and column x depends on ``size`` pixels from the pixel
/// (offsetY + y · stride.y, offsetX + x · stride.x) on. A layer with windows of k cells, step s and
/// padding p after a field of size r, stride j and offset o has
///
///     r' = r + (k − 1) · dilation · j,   j' = j · s,   o' = o − p · j
public struct ReceptiveField: Hashable, Sendable {
  /// The number of rows and columns.
  public var size: Size2D
  /// The pixels from the field of a value to that of its neighbor.
  public var stride: Stride2D
  /// The first row of the field of the first value; negative where padding belongs to it.
  public var offsetY: Int
  /// The first column of the field of the first value.
  public var offsetX: Int

  /// The field of a pixel of the input: the pixel itself.
  public static let pixel = ReceptiveField(size: Size2D(1), stride: .one, offsetY: 0, offsetX: 0)

  init(size: Size2D, stride: Stride2D, offsetY: Int, offsetX: Int) {
    (self.size, self.stride, self.offsetY, self.offsetX) = (size, stride, offsetY, offsetX)
  }

  /// Creates a field of so many rows and columns, whose first value begins at a place.
  package init(height: Int, width: Int, strideY: Int, strideX: Int, offsetY: Int, offsetX: Int) {
    self.init(
      size: Size2D(height: height, width: width), stride: Stride2D(y: strideY, x: strideX),
      offsetY: offsetY, offsetX: offsetX)
  }

  /// Returns the first row and column of the field of a value.
  public func corner(y: Int, x: Int) -> (y: Int, x: Int) {
    (offsetY + y * stride.y, offsetX + x * stride.x)
  }

  /// Returns the smallest field that holds this one and another; `nil` if one is the whole input, or
  /// if the strides differ.
  func union(_ other: ReceptiveField?) -> ReceptiveField? {
    guard let other, stride == other.stride else { return nil }
    let (top, left) = (min(offsetY, other.offsetY), min(offsetX, other.offsetX))
    let bottom = max(offsetY + size.height, other.offsetY + other.size.height)
    let right = max(offsetX + size.width, other.offsetX + other.size.width)
    return ReceptiveField(
      size: Size2D(height: bottom - top, width: right - left), stride: stride, offsetY: top,
      offsetX: left)
  }

  /// Returns the field behind windows over values with this field.
  func windowed(
    _ window: Size2D, stride step: Stride2D, padding: Size2D = Size2D(0), dilation: Int = 1
  ) -> ReceptiveField {
    ReceptiveField(
      size: Size2D(
        height: size.height + (window.height - 1) * dilation * stride.y,
        width: size.width + (window.width - 1) * dilation * stride.x),
      stride: Stride2D(y: stride.y * step.y, x: stride.x * step.x),
      offsetY: offsetY - padding.height * stride.y, offsetX: offsetX - padding.width * stride.x)
  }
}

extension Network {
  /// The receptive field of each layer's output, in the order of the layers.
  ///
  /// It is the smallest field that holds those of all paths from the input.
  ///
  /// Flattened values and dense layers depend on the whole input.
  public var receptiveFields: [ReceptiveField] {
    let whole = ReceptiveField(
      size: Size2D(height: inputShape.height, width: inputShape.width), stride: .one, offsetY: 0,
      offsetX: 0)
    return knownFields.map { $0 ?? whole }
  }

  /// The receptive fields; `nil` for the whole input.
  var knownFields: [ReceptiveField?] {
    var fields: [ReceptiveField?] = [.pixel]
    for (stage, inputs) in zip(stages, wiring.inputs) {
      let sources = inputs.map { fields[$0] }
      var field = sources[0]
      for source in sources.dropFirst() { field = field?.union(source) }
      switch stage.layer.window {
      case .pixel: break
      case .moving(let size, let stride, let padding, let dilation):
        field = field?.windowed(size, stride: stride, padding: padding, dilation: dilation)
      case .whole: field = nil
      }
      fields.append(field)
    }
    return Array(fields.dropFirst())
  }
}
