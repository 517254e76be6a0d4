internal import RowLoops

/// Multiplies overlapping tiles in the frequency domain.
///
///     y = F⁻¹(F(x) · conj(F(h))) / PQ, the part that did not wrap around
///
/// A kernel is real, so two tiles share one complex transform, as real part and imaginary part, and
/// remain separate in the output. Columns are transformed first: columns that neighboring tiles
/// share are transformed only once, and only useful columns are transformed back. The grid of tiles
/// starts at the first output pixel, independent of the cuts of bands.
struct FourierConvolution {
  private let correlation: Convolution
  private let tile: FourierTile
  private let output: ImageShape
  private let engine: Engine
  private let plane: FourierPlane
  private let spectrum: FourierSpectrum
  private let layout: PaddedRow
  /// Floats from one padded row to the next: an odd number of cache lines, so that neighboring rows
  /// do not map to the same cache sets.
  private let stride: Int
  private let courses: [Course]

  init(
    _ correlation: Convolution, _ tile: FourierTile, input: ImageShape, output: ImageShape,
    engine: Engine
  ) {
    self.correlation = correlation
    self.tile = tile
    self.output = output
    self.engine = engine
    let plane = FourierPlane(height: tile.size.height, width: tile.size.width)
    self.plane = plane
    let kernel = correlation.kernels[0]
    spectrum = correlation.fourierStore.spectrum {
      FourierSpectrum(kernel, plane: plane, engine: engine)
    }
    let across = (output.width + tile.useful.width - 1) / tile.useful.width
    layout = correlation.geometry.paddedRow(
      for: input, outputWidth: across * tile.useful.width + tile.overlap - kernel.size.width + 1,
      border: correlation.border, splitsChannels: true)
    stride = ((layout.length + 15) / 16 | 1) * 16
    courses = Course.all(tiles: across, channels: output.channels)
  }

  func run(_ input: RowSource, rows: Range<Int>, into sink: inout RowSink) {
    guard !rows.isEmpty, output.width > 0 else { return }
    let loader = RowLoader(
      input: input, border: correlation.border, layout: layout, engine: engine)
    var room = correlation.fourierStore.takeRoom(
      FourierBuffers.Size(
        strip: plane.height * stride, scratch: layout.scratchLength, values: plane.floatCount,
        outputs: output.channels == 1 ? 0 : tile.useful.height * output.rowLength))
    let height = tile.useful.height
    for index in rows.lowerBound / height...(rows.upperBound - 1) / height {
      let first = index * height
      for p in 0..<plane.height {
        loader.load(
          first + p - correlation.geometry.leadingPadding.height, scratch: &room.scratch,
          into: &room.strip,
          at: p * stride)
      }
      let wanted = rows.clamped(to: first..<first + height)
      if isUneven(room.strip, input, rows: first..<first + height) {
        correlation.applyWithoutTransform(
          to: input, rows: wanted, output: output, into: &sink, engine: engine)
        continue
      }
      let part = wanted.lowerBound - first..<wanted.upperBound - first
      if output.channels == 1 {
        sink.take(rows: part.count, engine: engine) { samples, at in
          filter(room.strip, &room.values, part, into: &samples, at: at)
        }
      } else {
        filter(room.strip, &room.values, part, into: &room.outputs, at: 0)
        interleave(room.outputs, rows: part.count, into: &sink)
      }
    }
    correlation.fourierStore.giveBack(room)
  }

  /// Whether two tiles of one transform are too uneven for the precision of the transform.
  ///
  /// Uneven: a magnitude exceeds 10⁴ times the median of the nonzero magnitudes, so that its
  /// rounding error would reach the digits of the other samples.
  private func isUneven(_ strip: [Float], _ input: RowSource, rows: Range<Int>) -> Bool {
    let needed = correlation.geometry.inputRows(
      for: rows, of: input.shape, border: correlation.border)
    let largest = max(
      input.largestMagnitude(in: needed), abs(correlation.border.outsideValue))
    // Nonzero integers are at least 1.
    if largest <= (input.type == .float32 ? 0 : FourierConvolution.evenRatio) { return false }
    let balance = balance(strip, limit: largest / FourierConvolution.evenRatio)
    func isLight(_ place: Course.Place, _ index: Int) -> Bool {
      balance[columns(of: place, index)].reduce(0) { $0 + Int($1) } < 0
    }
    for course in courses {
      for index in 0..<course.tiles
      where isLight(course.real, index)
        || isLight(course.imaginary, index)
      {
        if isUneven(strip, columns(of: course.real, index), columns(of: course.imaginary, index)) {
          return true
        }
      }
    }
    return false
  }

  private static let evenRatio: Float = 1e4

  /// For each column of the strip, the number of magnitudes that reach a limit, minus the number of
  /// nonzero magnitudes below the limit.
  private func balance(_ strip: [Float], limit: Float) -> [Int32] {
    var balance = [Int32](repeating: 0, count: layout.length)
    var span = balance.mutableSpan
    for row in 0..<plane.height {
      engine.loops.weighMagnitudes(
        strip.span, from: row * stride, limit: limit, into: &span, at: 0, count: layout.length)
    }
    return balance
  }

