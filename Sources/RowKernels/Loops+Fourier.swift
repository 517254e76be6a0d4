import RowLoops

// Lanes are 16 neighbouring columns while columns are transformed, 16 neighbouring rows while rows
// are: blocks of 16×16 values are transposed in registers in between. What a transform reads and
// writes more than once stays in the first-level cache.

/// Columns of a block, and rows that are transformed together.
private let side = 16
/// Floats of a block's row: 16 real parts, 16 imaginary ones.
private let blockSize = 32

extension Loops {
  public static func transformColumns(
    _ input: Span<Float>, real: Int, imaginary: Int, stride: Int,
    into values: inout MutableSpan<Float>, plane: FourierPlane, blocks: Range<Int>,
    roots: Span<Float>
  ) {
    assert(blocks.lowerBound >= 0 && blocks.upperBound - blocks.lowerBound <= plane.blocks)
    assert(
      max(real, imaginary) + (plane.height - 1) * stride + blocks.upperBound * side <= input.count)
    assert(values.count >= plane.floatCount && roots.count >= 2 * plane.height)
    unsafeRows(input, &values) { input, values in
      unsafeRoots(roots, plane.height) { transform in
        // The input is not written.
        let rows = MutableFloats(mutating: input)
        let source = Signal(rows + real, rows + imaginary, stride)
        let columns = Columns(aligned(values), plane)
        // The first pass of all blocks together reads longer pieces of fewer rows.
        for part in 0..<transform.parts {
          for n in blocks {
            forEachLane {
              transform.forwardFirst(
                part, source.moved(by: n * side + $0), columns[n].moved(by: $0))
            }
          }
        }
        for n in blocks {
          forEachLane { transform.forwardRest(columns[n].moved(by: $0)) }
        }
      }
    }
  }

  public static func transformRows(
    _ values: Span<Float>, plane: FourierPlane, row: Int, roots: Span<Float>,
    into spectrum: inout MutableSpan<Float>, at start: Int
  ) {
    assert(row + side <= plane.height && values.count >= plane.floatCount)
    assert(start + plane.width * blockSize <= spectrum.count && roots.count >= 2 * plane.width)
    unsafeRows(values, &spectrum) { values, spectrum in
      unsafeRoots(roots, plane.width) { transform in
        let rows = Rows(aligned(MutableFloats(mutating: values)), plane, row, block: 0)
        rows.gather(spectrum + start)
        let signal = Signal(spectrum + start, blockSize)
        forEachLane { lane in
          let lanes = signal.moved(by: lane)
          for part in 0..<transform.parts { transform.forwardFirst(part, lanes, lanes) }
          transform.forwardRest(lanes)
        }
      }
    }
  }

  public static func filterRows(
    _ values: inout MutableSpan<Float>, plane: FourierPlane, row: Int, block: Int, useful: Int,
    roots: Span<Float>, spectrum: Span<Float>, from base: Int
  ) {
    assert(row + side <= plane.height && values.count >= plane.floatCount)
    assert(block < plane.blocks && useful <= plane.blocks && roots.count >= 2 * plane.width)
    assert(base + plane.width * blockSize <= spectrum.count)
    unsafeRows(spectrum, &values) { spectrum, values in
      unsafeRoots(roots, plane.width) { transform in
        let rows = Rows(aligned(values), plane, row, block: block)
        let factors = Signal(MutableFloats(mutating: spectrum) + base, blockSize)
        let byteCount = plane.width * blockSize * MemoryLayout<Float>.size
        withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 64) { room in
          guard let room = room.baseAddress else { return }
          let work = room.assumingMemoryBound(to: Float.self)
          let signal = Signal(work, blockSize)
          rows.gather(work)
          forEachLane { transform.filter(signal.moved(by: $0), by: factors.moved(by: $0)) }
          rows.scatter(work, blocks: useful)
        }
      }
    }
  }

  public static func inverseColumns(
    _ values: inout MutableSpan<Float>, plane: FourierPlane, block: Int, roots: Span<Float>,
    rows: Range<Int>, into output: inout MutableSpan<Float>, real: Int, realCount: Int,
    imaginary: Int, imaginaryCount: Int, stride: Int
  ) {
    assert(block < plane.blocks && values.count >= plane.floatCount)
    assert(rows.lowerBound >= 0 && rows.upperBound <= plane.height && !rows.isEmpty)
    let last = (rows.upperBound - rows.lowerBound - 1) * stride
    assert(max(real + realCount, imaginary + imaginaryCount) + last <= output.count)
    assert(roots.count >= 2 * plane.height)
    values.withUnsafeMutableBufferPointer { values in
      output.withUnsafeMutableBufferPointer { output in
        unsafeRoots(roots, plane.height) { transform in
          guard let values = values.baseAddress, let output = output.baseAddress else { return }
          let answer = Answer(
            columns: Columns(aligned(values), plane), block: block, rows: rows,
            output: Signal(output + real, output + imaginary, stride),
            counts: (realCount, imaginaryCount))
          answer.transformBack(transform)
        }
      }
    }
  }
}

@inline(__always)
private func unsafeRoots(
  _ roots: Span<Float>, _ length: Int, _ body: (FourierTransform) -> Void
) {
  roots.withUnsafeBufferPointer { roots in
    guard let roots = roots.baseAddress else { return }
    body(FourierTransform(length: length, roots: roots))
  }
}

