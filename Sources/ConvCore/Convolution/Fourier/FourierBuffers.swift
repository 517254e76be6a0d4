import Foundation
internal import RowLoops

/// The buffers for one row of tiles.
struct FourierBuffers: Sendable {
  /// The number of floats in each buffer.
  struct Size: Hashable, Sendable {
    let strip, scratch, values, outputs: Int
  }

  let size: Size
  /// Padded input rows.
  var strip: [Float]
  /// Scratch for the layout of one row.
  var scratch: [Float]
  /// A plane of two tiles.
  var values: [Float]
  /// Outputs of several channels, not interleaved yet.
  var outputs: [Float]

  init(_ size: Size) {
    self.size = size
    strip = [Float](repeating: 0, count: size.strip)
    scratch = [Float](repeating: 0, count: size.scratch)
    values = [Float](repeating: 0, count: size.values)
    outputs = [Float](repeating: 0, count: size.outputs)
  }
}
