import ConvCore
import ConvNet

/// The pixels of the input that a unit of a layer sees.
///
/// Along each side, the output at place p sees the pixels from `offset + p · step` on, `side` of
/// them; pixels outside the picture are zeros of the padding.
struct ReceptiveField {
  /// The number of rows and columns that a unit sees.
  var side = (y: 1, x: 1)
  /// The distance of the fields of neighboring units, in pixels.
  var step = (y: 1, x: 1)
  /// The first row and column of the first unit's field.
  var offset = (y: 0, x: 0)

  /// Returns the field of a layer's units; `nil` for a layer that sees everything.
  func through(_ layer: any Layer) -> ReceptiveField? {
    switch layer {
    case let layer as Conv2D:
      return added(
        size: (layer.kernelSize.height, layer.kernelSize.width),
        stride: (layer.stride.y, layer.stride.x), dilation: layer.dilation,
        padding: (layer.padding.height, layer.padding.width))
    case let layer as MaxPool2D:
      return added(
        size: (layer.size.height, layer.size.width), stride: (layer.stride.y, layer.stride.x))
    case let layer as AvgPool2D:
      return added(
        size: (layer.size.height, layer.size.width), stride: (layer.stride.y, layer.stride.x))
    case is Dense, is Flatten: return nil
    default: return self
    }
  }

  private func added(
    size: (y: Int, x: Int), stride: (y: Int, x: Int), dilation: Int = 1,
    padding: (y: Int, x: Int) = (0, 0)
  ) -> ReceptiveField {
    var field = self
    field.side.y += (size.y - 1) * dilation * step.y
    field.side.x += (size.x - 1) * dilation * step.x
    field.offset.y -= padding.y * step.y
    field.offset.x -= padding.x * step.x
    field.step.y *= stride.y
    field.step.x *= stride.x
    return field
  }
}
