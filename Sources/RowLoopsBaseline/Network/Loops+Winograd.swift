package import RowLoops

// The formula, for a window of 3 and 4 neighboring outputs in one dimension (Lavin and Gray, 2016;
// points 0, ±1, ±2, ∞); two dimensions apply it one after the other:
//
//     outputs:   y = Aᵀ [(G w) ⊙ (Bᵀ x)]             4 outputs of 6 inputs with 6 products, not 12
//     weights:   ∂w = Gᵀ [(A ∂y) ⊙ (Bᵀ x)]           summed over tiles before Gᵀ is applied
//
// This file contains Bᵀ, A and Aᵀ. G acts on the weights, which are few, outside the hot code. Tiles
// of 2 outputs are in Loops+WinogradSmallTiles.swift.
//
// The loop order: tile after tile, each vector holds 16 images. Every lane is a different image, so
// all register widths add in the same order.

/// Number of images of a batch that are adjacent in memory.
private let images = 16

extension Loops {
  package static func winogradInput(
    _ input: Span<Float>, from base: Int, planes: Int, _ grid: WinogradGrid,
    into spectrum: inout MutableSpan<Float>, at start: Int
  ) {
    precondition(base >= 0 && start >= 0 && planes >= 0 && grid.positionStride >= 0)
    precondition(grid.side == 4 || grid.side == 2)
    let (plane, tiles) = (grid.height * grid.width * images, grid.tiles * images)
    precondition(base + planes * plane <= input.count)
    precondition(
      start + (grid.positions - 1) * grid.positionStride + planes * tiles <= spectrum.count)
    if grid.side == 2 {
      return spreadSmallTiles(input, from: base, planes: planes, grid, into: &spectrum, at: start)
    }
    withTwoTiles { patch in
      unsafeRows(input, &spectrum) { input, spectrum in
        for p in 0..<planes {
          transformInput(input + base + p * plane, grid, patch, spectrum + start + p * tiles)
        }
      }
    }
  }

  package static func winogradGradient(
    _ gradient: Span<Float>, from base: Int, _ grid: WinogradGrid,
    into spectrum: inout MutableSpan<Float>, at start: Int
  ) {
    precondition(base >= 0 && start >= 0 && grid.positionStride >= 0 && grid.side == 4)
    precondition(base + grid.height * grid.width * images <= gradient.count)
    precondition(start + 35 * grid.positionStride + grid.tiles * images <= spectrum.count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 16 * images) { patch in
      guard let patch = patch.baseAddress else { return }
      unsafeRows(gradient, &spectrum) { gradient, spectrum in
        var to = spectrum + start
        for y in 0..<grid.rows {
          for x in 0..<grid.columns {
            if 4 * y + 4 <= grid.height && 4 * x + 4 <= grid.width {
              let corner = gradient + base + (4 * y * grid.width + 4 * x) * images
              transformGradient(corner, grid.width * images, to, grid.positionStride)
            } else {
              cutTile(gradient + base, grid, 4 * y, 4 * x, side: 4, into: patch)
              transformGradient(patch, 4 * images, to, grid.positionStride)
            }
            to += images
          }
        }
      }
    }
  }

  package static func winogradOutput(
    _ spectrum: Span<Float>, from base: Int, _ grid: WinogradGrid, _ ending: TileEpilogue,
    into output: inout MutableSpan<Float>, at start: Int
  ) {
    precondition(base >= 0 && start >= 0 && grid.positionStride >= 0)
    precondition(grid.side == 4 || grid.side == 2)
    precondition(
      base + (grid.positions - 1) * grid.positionStride + grid.tiles * images <= spectrum.count)
    precondition(start + grid.height * grid.width * images <= output.count)
    if grid.side == 2 {
      return gatherSmallTiles(spectrum, from: base, grid, ending, into: &output, at: start)
    }
    transformBack(spectrum, from: base, grid, ending, into: &output, at: start)
  }

  /// The loop without the checks, a function of its own.
  ///
  /// In a larger function, a span's `count` would not be inlined and would become a symbol that all
  /// builds share.
  @inline(never)
  private static func transformBack(
    _ spectrum: Span<Float>, from base: Int, _ grid: WinogradGrid, _ ending: TileEpilogue,
    into output: inout MutableSpan<Float>, at start: Int
  ) {
    unsafeRows(spectrum, &output) { spectrum, output in
      switch ending {
      case .biased(let bias, let rectify):
        write(spectrum + base, grid, bias, rectify, isGated: false, output + start)
      case .gated: write(spectrum + base, grid, 0, false, isGated: true, output + start)
      }
    }
  }
}

/// Provides a stack buffer for two tiles of inputs, aligned to a cache line.
///
/// Loading a vector soon after storing it across two cache lines is slow. A temporary allocation of
/// more than a kilobyte would be on the heap.
@inline(__always)
private func withTwoTiles(_ body: (MutableFloats) -> Void) {
  var room = InlineArray<72, SIMD16<Float>>(repeating: .zero)
  withUnsafeMutableBytes(of: &room) { room in
    if let start = room.bindMemory(to: Float.self).baseAddress { body(start) }
  }
}

