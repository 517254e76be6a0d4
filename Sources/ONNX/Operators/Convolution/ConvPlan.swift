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
  /// Whether max(·, 0) follows, and the largest value that stays then.
  private let rectify: Bool
  private let ceiling: Float
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
    channels: Int, axes: [WindowAxis], filters: ConvFilters, groups: Int, rectify: Bool,
    ceiling: Float, _ context: RunContext
  ) throws(ONNXError) {
    self.axes = [WindowAxis](repeating: .single, count: 3 - axes.count) + axes
    (self.channels, self.filters, self.groups) = (channels, filters, groups)
    (groupSize, self.rectify, self.ceiling) = (filters.count / groups, rectify, ceiling)
    let depth = channels / groups
    isBlocked = !filters.groups.isEmpty && depth % 16 == 0 && filters.count / groups > 16
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
        if filters.groups.isEmpty {
          depthwise(input, from: base, output, at: image * results, context)
        } else {
          correlate(input, from: base, output, at: image * results, context)
        }
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
      WorkQueue.run(channels, context.crew, cost: channels * plane) { channel in
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
      WorkQueue.run(channels / 16, context.crew, cost: channels * plane) { block in
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

  // MARK: All channels of a group

  /// The number of rows whose results of 16 filters stay in the first-level cache.
  private var rowsAtOnce: Int {
    min(axes[1].count, max(1, 512 / max(1, axes[2].count)))
  }

  private func correlate(
    _ input: [Float], from base: Int, _ output: SharedFloats, at start: Int,
    _ context: RunContext
  ) {
    let (rows, height) = (rowsAtOnce, axes[1].count)
    let (chunks, depth) = ((height + rows - 1) / rows, axes[0].count)
    let blocks = filters.groups[0].blocks
    let (plan, engine) = (self, context.engine)
    // Weights that fit the second-level cache are read again for each chunk of rows; otherwise
    // the input is read again for each block of filters.
    let keepsWeights = filters.count * offsets.count < 1 << 17
    let count = groups * blocks * depth * chunks
    WorkQueue.run(count, context.crew, cost: cost) { index in
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
          grid, offsets: offsets.span, rectify: rectify, into: &span, engine)
        if ceiling < .infinity { ConvPlan.lower(&span, to: ceiling) }
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

  // MARK: One channel a filter

  /// Makes values that are larger than a ceiling the ceiling; NaN stays NaN.
  private static func lower(_ values: inout MutableSpan<Float>, to ceiling: Float) {
    for k in 0..<values.count {
      let value = values[k]
      values[k] = value > ceiling ? ceiling : value
    }
  }

  /// Computes each filter on its own channel; the pixels of a row lie in the lanes.
  private func depthwise(
    _ input: [Float], from base: Int, _ output: SharedFloats, at start: Int,
    _ context: RunContext
  ) {
    let (plan, engine) = (self, context.engine)
    let (height, width) = (axes[1].count, axes[2].count)
    WorkQueue.run(filters.count, context.crew, cost: cost) { filter in
      let taps = plan.offsets.count
      let weights = Array(plan.filters.weights[filter * taps..<(filter + 1) * taps])
      let bias = plan.filters.biases[filter]
      let from = start + filter * plan.resultPlane
      output.write(from..<from + plan.resultPlane) { part in
        defer {
          engine.loops.addBias(
            &part, at: 0, count: plan.resultPlane, bias: bias, rectify: plan.rectify)
          if plan.ceiling < .infinity { ConvPlan.lower(&part, to: plan.ceiling) }
        }
        if plan.axes[1].stride == 1 && plan.axes[2].stride == 1 {
          return plan.denseDepthwise(
            input, from: base + filter / plan.groupSize * plan.plane, weights, into: &part, engine)
        }
        // Rows are computed without gaps; of these a stride keeps some.
        let dense = (width - 1) * plan.axes[2].stride + 1
        var row = [Float](repeating: 0, count: dense)
        for z in 0..<plan.axes[0].count {
          for y in 0..<height {
            let corner =
              base + filter / plan.groupSize * plan.plane
              + (z * plan.axes[0].stride * plan.padded[1] + y * plan.axes[1].stride)
              * plan.padded[2]
            var span = row.mutableSpan
            engine.loops.correlate(
              input.span, from: corner, offsets: plan.offsets.span, weights: weights.span,
              outputs: 1, into: &span, at: 0, outputStride: 0, count: dense)
            let to = (z * height + y) * width
            for x in 0..<width {
              part[to + x] = span[x * plan.axes[2].stride]
            }
          }
        }
      }
    }
  }

  /// Computes a plane of windows one step apart: one long row over the padded plane, from which the
  /// values between the rows are left out.
  private func denseDepthwise(
    _ input: [Float], from base: Int, _ weights: [Float], into part: inout MutableSpan<Float>,
    _ engine: Engine
  ) {
    let (height, width) = (axes[1].count, axes[2].count)
    let length = (height - 1) * padded[2] + width
    let isWide = width >= 64
    var row = [Float](repeating: 0, count: isWide ? 0 : length)
    for z in 0..<axes[0].count {
      let corner = base + z * axes[0].stride * padded[1] * padded[2]
      if isWide {
        for y in 0..<height {
          engine.loops.correlate(
            input.span, from: corner + y * padded[2], offsets: offsets.span, weights: weights.span,
            outputs: 1, into: &part, at: (z * height + y) * width, outputStride: 0, count: width)
        }
        continue
      }
      var span = row.mutableSpan
      engine.loops.correlate(
        input.span, from: corner, offsets: offsets.span, weights: weights.span, outputs: 1,
        into: &span, at: 0, outputStride: 0, count: length)
      for y in 0..<height {
        engine.loops.copy(
          span.span, from: y * padded[2], into: &part, at: (z * height + y) * width, count: width)
      }
    }
  }
}
