import Foundation
internal import RowLoops
import Synchronization

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

/// Buffers of one row of tiles.
struct FourierRoom: Sendable {
  /// Floats of each.
  struct Size: Hashable, Sendable {
    let strip, scratch, values, answers: Int
  }

  let size: Size
  /// Padded input rows.
  var strip: [Float]
  /// What laying out a row takes.
  var scratch: [Float]
  /// A plane of two tiles.
  var values: [Float]
  /// Answers of several channels, not interleaved yet.
  var answers: [Float]

  init(_ size: Size) {
    self.size = size
    strip = [Float](repeating: 0, count: size.strip)
    scratch = [Float](repeating: 0, count: size.scratch)
    values = [Float](repeating: 0, count: size.values)
    answers = [Float](repeating: 0, count: size.answers)
  }
}

/// Keeps a kernel's spectrum, and the buffers of every thread, between bands.
final class FourierStore: Sendable {
  private let spectrum = Mutex<FourierSpectrum?>(nil)
  private let rooms = Mutex<[FourierRoom]>([])

  func spectrum(_ make: () -> FourierSpectrum) -> FourierSpectrum {
    spectrum.withLock { spectrum in
      if let spectrum { return spectrum }
      let made = make()
      spectrum = made
      return made
    }
  }

  func takeRoom(_ size: FourierRoom.Size) -> FourierRoom {
    let spare = rooms.withLock { $0.popLast() }
    if let spare, spare.size == size { return spare }
    return FourierRoom(size)
  }

  func giveBack(_ room: FourierRoom) {
    rooms.withLock { $0.append(room) }
  }
}
