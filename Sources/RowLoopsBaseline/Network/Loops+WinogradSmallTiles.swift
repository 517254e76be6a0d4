internal import RowLoops

// The formula of Loops+Winograd.swift for a window of 3 and 2 neighboring outputs (points 0, ±1, ∞):
// 2 outputs of 4 inputs with 4 products, not 6. Bᵀ and Aᵀ only add, so the sums round no more than
// those of the definition.

/// Number of images of a batch that are adjacent in memory.
private let images = 16

// Functions of their own: in a larger function, a span's `count` would not be inlined and would
// become a symbol that all builds share.
extension Loops {
  /// Transforms the inputs of tiles of 2×2 outputs; the caller has checked all bounds.
  @inline(never)
  static func spreadSmallTiles(
    _ input: Span<Float>, from base: Int, planes: Int, _ grid: WinogradGrid,
    into spectrum: inout MutableSpan<Float>, at start: Int
  ) {
    let plane = grid.height * grid.width * images
    withTile { patch in
      unsafeRows(input, &spectrum) { input, spectrum in
        for p in 0..<planes {
          spread(
            input + base + p * plane, grid, patch, spectrum + start + p * grid.tiles * images)
        }
      }
    }
  }

  /// Transforms tiles of 2×2 outputs back; the caller has checked all bounds.
  @inline(never)
  static func gatherSmallTiles(
    _ spectrum: Span<Float>, from base: Int, _ grid: WinogradGrid, _ ending: TileEpilogue,
    into output: inout MutableSpan<Float>, at start: Int
  ) {
    unsafeRows(spectrum, &output) { spectrum, output in
      switch ending {
      case .biased(let bias, let rectify):
        gather(spectrum + base, grid, bias, rectify, isGated: false, output + start)
      case .gated: gather(spectrum + base, grid, 0, false, isGated: true, output + start)
      }
    }
  }
}

/// Provides a stack buffer for one tile of inputs, aligned to a cache line.
@inline(__always)
private func withTile(_ body: (MutableFloats) -> Void) {
  var tile = InlineArray<16, SIMD16<Float>>(repeating: .zero)
  withUnsafeMutableBytes(of: &tile) { tile in
    if let start = tile.bindMemory(to: Float.self).baseAddress { body(start) }
  }
}

// MARK: One dimension

private struct Two { var a, b: Vector }
private struct Four { var a, b, c, d: Vector }

/// Computes Bᵀ x.
@inline(__always)
private func spread(_ x: Four) -> Four {
  Four(a: x.a - x.c, b: x.b + x.c, c: x.c - x.b, d: x.b - x.d)
}

/// Computes Aᵀ m.
@inline(__always)
private func gather(_ m: Four) -> Two {
  Two(a: (m.b + m.c) + m.a, b: (m.b - m.c) - m.d)
}

@inline(__always)
private func column(_ from: Floats, _ stride: Int) -> Four {
  Four(
    a: load(from), b: load(from + stride), c: load(from + 2 * stride), d: load(from + 3 * stride))
}

// MARK: Both dimensions

/// Transforms the inputs of all tiles of a plane; `patch` is a buffer for one tile.
@inline(__always)
private func spread(
  _ plane: Floats, _ grid: WinogradGrid, _ patch: MutableFloats, _ spectrum: MutableFloats
) {
  var to = spectrum
  for y in 0..<grid.rows {
    for x in 0..<grid.columns {
      let (top, left) = (grid.top + 2 * y, grid.left + 2 * x)
      if top >= 0 && left >= 0 && top + 4 <= grid.height && left + 4 <= grid.width {
        let corner = plane + (top * grid.width + left) * images
        spread(corner, grid.width * images, to, grid.positionStride)
      } else {
        cutTile(plane, grid, top, left, side: 4, into: patch)
        spread(patch, 4 * images, to, grid.positionStride)
      }
      to += images
    }
  }
}

@inline(__always)
private func spread(_ from: Floats, _ rowStride: Int, _ to: MutableFloats, _ stride: Int) {
  for part in 0..<images / lanes {
    let (from, to) = (from + part * lanes, to + part * lanes)
    let a = spread(column(from, rowStride))
    let b = spread(column(from + images, rowStride))
    let c = spread(column(from + 2 * images, rowStride))
    let d = spread(column(from + 3 * images, rowStride))
    put(spread(Four(a: a.a, b: b.a, c: c.a, d: d.a)), to, stride)
    put(spread(Four(a: a.b, b: b.b, c: c.b, d: d.b)), to + 4 * stride, stride)
    put(spread(Four(a: a.c, b: b.c, c: c.c, d: d.c)), to + 8 * stride, stride)
    put(spread(Four(a: a.d, b: b.d, c: c.d, d: d.d)), to + 12 * stride, stride)
  }
}

@inline(__always)
private func put(_ row: Four, _ to: MutableFloats, _ stride: Int) {
  store(row.a, to)
  store(row.b, to + stride)
  store(row.c, to + 2 * stride)
  store(row.d, to + 3 * stride)
}

/// Transforms all tiles of a grid back; inlined once for sums and once for gradients.
@inline(__always)
private func gather(
  _ spectrum: Floats, _ grid: WinogradGrid, _ bias: Float, _ rectify: Bool, isGated: Bool,
  _ output: MutableFloats
) {
  let (stride, row) = (grid.positionStride, grid.width * images)
  for y in 0..<min(grid.rows, (grid.height + 1) / 2) {
    for x in 0..<min(grid.columns, (grid.width + 1) / 2) {
      let from = spectrum + (y * grid.columns + x) * images
      let (hasRow, hasColumn) = (2 * y + 1 < grid.height, 2 * x + 1 < grid.width)
      for lane in Swift.stride(from: 0, to: images, by: lanes) {
        let a = gather(column(from + lane, 4 * stride))
        let b = gather(column(from + stride + lane, 4 * stride))
        let c = gather(column(from + 2 * stride + lane, 4 * stride))
        let d = gather(column(from + 3 * stride + lane, 4 * stride))
        let upper = gather(Four(a: a.a, b: b.a, c: c.a, d: d.a))
        let lower = gather(Four(a: a.b, b: b.b, c: c.b, d: d.b))
        let to = output + (2 * y * grid.width + 2 * x) * images + lane
        finishOutput(upper.a, bias, rectify, isGated, to)
        if hasColumn { finishOutput(upper.b, bias, rectify, isGated, to + images) }
        if hasRow { finishOutput(lower.a, bias, rectify, isGated, to + row) }
        if hasRow && hasColumn { finishOutput(lower.b, bias, rectify, isGated, to + row + images) }
      }
    }
  }
}
