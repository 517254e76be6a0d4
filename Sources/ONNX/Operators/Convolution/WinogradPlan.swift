internal import ConvCore
internal import ConvNet
import RowLoops

/// A 3×3 convolution of one picture by Winograd's F(2×2, 3×3), with 16 channels in the lanes.
///
///     y = Aᵀ [Σ_c (G w Gᵀ) ⊙ (Bᵀ x B)] A + b
///
/// A tile of 2×2 outputs takes 16 products for each pair of channels; the definition takes 36. Sums
/// differ from exact ones by 2·10⁻⁷ (16 channels) to 9·10⁻⁷ (512 channels) of the largest value,
/// those of the definition by up to twice that. Tiles of 4×4 outputs, which training uses, need fewer
/// products and differ by 2·10⁻⁶ to 10⁻⁵. Maps are computed by the definition, so that they equal
/// those of filters to the bit.
struct WinogradPlan: Sendable {
  /// Number of outputs of a tile along each axis.
  static let side = 2
  /// Number of products of a tile.
  private static let positions = (side + 2) * (side + 2)
  /// Number of tiles whose transforms stay in the cache.
  private static let stripTiles = 144

  private let rows: WindowAxis
  private let columns: WindowAxis
  private let channels: Int
  private let filters: ConvFilters
  private let ending: ConvEnding
  /// The rows of tiles that are computed together, so that their values stay in the cache.
  private let tileRows: Int
  private let offsets: [Int]

  private var lanes: Int { PackedFilters.lanes }
  private var across: Int { WinogradPlan.tiles(columns) }
  private var down: Int { WinogradPlan.tiles(rows) }
  private var strips: Int { (down + tileRows - 1) / tileRows }
  private var blocks: Int { filters.groups[0].blocks }
  /// The tiles of a strip; the last strip may have fewer.
  private var tiles: Int { tileRows * across }
  /// One vector more keeps the positions from the same lines of the cache.
  private var spectrumStride: Int { (channels / lanes * tiles + 1) * lanes }
  private var productStride: Int { (blocks * tiles + 1) * lanes }

  /// Creates a plan; returns `nil` for convolutions that it does not compute, or not faster.
  init?(
    channels: Int, axes: [WindowAxis], filters: ConvFilters, ending: ConvEnding,
    _ context: RunContext
  ) {
    guard axes.count == 2, let transforms = filters.winograd,
      axes.allSatisfy({ $0.size == 3 && $0.stride == 1 && $0.dilation == 1 }),
      axes.allSatisfy({ $0.count >= 12 }), transforms.byteCount <= context.memoryLimit / 8
    else { return nil }
    (rows, columns, self.channels, self.filters) = (axes[0], axes[1], channels, filters)
    self.ending = ending
    let (across, down) = (WinogradPlan.tiles(axes[1]), WinogradPlan.tiles(axes[0]))
    // The threads share the parts of a small plane, and the strips of a large one.
    let most = WinogradPlan.stripTiles
    let tileRows = across * down <= most ? down : max(1, most / across)
    self.tileRows = tileRows
    let tiles = tileRows * across
    offsets = (0..<channels).map { $0 / 16 * tiles * 16 + $0 % 16 }
  }

  /// The tiles along an axis; the last one may reach beyond it.
  private static func tiles(_ axis: WindowAxis) -> Int { (axis.count + side - 1) / side }

  /// Computes all maps of all images.
  func run(_ values: [Float], images: Int, _ context: RunContext) -> [Float] {
    let results = filters.count * rows.count * columns.count
    let positions = filters.winograd?.transformed(context.engine) ?? []
    return SharedFloats.filled(count: images * results) { output in
      for image in 0..<images {
        let input = blocked(values, from: image * channels * rows.side * columns.side, context)
        let plan = self
        if strips >= 2 * context.workers.count {
          WorkQueue.run(strips, context.workers) { strip in
            plan.compute(
              strip, input, positions, output, at: image * results, context, isShared: false)
          }
        } else {
          for strip in 0..<strips {
            compute(strip, input, positions, output, at: image * results, context, isShared: true)
          }
        }
      }
    }
  }

