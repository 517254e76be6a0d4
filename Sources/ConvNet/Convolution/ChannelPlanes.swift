import ConvCore
import RowLoops

/// The memory layout of the channels of one image.
struct ChannelPlanes: Sendable {
  var shape: TensorShape
  /// Floats from one pixel to the next.
  ///
  /// 1: each channel is a plane of its own, as in input images.
  /// 16: `[block][row][column][16 channels]`.
  var pixel: Int

  var blocks: Int { (shape.channels + pixel - 1) / pixel }
  var row: Int { shape.width * pixel }
  var block: Int { shape.height * row }
  var count: Int { blocks * block }

  func place(_ channel: Int, _ y: Int, _ x: Int) -> Int {
    channel / pixel * block + y * row + x * pixel + channel % pixel
  }
}

extension ChannelPlanes {
  /// Creates the layout of the features of several images; the images lie side by side like pixels.
  init(images: Int, features: Int) {
    self.init(
      shape: TensorShape(channels: features, height: 1, width: images), pixel: Tensor.lanes)
  }
}
