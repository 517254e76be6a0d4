import Foundation
internal import RowLoops

/// Buffers of one row of tiles.
struct FourierBuffers: Sendable {
  /// Floats of each.
  struct Size: Hashable, Sendable {
    let strip, scratch, values, outputs: Int
  }

  let size: Size
  /// Padded input rows.
  var strip: [Float]
  /// What laying out a row takes.
  var scratch: [Float]
  /// A plane of two tiles.
  var values: [Float]
  /// Answers of several channels, not interleaved yet.
  var outputs: [Float]

  init(_ size: Size) {
    self.size = size
    strip = [Float](repeating: 0, count: size.strip)
    scratch = [Float](repeating: 0, count: size.scratch)
    values = [Float](repeating: 0, count: size.values)
    outputs = [Float](repeating: 0, count: size.outputs)
  }
}