/// Copies a square that shares columns with the plane, and writes zeros outside the plane.
@inline(__always)
func cutTile(
  _ plane: Floats, _ grid: WinogradGrid, _ top: Int, _ left: Int, side: Int,
  into patch: MutableFloats
) {
  let inside = max(0, -left)..<min(side, grid.width - left)
  for r in 0..<side {
    let (y, to) = (top + r, patch + r * side * images)
    guard y >= 0 && y < grid.height else {
      clear(to, side)
      continue
    }
    let from = plane + (y * grid.width + left + inside.lowerBound) * images
    clear(to, inside.lowerBound)
    for at in stride(from: 0, to: inside.count * images, by: lanes) {
      store(load(from + at), to + inside.lowerBound * images + at)
    }
    clear(to + inside.upperBound * images, side - inside.upperBound)
  }
}

@inline(__always)
private func clear(_ to: MutableFloats, _ count: Int) {
  for at in stride(from: 0, to: count * images, by: lanes) { store(.zero, to + at) }
}

// MARK: One dimension

private struct Four { var a, b, c, d: Vector }
private struct Six { var a, b, c, d, e, f: Vector }

// Products and sums are not fused. A product by a power of two is exact, so rounding equals that of
// a fused pair, and vectors stay whole: the compiler split long chains of fused pairs into scalars,
// and recombined only some of them.

/// Computes Bᵀ x.
@inline(__always)
private func spread(_ x: Six) -> Six {
  let even = x.e - 4 * x.c
  let odd = x.d - 4 * x.b
  let outer = x.e - x.c
  let inner = 2 * (x.d - x.b)
  return Six(
    a: 4 * (x.a - x.c) + outer, b: even + odd, c: even - odd, d: outer + inner,
    e: outer - inner, f: (x.f - x.d) - 2 * inner)
}

/// Computes A y.
@inline(__always)
private func spread(_ y: Four) -> Six {
  let even = y.a + y.c
  let odd = y.b + y.d
  let even4 = y.a + 4 * y.c
  let half = 2 * (y.b + 4 * y.d)
  return Six(
    a: y.a, b: even + odd, c: even - odd, d: even4 + half, e: even4 - half, f: y.d)
}

/// Computes Aᵀ m.
@inline(__always)
private func gather(_ m: Six) -> Four {
  let sum1 = m.b + m.c
  let difference1 = m.b - m.c
  let sum2 = m.d + m.e
  let difference2 = m.d - m.e
  return Four(
    a: m.a + sum1 + sum2, b: difference1 + 2 * difference2, c: sum1 + 4 * sum2,
    d: difference1 + 8 * difference2 + m.f)
}

// MARK: Both dimensions

@inline(__always)
private func column6(_ from: Floats, _ rowStride: Int) -> Six {
  Six(
    a: load(from), b: load(from + rowStride), c: load(from + 2 * rowStride),
    d: load(from + 3 * rowStride),
    e: load(from + 4 * rowStride), f: load(from + 5 * rowStride))
}

@inline(__always)
private func column4(_ from: Floats, _ rowStride: Int) -> Four {
  Four(
    a: load(from), b: load(from + rowStride), c: load(from + 2 * rowStride),
    d: load(from + 3 * rowStride))
}

@inline(__always)
private func put(_ row: Six, _ to: MutableFloats, _ stride: Int) {
  store(row.a, to)
  store(row.b, to + stride)
  store(row.c, to + 2 * stride)
  store(row.d, to + 3 * stride)
  store(row.e, to + 4 * stride)
  store(row.f, to + 5 * stride)
}

/// Transforms all tiles of a plane.
///
/// `patch` is a buffer for one tile of inputs and one tile that is transformed in one dimension.
@inline(__always)
private func transformInput(
  _ plane: Floats, _ grid: WinogradGrid, _ patch: MutableFloats, _ spectrum: MutableFloats
) {
  let half = patch + 36 * images
  var to = spectrum
  for y in 0..<grid.rows {
    for x in 0..<grid.columns {
      let (top, left) = (grid.top + 4 * y, grid.left + 4 * x)
      let isInside =
        top >= 0 && left >= 0 && top + 6 <= grid.height && left + 6 <= grid.width
      if isInside {
        let corner = plane + (top * grid.width + left) * images
        transformInput(corner, grid.width * images, half: half, to, grid.positionStride)
      } else {
        cutTile(plane, grid, top, left, side: 6, into: patch)
        transformInput(patch, 6 * images, half: half, to, grid.positionStride)
      }
      to += images
    }
  }
}

