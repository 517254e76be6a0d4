internal import ConvCore
import RowLoops

/// A convolution with one channel a filter, for one size of input.
///
/// The cells of a plane that a stride reads together lie together: with a stride of 2, the even and
/// the odd rows and columns become four planes, and the windows lie one step apart in each. Rows of
/// windows are then one long row, from which the values between the rows are left out.
struct DepthwisePlan: Sendable {
  /// Depth, height and width.
  private let axes: [WindowAxis]
  private let filters: ConvFilters
  /// The number of filters of one channel.
  private let filtersPerChannel: Int
  private let ending: ConvEnding
  /// The rows and columns of a phase: the padded cells that are the same number of steps apart.
  private let height: Int
  private let width: Int
  /// The offset of each tap among the phases of all slices.
  private let offsets: [Int]

  private var phases: Int { axes[1].stride * axes[2].stride }
  private var slice: Int { phases * height * width }
  private var side: Int { axes[0].side * axes[1].side * axes[2].side }
  private var resultSlice: Int { axes[1].count * axes[2].count }

  init(axes: [WindowAxis], channels: Int, filters: ConvFilters, ending: ConvEnding) {
    self.axes = [WindowAxis](repeating: .single, count: 3 - axes.count) + axes
    (self.filters, filtersPerChannel, self.ending) = (filters, filters.count / channels, ending)
    let (rows, columns) = (self.axes[1], self.axes[2])
    let height = (rows.padded + rows.stride - 1) / rows.stride
    let width = (columns.padded + columns.stride - 1) / columns.stride
    (self.height, self.width) = (height, width)
    let slice = rows.stride * columns.stride * height * width
    var offsets: [Int] = []
    for z in 0..<self.axes[0].size {
      for y in 0..<rows.size {
        for x in 0..<columns.size {
          let (down, right) = (y * rows.dilation, x * columns.dilation)
          let phase = down % rows.stride * columns.stride + right % columns.stride
          let place = (phase * height + down / rows.stride) * width + right / columns.stride
          offsets.append(z * self.axes[0].dilation * slice + place)
        }
      }
    }
    self.offsets = offsets
  }

  /// Computes all maps of all images.
  func run(_ values: [Float], images: Int, _ context: RunContext) -> [Float] {
    let (plan, engine) = (self, context.engine)
    let result = axes[0].count * resultSlice
    guard result > 0, images > 0 else { return [] }
    let channels = filters.count / filtersPerChannel
    let cost = filters.count * result * offsets.count
    return SharedFloats.filled(count: images * filters.count * result) { output in
      WorkQueue.run(images * channels, context.workers, cost: cost) { index in
        let channel = index % channels
        let input = plan.spread(values, from: index * plan.side, engine)
        for k in 0..<plan.filtersPerChannel {
          let filter = channel * plan.filtersPerChannel + k
          let from = (index * plan.filtersPerChannel + k) * result
          output.write(from..<from + result) { part in
            plan.correlate(input, filter, into: &part, engine)
          }
        }
      }
    }
  }

  /// The padded cells of a channel, phase by phase.
  private func spread(_ values: [Float], from start: Int, _ engine: Engine) -> [Float] {
    let (rows, columns) = (axes[1], axes[2])
    // A long row reads a few values behind the last window.
    var result = [Float](repeating: 0, count: axes[0].padded * slice + width)
    var span = result.mutableSpan
    var row = [Float](repeating: 0, count: width * columns.stride)
    for z in 0..<axes[0].side {
      for y in 0..<rows.side {
        let from = start + (z * rows.side + y) * columns.side
        let place = y + rows.before
        let phase = place % rows.stride * columns.stride
        let to =
          (z + axes[0].before) * slice + (phase * height + place / rows.stride) * width
        if columns.stride == 1 {
          engine.loops.copy(
            values.span, from: from, into: &span, at: to + columns.before, count: columns.side)
          continue
        }
        var cells = row.mutableSpan
        engine.loops.copy(
          values.span, from: from, into: &cells, at: columns.before, count: columns.side)
        for x in 0..<columns.stride {
          engine.loops.subsample(
            cells.span, from: x, stride: columns.stride, into: &span, at: to + x * height * width,
            count: width)
        }
      }
    }
    return result
  }

  private func correlate(
    _ input: [Float], _ filter: Int, into part: inout MutableSpan<Float>, _ engine: Engine
  ) {
    let taps = offsets.count
    let weights = filters.weights.span.extracting(filter * taps..<(filter + 1) * taps)
    let (rows, columns) = (axes[1].count, axes[2].count)
    let isContiguous = width == columns
    // Long rows of their own are computed without the values between them.
    let isWide = columns >= 64
    let length = (rows - 1) * width + columns
    var long = [Float](repeating: 0, count: isContiguous || isWide ? 0 : length)
    for z in 0..<axes[0].count {
      let (from, to) = (z * axes[0].stride * slice, z * resultSlice)
      if isContiguous || isWide {
        let (runs, count) = isContiguous ? (1, length) : (rows, columns)
        for run in 0..<runs {
          engine.loops.correlate(
            input.span, from: from + run * width, offsets: offsets.span, weights: weights,
            outputs: 1, into: &part, at: to + run * columns, outputStride: 0, count: count)
        }
        continue
      }
      var span = long.mutableSpan
      engine.loops.correlate(
        input.span, from: from, offsets: offsets.span, weights: weights, outputs: 1, into: &span,
        at: 0, outputStride: 0, count: length)
      for y in 0..<rows {
        engine.loops.copy(
          span.span, from: y * width, into: &part, at: to + y * columns, count: columns)
      }
    }
    ending.finish(
      &part, at: 0, count: axes[0].count * resultSlice, bias: filters.biases[filter], engine)
  }
}
