import ConvCore

/// The order of the dimensions of a three-dimensional array.
public enum ArrayLayout: String, Hashable, Sendable, CaseIterable {
  /// Rows, columns, channels: the order of picture files.
  case hwc
  /// Channels, rows, columns: the order of PyTorch.
  case chw

  /// The accepted shapes, for messages.
  var dimensions: String { self == .hwc ? "H×W or H×W×C" : "H×W or C×H×W" }

  /// The shape of the picture in an array of two or three dimensions.
  func sides(of shape: [Int]) -> ImageShape {
    guard shape.count == 3 else {
      return ImageShape(height: shape[0], width: shape[1], channels: 1)
    }
    return switch self {
    case .hwc: ImageShape(height: shape[0], width: shape[1], channels: shape[2])
    case .chw: ImageShape(height: shape[1], width: shape[2], channels: shape[0])
    }
  }

  /// The strides in elements between neighboring rows, columns and channels.
  func strides(of shape: [Int], isFortran: Bool) -> (y: Int, x: Int, channel: Int) {
    var strides = [Int](repeating: 1, count: shape.count)
    let order = isFortran ? Array(shape.indices) : shape.indices.reversed()
    for (axis, next) in zip(order, order.dropFirst()) {
      strides[next] = strides[axis] * shape[axis]
    }
    guard shape.count == 3 else { return (strides[0], strides[1], 1) }
    return self == .hwc
      ? (strides[0], strides[1], strides[2]) : (strides[1], strides[2], strides[0])
  }
}

extension ImageInfo {
  /// Whether an array read as H×W×C looks like C×H×W.
  ///
  /// True for an NPY with a height of 1, 3 or 4 and more than 4 channels.
  public var looksLikeChannelsFirst: Bool {
    format == .npy && [1, 3, 4].contains(shape.height) && shape.channels > 4
  }
}