/// Transforms column by column into `half`, then row by row.
///
/// The two loops are separate so that vectors stay whole.
@inline(__always)
private func transformInput(
  _ from: Floats, _ rowStride: Int, half: MutableFloats, _ to: MutableFloats, _ stride: Int
) {
  for part in 0..<images / lanes {
    for column in 0..<6 {
      let spectrum = spread(column6(from + column &* images + part * lanes, rowStride))
      put(spectrum, half + column &* lanes, 6 * lanes)
    }
    for row in 0..<6 {
      let spectrum = spread(column6(UnsafePointer(half) + row &* (6 * lanes), lanes))
      put(spectrum, to + row &* 6 &* stride + part * lanes, stride)
    }
  }
}

@inline(__always)
private func transformGradient(_ from: Floats, _ rowStride: Int, _ to: MutableFloats, _ stride: Int)
{
  for part in 0..<images / lanes {
    let (from, to) = (from + part * lanes, to + part * lanes)
    let a = spread(column4(from, rowStride))
    let b = spread(column4(from + images, rowStride))
    let c = spread(column4(from + 2 * images, rowStride))
    let d = spread(column4(from + 3 * images, rowStride))
    put(spread(Four(a: a.a, b: b.a, c: c.a, d: d.a)), to, stride)
    put(spread(Four(a: a.b, b: b.b, c: c.b, d: d.b)), to + 6 * stride, stride)
    put(spread(Four(a: a.c, b: b.c, c: c.c, d: d.c)), to + 12 * stride, stride)
    put(spread(Four(a: a.d, b: b.d, c: c.d, d: d.d)), to + 18 * stride, stride)
    put(spread(Four(a: a.e, b: b.e, c: c.e, d: d.e)), to + 24 * stride, stride)
    put(spread(Four(a: a.f, b: b.f, c: c.f, d: d.f)), to + 30 * stride, stride)
  }
}

/// Transforms all tiles of a grid back.
///
/// The function is inlined once for sums and once for gradients, which read the values that they
/// replace.
@inline(__always)
private func write(
  _ spectrum: Floats, _ grid: WinogradGrid, _ bias: Float, _ rectify: Bool, isGated: Bool,
  _ output: MutableFloats
) {
  var from = spectrum
  for y in 0..<grid.rows {
    for x in 0..<grid.columns {
      let tile = OutputTile(
        spectrum: from, stride: grid.positionStride,
        output: output + (4 * y * grid.width + 4 * x) * images, rowStride: grid.width * images,
        rows: min(4, grid.height - 4 * y), columns: min(4, grid.width - 4 * x), bias: bias,
        rectify: rectify, isGated: isGated)
      tile.write()
      from += images
    }
  }
}

private struct OutputTile {
  let spectrum: Floats
  let stride: Int
  let output: MutableFloats
  let rowStride: Int
  /// Number of rows and columns inside the plane, up to 4.
  let rows: Int
  let columns: Int
  let bias: Float
  let rectify: Bool
  let isGated: Bool

  @inline(__always)
  func write() {
    for part in 0..<images / lanes {
      let lane = part * lanes
      let from = spectrum + lane
      let a = gather(column6(from, 6 * stride))
      let b = gather(column6(from + stride, 6 * stride))
      let c = gather(column6(from + 2 * stride, 6 * stride))
      let d = gather(column6(from + 3 * stride, 6 * stride))
      let e = gather(column6(from + 4 * stride, 6 * stride))
      let f = gather(column6(from + 5 * stride, 6 * stride))
      put(gather(Six(a: a.a, b: b.a, c: c.a, d: d.a, e: e.a, f: f.a)), 0, lane)
      put(gather(Six(a: a.b, b: b.b, c: c.b, d: d.b, e: e.b, f: f.b)), 1, lane)
      put(gather(Six(a: a.c, b: b.c, c: c.c, d: d.c, e: e.c, f: f.c)), 2, lane)
      put(gather(Six(a: a.d, b: b.d, c: c.d, d: d.d, e: e.d, f: f.d)), 3, lane)
    }
  }

  @inline(__always)
  private func put(_ four: Four, _ row: Int, _ lane: Int) {
    guard row < rows else { return }
    let to = output + row * rowStride + lane
    finish(four.a, to)
    if columns > 1 { finish(four.b, to + images) }
    if columns > 2 { finish(four.c, to + 2 * images) }
    if columns > 3 { finish(four.d, to + 3 * images) }
  }

  @inline(__always)
  private func finish(_ value: Vector, _ to: MutableFloats) {
    finishOutput(value, bias, rectify, isGated, to)
  }
}

/// Applies the derivative of ReLU, or adds the bias and applies ReLU; NaN stays NaN.
@inline(__always)
func finishOutput(
  _ value: Vector, _ bias: Float, _ rectify: Bool, _ isGated: Bool, _ to: MutableFloats
) {
  if isGated { return store(Vector.zero.replacing(with: value, where: load(to) .> 0), to) }
  let sum = value + Vector(repeating: bias)
  store(rectify ? sum.replacing(with: 0, where: sum .< 0) : sum, to)
}
