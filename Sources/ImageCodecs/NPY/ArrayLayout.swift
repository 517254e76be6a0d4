import ConvCore

/// The order of the sides of an array of three dimensions.
public enum ArrayLayout: String, Hashable, Sendable, CaseIterable {
  /// Rows, columns, channels: as pictures lie in files.
  case hwc
  /// Channels, rows, columns: as PyTorch holds pictures.
  case chw

  /// For messages.
  var dimensions: String { self == .hwc ? "H×W or H×W×C" : "H×W or C×H×W" }

  /// The shape of the picture in an array of two or three sides.
  func sides(of shape: [Int]) -> ImageShape {
    guard shape.count == 3 else {
      return ImageShape(height: shape[0], width: shape[1], channels: 1)
    }
    return switch self {
    case .hwc: ImageShape(height: shape[0], width: shape[1], channels: shape[2])
    case .chw: ImageShape(height: shape[1], width: shape[2], channels: shape[0])
    }
  }

  /// Elements from one row, column and channel to the next.
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
  /// Whether an array read as H×W×C has the sides of a picture of few channels in the order C×H×W.
  public var looksLikeChannelsFirst: Bool {
    format == .npy && [1, 3, 4].contains(shape.height) && shape.channels > 4
  }
}