  /// The planes of an image, 16 channels of a pixel side by side.
  private func blocked(_ values: [Float], from start: Int, _ context: RunContext) -> [Float] {
    let (plane, engine) = (rows.side * columns.side, context.engine)
    return SharedFloats.filled(count: channels * plane) { output in
      WorkQueue.run(channels / 16, context.workers, cost: channels * plane) { block in
        output.write(block * 16 * plane..<(block + 1) * 16 * plane) { part in
          engine.loops.interleave(
            values.span, from: start + block * 16 * plane, planes: 16, planeStride: plane,
            into: &part, at: 0, count: plane)
        }
      }
    }
  }

  /// Runs the parts of a strip on all threads, or on this one.
  private func share(
    _ count: Int, _ isShared: Bool, _ context: RunContext, _ work: @escaping @Sendable (Int) -> Void
  ) {
    if isShared {
      WorkQueue.run(count, context.workers, work)
    } else {
      for index in 0..<count { work(index) }
    }
  }

  private func compute(
    _ strip: Int, _ input: [Float], _ positions: [PackedFilters], _ output: SharedFloats,
    at start: Int, _ context: RunContext, isShared: Bool
  ) {
    let (plan, engine) = (self, context.engine)
    let first = strip * tileRows
    let height = min(tileRows, down - first)
    let positionCount = WinogradPlan.positions
    let spectrum = SharedFloats.filled(count: positionCount * spectrumStride) { spectrum in
      share(channels / lanes, isShared, context) { block in
        plan.transform(input, block, first, height, into: spectrum, engine)
      }
    }
    let products = SharedFloats.filled(count: positionCount * productStride) { products in
      share(positionCount, isShared, context) { position in
        plan.multiply(spectrum, position, positions[position], height, into: products, engine)
      }
    }
    share(blocks, isShared, context) { block in
      plan.finish(products, block, first, height, output, at: start, engine)
    }
  }

  /// Bᵀ x B of 16 channels.
  private func transform(
    _ input: [Float], _ block: Int, _ first: Int, _ height: Int, into spectrum: SharedFloats,
    _ engine: Engine
  ) {
    let (side, plane) = (WinogradPlan.side, rows.side * columns.side * lanes)
    let grid = WinogradGrid(
      height: rows.side, width: columns.side, top: side * first - rows.before,
      left: -columns.before,
      rows: height, columns: across, positionStride: spectrumStride, side: side)
    // Other threads write other channels of each position, between the ones of this block.
    spectrum.write(0..<WinogradPlan.positions * spectrumStride) { span in
      engine.loops.winogradInput(
        input.span, from: block * plane, planes: 1, grid, into: &span, at: block * tiles * lanes)
    }
  }

  /// The sums over the channels at one of the positions.
  private func multiply(
    _ spectrum: [Float], _ position: Int, _ filters: PackedFilters, _ height: Int,
    into products: SharedFloats, _ engine: Engine
  ) {
    let count = height * across
    let grid = PixelGrid(rows: 1, width: count, inputRow: 0, inputPixel: lanes)
    for block in 0..<blocks {
      let to = position * productStride + block * tiles * lanes
      products.write(to..<to + count * lanes) { part in
        filters.run(
          block: block, spectrum.span, from: position * spectrumStride, grid,
          offsets: offsets.span, into: &part, engine)
      }
    }
  }

  /// Aᵀ m A of 16 filters, their biases and what follows.
  private func finish(
    _ products: [Float], _ block: Int, _ first: Int, _ height: Int, _ output: SharedFloats,
    at start: Int, _ engine: Engine
  ) {
    let (side, width) = (WinogradPlan.side, columns.count)
    let outputRows = min(rows.count - side * first, side * height)
    let pixels = outputRows * width
    let grid = WinogradGrid(
      height: outputRows, width: width, rows: height, columns: across,
      positionStride: productStride, side: side)
    let maps = filters.groups[0].width(of: block)
    let plane = rows.count * width
    let tile = SharedFloats.filled(count: pixels * lanes) { tile in
      tile.write(0..<pixels * lanes) { span in
        engine.loops.winogradOutput(
          products.span, from: block * tiles * lanes, grid, .biased(0, rectify: false),
          into: &span, at: 0)
      }
    }
    let from = start + block * lanes * plane + side * first * width
    output.write(from..<from + (maps - 1) * plane + pixels) { part in
      engine.loops.separateChannels(
        tile.span, channels: maps, into: &part, at: 0, planeStride: plane, count: pixels)
      for map in 0..<maps {
        ending.finish(
          &part, at: map * plane, count: pixels,
          bias: filters.groups[0].bias(block * lanes + map), engine)
      }
    }
  }
}
