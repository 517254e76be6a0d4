import Foundation
internal import RowLoops

/// The transformed kernel, and the roots of unity for the transforms.
struct FourierSpectrum: Sendable {
  /// conj(F(h)) / PQ in groups of 16 rows, in the layout of ``FourierLoops``.
  let kernel: [Float]
  let rowRoots: [Float]
  let columnRoots: [Float]

  /// Number of columns, or rows, that are transformed together.
  static let blockSide = 16

  /// Transforms a kernel with the same loops that transform images.
  init(_ kernel: Kernel, plane: FourierPlane, engine: Engine) {
    let rowRoots = FourierSpectrum.roots(plane.width)
    let columnRoots = FourierSpectrum.roots(plane.height)
    let area = plane.height * plane.width
    // The second half is the imaginary part, all zeros.
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

  /// cos and −sin of 2πk/N, alternating.
  private static func roots(_ length: Int) -> [Float] {
    (0..<length).flatMap { k in
      let angle = 2 * Double.pi * Double(k) / Double(length)
      return [Float(cos(angle)), Float(-sin(angle))]
    }
  }
}
