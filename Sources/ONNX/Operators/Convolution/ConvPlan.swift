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
  /// Whether max(·, 0) follows.
  private let rectify: Bool
  /// The sides of the padded input.
  private let padded: [Int]
  /// The offset of each tap of a group: channels, then depth, rows, columns.
  private let offsets: [Int]

  private var plane: Int { padded[0] * padded[1] * padded[2] }
  private var resultPlane: Int { axes[0].count * axes[1].count * axes[2].count }

  init(
    channels: Int, axes: [WindowAxis], filters: ConvFilters, groups: Int, rectify: Bool,
    _ context: RunContext
  ) throws(ONNXError) {
    self.axes = [WindowAxis](repeating: .single, count: 3 - axes.count) + axes
    (self.channels, self.filters, self.groups) = (channels, filters, groups)
    (groupSize, self.rectify) = (filters.count / groups, rectify)
    padded = self.axes.map(\.padded)
    try context.count([channels] + padded)
    let plane = padded[0] * padded[1] * padded[2]
    var offsets: [Int] = []
    for channel in 0..<channels / groups {
      for z in 0..<self.axes[0].size {
        for y in 0..<self.axes[1].size {
          for x in 0..<self.axes[2].size {
            let row = z * self.axes[0].dilation * padded[1] + y * self.axes[1].dilation
            offsets.append(channel * plane + row * padded[2] + x * self.axes[2].dilation)
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
    let isFramed = axes.contains { $0.before > 0 || $0.padded != $0.side }
    guard isFramed else { return (values, start) }
    let (axes, padded, plane) = (axes, padded, plane)
    let side = axes[0].side * axes[1].side * axes[2].side
    let engine = context.engine
    let image = SharedFloats.filled(count: channels * plane, isZeroed: true) { output in
      WorkQueue.run(channels, context.crew) { channel in
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
    WorkQueue.run(count, context.crew) { index in
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
    let grid = PixelGrid(
      rows: rows.count, width: width, inputRow: axes[1].stride * padded[2],
      inputPixel: axes[2].stride)
    let corner = (z * axes[0].stride * padded[1] + rows.lowerBound * axes[1].stride) * padded[2]
    let tile = SharedFloats.filled(count: pixels * PackedFilters.lanes) { tile in
      tile.write(0..<pixels * PackedFilters.lanes) { span in
        packed.run(
          block: block, input.span, from: base + group * (channels / groups) * plane + corner,
          grid, offsets: offsets.span, rectify: rectify, into: &span, engine)
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

  /// Computes each filter on its own channel; the pixels of a row lie in the lanes.
  private func depthwise(
    _ input: [Float], from base: Int, _ output: SharedFloats, at start: Int,
    _ context: RunContext
  ) {
    let (plan, engine) = (self, context.engine)
    let (height, width) = (axes[1].count, axes[2].count)
    WorkQueue.run(filters.count, context.crew) { filter in
      let taps = plan.offsets.count
      let weights = Array(plan.filters.weights[filter * taps..<(filter + 1) * taps])
      let bias = plan.filters.biases[filter]
      // Rows are computed without gaps; of these a stride keeps some.
      let dense = (width - 1) * plan.axes[2].stride + 1
      var row = [Float](repeating: 0, count: dense)
      let from = start + filter * plan.resultPlane
      output.write(from..<from + plan.resultPlane) { part in
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
              let value = span[x * plan.axes[2].stride] + bias
              part[to + x] = plan.rectify && value < 0 ? 0 : value
            }
          }
        }
      }
    }
  }
}
