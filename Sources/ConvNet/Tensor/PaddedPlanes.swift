import ConvCore
import RowLoops

/// Planes with a border around them, for windows that reach beyond the planes.
struct PaddedPlanes {
  private let inner: TensorShape
  private let padding: Size2D
  /// The shape with the border.
  let shape: TensorShape

  init(_ inner: TensorShape, _ padding: Size2D) {
    self.inner = inner
    self.padding = padding
    shape = TensorShape(
      channels: inner.channels, height: inner.height + 2 * padding.height,
      width: inner.width + 2 * padding.width)
  }

  /// The number of floats of 16 images.
  var count: Int { shape.count * Tensor.lanes }

  /// Copies the planes into the first buffer of a scratch; the border gets a value.
  ///
  /// The border is written once: the copies leave it as it is.
  func pad(
    _ values: [Float], with value: Float, into scratch: inout LayerScratch, _ engine: Engine
  ) {
    if scratch.buffers.isEmpty || scratch.buffers[0].count != count {
      scratch.buffers = [[Float](repeating: value, count: count)]
    }
    var span = scratch.buffers[0].mutableSpan
    forEachRow { from, to in
      engine.loops.copy(
        values.span, from: from, into: &span, at: to, count: inner.width * Tensor.lanes)
    }
  }

  /// Copies what lies within the border.
  func crop(_ padded: [Float], into values: inout [Float], _ engine: Engine) {
    var span = values.mutableSpan
    forEachRow { from, to in
      engine.loops.copy(
        padded.span, from: to, into: &span, at: from, count: inner.width * Tensor.lanes)
    }
  }

  private func forEachRow(_ body: (_ inner: Int, _ padded: Int) -> Void) {
    for channel in 0..<inner.channels {
      for y in 0..<inner.height {
        let from = (channel * inner.height + y) * inner.width
        let row = channel * shape.height + y + padding.height
        body(from * Tensor.lanes, (row * shape.width + padding.width) * Tensor.lanes)
      }
    }
  }
}
