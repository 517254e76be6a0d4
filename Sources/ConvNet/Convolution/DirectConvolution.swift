import ConvCore
import RowLoops

/// Checks the sizes of whole tensors, then calls the loops.
struct DirectConvolution {
  /// The number of filters whose sums the loop holds in registers.
  private static let filtersAtOnce = 4

  let layout: ConvLayout
  let pass: LayerContext

  private var engine: Engine { pass.engine }

  /// About the multiply-adds of a pass for 16 images.
  private var cost: Int { layout.output.count * layout.offsets.count * Tensor.lanes }

  /// Computes the sums of each row, then adds bias and activation while the row is in the cache.
  func correlate(
    _ input: [Float], _ weights: [Float], bias: [Float], rectify: Bool,
    into output: inout [Float], scratch: inout SharedScratch
  ) {
    let offsets = layout.offsets
    let (shape, rowStep) = (layout.output, layout.layer.stride.y * layout.rowLength)
    let count = shape.width * Tensor.lanes
    precondition(weights.count == shape.channels * offsets.count)
    precondition(output.count == shape.count * Tensor.lanes)
    let (groups, filters) = (layout.layer.groups, shape.channels / layout.layer.groups)
    SharedFloats.over(&output) { output in
      pass.split(shape.height, cost: cost, &scratch) { y, _ in
        output.writeApart { span in
          for group in 0..<groups {
            let first = group * filters
            engine.loops.correlate(
              input.span, from: group * layout.groupLength + y * rowStep, offsets: offsets.span,
              weights: weights.span.extracting(
                first * offsets.count..<(first + filters) * offsets.count),
              outputs: filters, into: &span, at: first * shape.plane * Tensor.lanes + y * count,
              outputStride: shape.plane * Tensor.lanes, count: count)
          }
          for o in 0..<shape.channels {
            engine.loops.addBias(
              &span, at: o * shape.plane * Tensor.lanes + y * count, count: count, bias: bias[o],
              rectify: rectify)
          }
        }
      }
    }
  }

  /// Computes the gradients of the weights and the biases.
  ///
  /// Several filters run at a time, so that each gradient is read from memory only once.
  func parameterGradients(
    _ input: [Float], _ gradient: [Float], into result: inout [[Float]],
    scratch: inout SharedScratch
  ) {
    let offsets = layout.offsets
    let shape = layout.output
    let weights = shape.channels * offsets.count
    precondition(result[0].count == weights && result[1].count == shape.channels)
    precondition(gradient.count == shape.count * Tensor.lanes)
    LayerScratch.grow(&scratch.sums, to: (weights + shape.channels) * Tensor.lanes)
    let blocks = filterBlocks
    var sums: [Float] = []
    swap(&sums, &scratch.sums)
    SharedFloats.over(&sums) { sums in
      pass.split(blocks.count, cost: cost, &scratch) { block, _ in
        sums.writeApart { addGradients(blocks[block], input, gradient, into: &$0) }
      }
    }
    defer { swap(&sums, &scratch.sums) }
    var span = result[0].mutableSpan
    engine.loops.sumLanes(sums.span, into: &span, at: 0, count: weights)
    var biases = result[1].mutableSpan
    engine.loops.sumLanes(
      sums.span.extracting(droppingFirst: weights * Tensor.lanes), into: &biases, at: 0,
      count: shape.channels)
  }

  /// The filters that run at a time; those of a block belong to one group.
  private var filterBlocks: [Range<Int>] {
    let groupSize = layout.output.channels / layout.layer.groups
    return (0..<layout.layer.groups).flatMap { group in
      let end = (group + 1) * groupSize
      return stride(from: group * groupSize, to: end, by: DirectConvolution.filtersAtOnce).map {
        $0..<min($0 + DirectConvolution.filtersAtOnce, end)
      }
    }
  }

  /// Computes the sums of some filters' weights, then of their biases, image by image.
  private func addGradients(
    _ filters: Range<Int>, _ input: [Float], _ gradient: [Float],
    into lanes: inout MutableSpan<Float>
  ) {
    let (shape, offsets) = (layout.output, layout.offsets)
    let (first, weights) = (filters.lowerBound, shape.channels * offsets.count)
    for o in filters {
      engine.loops.sumPlane(
        gradient.span, from: o * shape.plane * Tensor.lanes, positions: shape.plane,
        into: &lanes, at: (weights + o) * Tensor.lanes)
    }
    engine.loops.weightGradients(
      input.span, from: first / (shape.channels / layout.layer.groups) * layout.groupLength,
      inputRow: layout.layer.stride.y * layout.rowLength,
      offsets: offsets.span, gradient.span, from: first * shape.plane * Tensor.lanes,
      gradientRow: shape.width * Tensor.lanes, gradientPlane: shape.plane * Tensor.lanes,
      outputs: filters.count, rows: shape.height, width: shape.width, into: &lanes,
      at: first * offsets.count * Tensor.lanes)
  }
}
