import Foundation
import RowLoops

/// Overlapping tiles, multiplied in the frequency domain.
///
///     y = F⁻¹(F(x) · conj(F(h))) / PQ, the part that did not wrap around
///
/// A kernel is real, so two tiles go through one complex transform, as real and imaginary part,
/// and come out apart. 16 such pairs lie in the lanes. Tiles lie on a grid that starts at the first
/// output pixel, wherever bands are cut.
struct FourierPass {
  private let correlation: Correlation
  private let tile: FourierTile
  private let output: ImageShape
  private let engine: Engine

  /// Floats of one complex value of all lanes.
  private static let valueSize = 32

  init(_ correlation: Correlation, _ tile: FourierTile, output: ImageShape, engine: Engine) {
    self.correlation = correlation
    self.tile = tile
    self.output = output
    self.engine = engine
  }

  func run(_ input: SampleRows, rows: Range<Int>, into sink: inout RowSink) {
    guard !rows.isEmpty else { return }
    let spectrum = correlation.spectra.spectrum(makeSpectrum)
    let across = (output.width + tile.useful.width - 1) / tile.useful.width
    let layout = correlation.geometry.paddedRow(
      for: input.shape, outputWidth: across * tile.useful.width, border: correlation.border,
      splitsChannels: false)
    let loader = RowLoader(
      input: input, border: correlation.border, layout: layout, engine: engine)
    var padded = [Float](repeating: 0, count: tile.size.height * layout.length)
    var answers = [Float](repeating: 0, count: tile.useful.height * output.rowLength)
    var room = Room(tile)
    let height = tile.useful.height
    for index in rows.lowerBound / height...(rows.upperBound - 1) / height {
      let first = index * height
      var scratch: [Float] = []
      for p in 0..<tile.size.height {
        loader.load(
          first + p - correlation.geometry.lead.height, scratch: &scratch, into: &padded,
          at: p * layout.length)
      }
      answer(padded, layout.length, across, spectrum, &room, into: &answers)
      for y in rows.clamped(to: first..<first + height) {
        sink.take(rows: 1, engine: engine) { samples, at in
          var span = samples.mutableSpan
          engine.loops.copy(
            answers.span, from: (y - first) * output.rowLength, into: &span, at: at,
            count: output.rowLength)
        }
      }
    }
  }

  /// Buffers of one batch of tiles; rows are a value apart from a power of two, which would have
  /// all rows of a column compete for the same places of the cache.
  private struct Room {
    var values: [Float]
    var column: [Float]
    let pitch: Int

    init(_ tile: FourierTile) {
      let valueSize = FourierPass.valueSize
      pitch = (tile.size.width + 1) * valueSize
      values = [Float](repeating: 0, count: tile.size.height * pitch)
      column = [Float](repeating: 0, count: tile.size.height * valueSize)
    }
  }

  /// Where a tile's output begins in a row, and how much of it lies in the image.
  private struct Place {
    let start: Int
    let count: Int
  }

  /// All tiles side by side, 32 at a time.
  private func answer(
    _ padded: [Float], _ rowLength: Int, _ across: Int, _ spectrum: FourierSpectrum,
    _ room: inout Room, into answers: inout [Float]
  ) {
    let (channels, width) = (output.channels, tile.useful.width)
    let places = (0..<across).flatMap { index in
      (0..<channels).map { channel in
        Place(
          start: index * width * channels + channel,
          count: min(width, output.width - index * width))
      }
    }
    for first in stride(from: 0, to: places.count, by: FourierPass.valueSize) {
      let batch = Array(places[first..<min(first + FourierPass.valueSize, places.count)])
      forwardRows(padded, rowLength, batch, spectrum, &room)
      let pitch = room.pitch
      columns(spectrum, &room.values, &room.column, pitch: pitch)
      backwardRows(batch, spectrum, &room, into: &answers)
    }
  }

