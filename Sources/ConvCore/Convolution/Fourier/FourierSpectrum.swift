import Foundation
internal import RowLoops

/// The transformed kernel, and the roots of unity that transforms use.
struct FourierSpectrum: Sendable {
  /// conj(F(h)) / PQ: 16 rows side by side, as ``FourierLoops`` leaves them.
  let kernel: [Float]
  let rowRoots: [Float]
  let columnRoots: [Float]

  /// Columns, and rows, that are transformed together.
  static let blockSide = 16

  /// Transforms a kernel by the loops that transform images.
  init(_ kernel: Kernel, plane: FourierPlane, engine: Engine) {
    let rowRoots = FourierSpectrum.roots(plane.width)
    let columnRoots = FourierSpectrum.roots(plane.height)
    let area = plane.height * plane.width
    // The second half is an imaginary part of zeros.
    var padded = [Float](repeating: 0, count: 2 * area)
    for y in 0..<kernel.size.height {
      for x in 0..<kernel.size.width {
        padded[y * plane.width + x] = Float(kernel[y, x] / Double(area))
      }
    }
    var values = [Float](repeating: 0, count: plane.floatCount)
    var span = values.mutableSpan
    engine.loops.transformColumns(
      padded.span, real: 0, imaginary: area, stride: plane.width, into: &span, plane: plane,
      blocks: 0..<plane.blocks, roots: columnRoots.span)
    var spectrum = [Float](repeating: 0, count: 2 * area)
    var rows = spectrum.mutableSpan
    for row in stride(from: 0, to: plane.height, by: FourierSpectrum.blockSide) {
      engine.loops.transformRows(
        values.span, plane: plane, row: row, roots: rowRoots.span, into: &rows,
        at: 2 * row * plane.width)
    }
    for i in spectrum.indices where i / FourierSpectrum.blockSide % 2 == 1 {
      spectrum[i] = -spectrum[i]
    }
    self.kernel = spectrum
    self.rowRoots = rowRoots
    self.columnRoots = columnRoots
  }

  /// cos and −sin of 2πk/N in turn.
  private static func roots(_ length: Int) -> [Float] {
    (0..<length).flatMap { k in
      let angle = 2 * Double.pi * Double(k) / Double(length)
      return [Float(cos(angle)), Float(-sin(angle))]
    }
  }
}