/// The first whole cache line.
@inline(__always)
private func aligned(_ values: MutableFloats) -> MutableFloats {
  UnsafeMutableRawPointer(values).alignedUp(toMultipleOf: 64).assumingMemoryBound(to: Float.self)
}

@inline(__always)
private func forEachLane(_ body: (Int) -> Void) {
  for lane in stride(from: 0, to: side, by: lanes) { body(lane) }
}

extension Signal {
  /// Values whose parts are the halves of a block's row.
  @inline(__always)
  fileprivate init(_ values: MutableFloats, _ stride: Int) {
    self.init(values, values + side, stride)
  }
}

/// The columns of a plane, as a ring of blocks.
private struct Columns {
  let values: MutableFloats
  let plane: FourierPlane

  @inline(__always)
  init(_ values: MutableFloats, _ plane: FourierPlane) {
    self.values = values
    self.plane = plane
  }

  @inline(__always)
  subscript(n: Int) -> Signal { Signal(values + n % plane.blocks * blockSize, plane.pitch) }
}

/// Columns on their way back.
private struct Answer {
  let columns: Columns
  let block: Int
  let rows: Range<Int>
  let output: Signal
  /// Columns of the real and of the imaginary part that are written.
  let counts: (Int, Int)

  @inline(__always)
  func transformBack(_ transform: FourierTransform) {
    let blocks = (max(counts.0, counts.1) + side - 1) / side
    let whole = min(counts.0, counts.1) / side
    for n in 0..<blocks {
      forEachLane { transform.backwardRest(columns[block + n].moved(by: $0)) }
    }
    // The last pass of all blocks together writes longer pieces of fewer rows.
    let first = output.moved(by: -rows.lowerBound * output.stride)
    for part in 0..<transform.parts {
      for n in 0..<whole {
        let (source, target) = (columns[block + n], first.moved(by: n * side))
        forEachLane {
          transform.backwardLast(part, source.moved(by: $0), target.moved(by: $0), rows: rows)
        }
      }
    }
    for n in whole..<blocks { finish(n, transform) }
  }

  /// A block that is not written whole.
  @inline(__always)
  private func finish(_ n: Int, _ transform: FourierTransform) {
    let source = columns[block + n]
    for part in 0..<transform.parts {
      forEachLane {
        let lanes = source.moved(by: $0)
        transform.backwardLast(part, lanes, lanes, rows: rows)
      }
    }
    for row in rows {
      let (from, to) = (row * source.stride, (row - rows.lowerBound) * output.stride + n * side)
      for i in 0..<max(0, min(side, counts.0 - n * side)) {
        output.real[to + i] = source.real[from + i]
      }
      for i in 0..<max(0, min(side, counts.1 - n * side)) {
        output.imag[to + i] = source.imag[from + i]
      }
    }
  }
}

/// 16 rows of a tile.
private struct Rows {
  let values: MutableFloats
  let plane: FourierPlane
  let block: Int

  @inline(__always)
  init(_ values: MutableFloats, _ plane: FourierPlane, _ row: Int, block: Int) {
    self.values = values + row * plane.pitch
    self.plane = plane
    self.block = block
  }

  /// Lays the rows into the lanes.
  @inline(__always)
  func gather(_ signals: MutableFloats) {
    for n in 0..<plane.blocks {
      transpose(place(n), plane.pitch, signals + n * side * blockSize, blockSize)
    }
  }

  /// Lays the lanes' first values back into the rows.
  @inline(__always)
  func scatter(_ signals: MutableFloats, blocks: Int) {
    for n in 0..<blocks {
      transpose(signals + n * side * blockSize, blockSize, place(n), plane.pitch)
    }
  }

  @inline(__always)
  private func place(_ n: Int) -> MutableFloats {
    let index = block + n
    return values + (index < plane.blocks ? index : index - plane.blocks) * blockSize
  }

  /// Transposes the real and the imaginary parts of 16×16 values.
  @inline(__always)
  private func transpose(
    _ from: Floats, _ inputStride: Int, _ to: MutableFloats, _ outputStride: Int
  ) {
    for part in stride(from: 0, to: blockSize, by: side) {
      forEachLane { y in
        forEachLane { x in
          transposeVectors(
            from + part + y * inputStride + x, inputStride, to + part + x * outputStride + y,
            outputStride)
        }
      }
    }
  }
}

/// Transposes as many vectors as a vector has lanes: in each round, neighbours are parted into
/// their even and their odd lanes.
@inline(__always)
private func transposeVectors(
  _ from: Floats, _ inputStride: Int, _ to: MutableFloats, _ outputStride: Int
) {
  var rows = zeros16()
  for i in 0..<lanes { rows[i] = load(from + i * inputStride) }
  for _ in 0..<lanes.trailingZeroBitCount {
    var next = zeros16()
    for i in 0..<lanes / 2 {
      let (a, b) = (rows[2 * i], rows[2 * i + 1])
      next[i] = Vector(lowHalf: a.evenHalf, highHalf: b.evenHalf)
      next[i + lanes / 2] = Vector(lowHalf: a.oddHalf, highHalf: b.oddHalf)
    }
    rows = next
  }
  for i in 0..<lanes { store(rows[i], to + i * outputStride) }
}