  private func forwardRows(
    _ padded: [Float], _ rowLength: Int, _ batch: [Place], _ spectrum: FourierSpectrum,
    _ room: inout Room
  ) {
    let width = tile.size.width
    for p in 0..<tile.size.height {
      let starts = batch.map { $0.start + p * rowLength }
      let end = (starts.max() ?? 0) + (width - 1) * output.channels
      precondition(end < padded.count && (p + 1) * room.pitch <= room.values.count)
      let at = p * room.pitch
      var values = room.values.mutableSpan
      engine.loops.spreadToLanes(
        padded.span, starts: starts.span, step: output.channels, into: &values, at: at,
        count: width)
      engine.loops.transform(&values, at: at, length: width, roots: spectrum.rowRoots.span)
    }
  }

  private func columns(
    _ spectrum: FourierSpectrum, _ values: inout [Float], _ column: inout [Float], pitch: Int
  ) {
    let (height, size, loops) = (tile.size.height, FourierPass.valueSize, engine.loops)
    precondition((height - 1) * pitch + tile.size.width * size <= values.count)
    for q in 0..<tile.size.width {
      var line = column.mutableSpan
      loops.copyValues(
        values.span, from: q * size, inputStride: pitch, into: &line, at: 0, outputStride: size,
        count: height)
      loops.transform(&line, at: 0, length: height, roots: spectrum.columnRoots.span)
      loops.multiply(&line, at: 0, by: spectrum.kernel.span, from: 2 * q * height, length: height)
      loops.inverseTransform(&line, at: 0, length: height, roots: spectrum.columnRoots.span)
      var plane = values.mutableSpan
      loops.copyValues(
        line.span, from: 0, inputStride: size, into: &plane, at: q * size, outputStride: pitch,
        count: height)
    }
  }

  private func backwardRows(
    _ batch: [Place], _ spectrum: FourierSpectrum, _ room: inout Room,
    into answers: inout [Float]
  ) {
    for p in 0..<tile.useful.height {
      let at = p * room.pitch
      var values = room.values.mutableSpan
      engine.loops.inverseTransform(
        &values, at: at, length: tile.size.width, roots: spectrum.rowRoots.span)
      var output = answers.mutableSpan
      for (lane, place) in batch.enumerated() {
        engine.loops.collectLane(
          values.span, from: at, lane: lane, into: &output,
          at: p * self.output.rowLength + place.start, step: self.output.channels,
          count: place.count)
      }
    }
  }

  // MARK: The kernel

  /// conj(F(h)) / PQ, columns one after the other, by the same transforms: in one lane.
  private func makeSpectrum() -> FourierSpectrum {
    let (height, width, size) = (tile.size.height, tile.size.width, FourierPass.valueSize)
    let rowRoots = FourierPass.roots(width)
    let columnRoots = FourierPass.roots(height)
    let kernel = correlation.kernels[0]
    let scale = 1 / Double(height * width)
    var rows = [Float](repeating: 0, count: height * width * size)
    for y in 0..<kernel.size.height {
      for x in 0..<kernel.size.width {
        rows[(y * width + x) * size] = Float(kernel[y, x] * scale)
      }
    }
    var column = [Float](repeating: 0, count: height * size)
    var spectrum: [Float] = []
    spectrum.reserveCapacity(2 * height * width)
    for y in 0..<height {
      var span = rows.mutableSpan
      engine.loops.transform(&span, at: y * width * size, length: width, roots: rowRoots.span)
    }
    for x in 0..<width {
      var span = column.mutableSpan
      engine.loops.copyValues(
        rows.span, from: x * size, inputStride: width * size, into: &span, at: 0,
        outputStride: size, count: height)
      engine.loops.transform(&span, at: 0, length: height, roots: columnRoots.span)
      for y in 0..<height {
        spectrum.append(column[y * size])
        spectrum.append(-column[y * size + 16])
      }
    }
    return FourierSpectrum(kernel: spectrum, rowRoots: rowRoots, columnRoots: columnRoots)
  }

  /// cos and −sin of 2πk/N in turn.
  private static func roots(_ length: Int) -> [Float] {
    (0..<length).flatMap { k in
      let angle = 2 * Double.pi * Double(k) / Double(length)
      return [Float(cos(angle)), Float(-sin(angle))]
    }
  }
}
