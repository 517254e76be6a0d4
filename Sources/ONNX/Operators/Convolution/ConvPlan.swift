internal import ConvCore
import RowLoops

/// A convolution of planes of floats for one size of input.
struct ConvPlan: Sendable {
  /// Depth, height and width; missing ones are single.
  private let axes: [WindowAxis]
  private let channels: Int
  private let filters: ConvFilters
  /// The filters of one group.
  private let groupSize: Int
  private let groups: Int
  private let ending: ConvEnding
  /// Whether 16 channels of a pixel lie side by side in the padded input: a line of the cache then
  /// holds the values that 16 taps read.
  private let isBlocked: Bool
  /// The sides of the padded input.
  private let padded: [Int]
  /// The offset of each tap of a group: channels, then depth, rows, columns.
  private let offsets: [Int]

  private var plane: Int { padded[0] * padded[1] * padded[2] }
  private var resultPlane: Int { axes[0].count * axes[1].count * axes[2].count }

  init(
    channels: Int, axes: [WindowAxis], filters: ConvFilters, groups: Int, ending: ConvEnding,
    _ context: RunContext
  ) throws(ONNXError) {
    self.axes = [WindowAxis](repeating: .single, count: 3 - axes.count) + axes
    (self.channels, self.filters, self.groups) = (channels, filters, groups)
    (groupSize, self.ending) = (filters.count / groups, ending)
    let depth = channels / groups
    // A single pixel is computed from the planes as they are.
    isBlocked =
      depth % 16 == 0 && filters.count / groups > 16
      && self.axes.contains { $0.count > 1 }
    padded = self.axes.map(\.padded)
    try context.count([channels] + padded)
    let plane = padded[0] * padded[1] * padded[2]
    var offsets: [Int] = []
    for channel in 0..<depth {
      for z in 0..<self.axes[0].size {
        for y in 0..<self.axes[1].size {
          for x in 0..<self.axes[2].size {
            let row = z * self.axes[0].dilation * padded[1] + y * self.axes[1].dilation
            let place = row * padded[2] + x * self.axes[2].dilation
            offsets.append(
              isBlocked
                ? (channel / 16 * plane + place) * 16 + channel % 16 : channel * plane + place)
          }
        }
      }
    }
    self.offsets = offsets
  }

  /// Computes all maps of all images.
  func run(_ values: [Float], images: Int, _ context: RunContext) -> [Float] {
    let size = channels * axes.reduce(1) { $0 * $1.side }
    let results = filters.count * resultPlane
    guard results > 0, images > 0 else { return [] }
    return SharedFloats.filled(count: images * results) { output in
      for image in 0..<images {
        let (input, base) = paddedImage(values, from: image * size, context)
        correlate(input, from: base, output, at: image * results, context)
      }
    }
  }

  /// The planes of an image with their pads; the image itself when it needs none.
  private func paddedImage(
    _ values: [Float], from start: Int, _ context: RunContext
  ) -> ([Float], Int) {
    if isBlocked { return (blockedImage(values, from: start, context), 0) }
    let isFramed = axes.contains { $0.before > 0 || $0.padded != $0.side }
    guard isFramed else { return (values, start) }
    let (axes, padded, plane) = (axes, padded, plane)
    let side = axes[0].side * axes[1].side * axes[2].side
    let engine = context.engine
    let image = SharedFloats.filled(count: channels * plane, isZeroed: true) { output in
      WorkQueue.run(channels, context.workers, cost: channels * plane) { channel in
        output.write(channel * plane..<(channel + 1) * plane) { part in
          for z in 0..<axes[0].side {
            for y in 0..<axes[1].side {
              let row = (z * axes[1].side + y) * axes[2].side
              let to = ((z + axes[0].before) * padded[1] + y + axes[1].before) * padded[2]
              engine.loops.copy(
                values.span, from: start + channel * side + row, into: &part,
                at: to + axes[2].before, count: axes[2].side)
            }
          }
        }
      }
    }
    return (image, 0)
  }

  /// The planes of an image with their pads, 16 channels of a pixel side by side.
  private func blockedImage(
    _ values: [Float], from start: Int, _ context: RunContext
  ) -> [Float] {
    let (axes, padded, plane) = (axes, padded, plane)
    let side = axes[0].side * axes[1].side * axes[2].side
    let isFramed = axes.contains { $0.before > 0 || $0.padded != $0.side }
    let engine = context.engine
    return SharedFloats.filled(count: channels * plane, isZeroed: isFramed) { output in
      WorkQueue.run(channels / 16, context.workers, cost: channels * plane) { block in
        let base = start + block * 16 * side
        output.write(block * 16 * plane..<(block + 1) * 16 * plane) { part in
          guard isFramed else {
            engine.loops.interleave(
              values.span, from: base, planes: 16, planeStride: side, into: &part, at: 0,
              count: side)
            return
          }
          for z in 0..<axes[0].side {
            for y in 0..<axes[1].side {
              let row = (z * axes[1].side + y) * axes[2].side
              let to = ((z + axes[0].before) * padded[1] + y + axes[1].before) * padded[2]
              engine.loops.interleave(
                values.span, from: base + row, planes: 16, planeStride: side, into: &part,
                at: (to + axes[2].before) * 16, count: axes[2].side)
            }
          }
        }
      }
    }
  }