  /// Whether two tiles are too uneven, judged by their own largest magnitude.
  private func isUneven(_ strip: [Float], _ real: Range<Int>, _ imaginary: Range<Int>) -> Bool {
    var bits: UInt32 = 0
    for row in 0..<plane.height {
      for columns in [real, imaginary] {
        bits = max(
          bits,
          engine.loops.largestMagnitude(
            strip.span, from: row * stride + columns.lowerBound, count: columns.count))
      }
    }
    let balance = balance(strip, limit: Float(bitPattern: bits) / FourierConvolution.evenRatio)
    return [real, imaginary].contains { columns in
      balance[columns].reduce(0) { $0 + Int($1) } < 0
    }
  }

  /// The columns of the strip that belong to a tile.
  private func columns(of place: Course.Place, _ index: Int) -> Range<Int> {
    let start = layout.offset(
      pixel: (place.tile + index) * tile.useful.width, channel: place.channel)
    return start..<min(start + plane.width, layout.length)
  }

  /// Filters some rows of a row of tiles, channel by channel.
  private func filter(
    _ strip: [Float], _ values: inout [Float], _ rows: Range<Int>, into output: inout [Float],
    at start: Int
  ) {
    let useful = tile.useful.width / FourierSpectrum.blockSide
    let overlap = plane.blocks - useful
    for course in courses {
      transformColumns(strip, course, blocks: 0..<overlap, into: &values)
      for index in 0..<course.tiles {
        let first = index * useful
        transformColumns(
          strip, course, blocks: first + overlap..<first + plane.blocks, into: &values)
        filterRows(&values, block: first % plane.blocks, useful: useful)
        inverseColumns(
          &values, block: first % plane.blocks, course, index, rows, into: &output, at: start)
      }
    }
  }

  private func transformColumns(
    _ strip: [Float], _ course: Course, blocks: Range<Int>, into values: inout [Float]
  ) {
    func start(_ place: Course.Place) -> Int {
      layout.offset(pixel: place.tile * tile.useful.width, channel: place.channel)
    }
    let (real, imaginary) = (start(course.real), start(course.imaginary))
    let end = max(real, imaginary) + blocks.upperBound * FourierSpectrum.blockSide
    precondition(end + (plane.height - 1) * stride <= strip.count)
    precondition(plane.floatCount <= values.count)
    var span = values.mutableSpan
    engine.loops.transformColumns(
      strip.span, real: real, imaginary: imaginary, stride: stride, into: &span, plane: plane,
      blocks: blocks, roots: spectrum.columnRoots.span)
  }

  private func filterRows(_ values: inout [Float], block: Int, useful: Int) {
    precondition(2 * plane.height * plane.width <= spectrum.kernel.count)
    var span = values.mutableSpan
    for row in Swift.stride(from: 0, to: plane.height, by: FourierSpectrum.blockSide) {
      engine.loops.filterRows(
        &span, plane: plane, row: row, block: block, useful: useful,
        roots: spectrum.rowRoots.span, spectrum: spectrum.kernel.span,
        from: 2 * row * plane.width)
    }
  }

  private func inverseColumns(
    _ values: inout [Float], block: Int, _ course: Course, _ index: Int, _ rows: Range<Int>,
    into output: inout [Float], at start: Int
  ) {
    let shape = self.output
    func piece(_ place: Course.Place) -> (start: Int, count: Int) {
      let column = (place.tile + index) * tile.useful.width
      let count = min(tile.useful.width, shape.width - column)
      let from = start + place.channel * shape.width + column
      precondition(count > 0 && from + (rows.count - 1) * shape.rowLength + count <= output.count)
      return (from, count)
    }
    let (real, imaginary) = (piece(course.real), piece(course.imaginary))
    var span = values.mutableSpan
    var outputs = output.mutableSpan
    engine.loops.inverseColumns(
      &span, plane: plane, block: block, roots: spectrum.columnRoots.span, rows: rows,
      into: &outputs, real: real.start, realCount: real.count, imaginary: imaginary.start,
      imaginaryCount: imaginary.count, stride: shape.rowLength)
  }

  private func interleave(_ outputs: [Float], rows: Int, into sink: inout RowSink) {
    for row in 0..<rows {
      sink.take(rows: 1, engine: engine) { samples, at in
        var span = samples.mutableSpan
        engine.loops.interleave(
          outputs.span, from: row * output.rowLength, planes: output.channels,
          planeStride: output.width, into: &span, at: at, count: output.width)
      }
    }
  }
}

/// Pairs of tiles along the row; one tile of a pair is the real part, the other the imaginary part.
private struct Course {
  let real: Place
  let imaginary: Place
  let tiles: Int

  struct Place {
    let channel: Int
    let tile: Int
  }

  /// Pairs two channels at a time; of an odd number of channels, pairs the halves of the last one.
  ///
  /// The halves share a tile if the number of tiles is odd.
  static func all(tiles: Int, channels: Int) -> [Course] {
    let half = (tiles + 1) / 2
    return stride(from: 0, to: channels, by: 2).map { channel in
      let isLast = channel == channels - 1
      return Course(
        real: Place(channel: channel, tile: 0),
        imaginary: isLast
          ? Place(channel: channel, tile: tiles - half) : Place(channel: channel + 1, tile: 0),
        tiles: isLast ? half : tiles)
    }
  }
}
