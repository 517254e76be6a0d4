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

  /// Returns the first row and column of the field of a value.
  public func corner(y: Int, x: Int) -> (y: Int, x: Int) {
    (offsetY + y * stride.y, offsetX + x * stride.x)
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
  /// Flattened values and dense layers depend on the whole input.
  public var receptiveFields: [ReceptiveField] {
    let whole = ReceptiveField(
      size: Size2D(height: inputShape.height, width: inputShape.width), stride: .one, offsetY: 0,
      offsetX: 0)
    var field = ReceptiveField.pixel
    var isWhole = false
    return stages.map { stage in
      switch stage.layer {
      case let layer as Conv2D:
        field = field.windowed(
          layer.kernelSize, stride: layer.stride, padding: layer.padding, dilation: layer.dilation)
      case let layer as MaxPool2D: field = field.windowed(layer.size, stride: layer.stride)
      case let layer as AvgPool2D: field = field.windowed(layer.size, stride: layer.stride)
      case is Flatten, is Dense: isWhole = true
      default: break
      }
      return isWhole ? whole : field
    }
  }
}