  /// The multiply-adds of an image.
  private var cost: Int { filters.count * resultPlane * offsets.count }

  /// Whether rows of windows lie end to end, so that they are one long row.
  private var isContiguous: Bool {
    axes[1].stride == 1 && axes[2].stride == 1 && padded[2] == axes[2].count
  }

  /// The number of rows whose results of 16 filters stay in the first-level cache.
  private var rowsAtOnce: Int {
    min(axes[1].count, max(1, 512 / max(1, axes[2].count)))
  }

  private func correlate(
    _ input: [Float], from base: Int, _ output: SharedFloats, at start: Int,
    _ context: RunContext
  ) {
    if resultPlane == 1 { return pixel(input, from: base, output, at: start, context) }
    let (rows, height) = (rowsAtOnce, axes[1].count)
    let (chunks, depth) = ((height + rows - 1) / rows, axes[0].count)
    let blocks = filters.groups[0].blocks
    let (plan, engine) = (self, context.engine)
    // Weights that fit the second-level cache are read again for each chunk of rows; otherwise
    // the input is read again for each block of filters.
    let keepsWeights = filters.count * offsets.count < 1 << 17
    let count = groups * blocks * depth * chunks
    WorkQueue.run(count, context.workers, cost: cost) { index in
      let block: Int
      let place: Int
      if keepsWeights {
        (block, place) = (index % (groups * blocks), index / (groups * blocks))
      } else {
        (block, place) = (index / (depth * chunks), index % (depth * chunks))
      }
      let first = place % chunks * rows
      plan.chunk(
        input, from: base, group: block / blocks, block: block % blocks, z: place / chunks,
        rows: first..<min(height, first + rows), output, at: start, engine)
    }
  }

  private func chunk(
    _ input: [Float], from base: Int, group: Int, block: Int, z: Int, rows: Range<Int>,
    _ output: SharedFloats, at start: Int, _ engine: Engine
  ) {
    let (width, packed) = (axes[2].count, filters.groups[group])
    let pixels = rows.count * width
    let pixel = isBlocked ? 16 : 1
    let grid =
      isContiguous
      ? PixelGrid(rows: 1, width: pixels, inputRow: 0, inputPixel: pixel)
      : PixelGrid(
        rows: rows.count, width: width, inputRow: axes[1].stride * padded[2] * pixel,
        inputPixel: axes[2].stride * pixel)
    let corner =
      (z * axes[0].stride * padded[1] + rows.lowerBound * axes[1].stride) * padded[2] * pixel
    let tile = SharedFloats.filled(count: pixels * PackedFilters.lanes) { tile in
      tile.write(0..<pixels * PackedFilters.lanes) { span in
        packed.run(
          block: block, input.span, from: base + group * (channels / groups) * plane + corner,
          grid, offsets: offsets.span, rectify: ending.rectify, into: &span, engine)
        ending.lower(&span, at: 0, count: span.count)
      }
    }
    let maps = packed.width(of: block)
    let filter = group * groupSize + block * PackedFilters.lanes
    let from = start + filter * resultPlane + (z * axes[1].count + rows.lowerBound) * width
    output.write(from..<from + (maps - 1) * resultPlane + pixels) { part in
      engine.loops.separateChannels(
        tile.span, channels: maps, into: &part, at: 0, planeStride: resultPlane,
        count: pixels)
    }
  }

  /// Computes the only pixel of each map, several blocks of filters at once.
  private func pixel(
    _ input: [Float], from base: Int, _ output: SharedFloats, at start: Int,
    _ context: RunContext
  ) {
    let (plan, engine) = (self, context.engine)
    let blocks = filters.groups[0].blocks
    let pieces = (blocks + PackedFilters.blocksAtOnce - 1) / PackedFilters.blocksAtOnce
    WorkQueue.run(groups * pieces, context.workers, cost: cost) { index in
      let (group, piece) = (index / pieces, index % pieces)
      let packed = plan.filters.groups[group]
      let first = piece * PackedFilters.blocksAtOnce
      let range = first..<min(blocks, first + PackedFilters.blocksAtOnce)
      var sums = packed.pixel(
        blocks: range, input.span, from: base + group * (plan.channels / plan.groups) * plan.plane,
        offsets: plan.offsets.span, rectify: plan.ending.rectify, engine)
      var span = sums.mutableSpan
      plan.ending.lower(&span, at: 0, count: span.count)
      let from = start + group * plan.groupSize + first * PackedFilters.lanes
      output.write(from..<from + sums.count) { part in
        for k in 0..<sums.count { part[k] = sums[k] }
      }
    }
  }
}
