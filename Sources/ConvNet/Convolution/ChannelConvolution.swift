import ConvCore
import RowLoops

/// A convolution or dense layer of one image: each SIMD lane computes one filter.
struct ChannelConvolution: Sendable {
  let stride: Int
  /// The number of input rows that one output row depends on.
  let reach: Int
  private let inputRow: Int
  private let inputPixel: Int
  /// The offset of each tap in the input.
  ///
  /// Order: channels, then rows, then columns.
  private let offsets: [Int]
  /// The weights: block of 16 filters, tap, filter within the block.
  private let weights: [Float]
  private let biases: [Float]
  private let rectify: Bool

  init(_ layer: Conv2D, _ planes: ChannelPlanes) {
    stride = layer.stride.y
    reach = (layer.kernelSize.height - 1) * layer.dilation + 1
    inputRow = layer.stride.y * planes.row
    inputPixel = layer.stride.x * planes.pixel
    offsets = WindowOrder.cells(layer.kernelSize, depth: layer.inputChannels).map {
      planes.place($0.channel, $0.y * layer.dilation, $0.x * layer.dilation)
    }
    (weights, biases) = ChannelConvolution.lay(layer.parameters, taps: offsets.count)
    rectify = layer.activation == .relu
  }

  /// Creates a dense layer.
  ///
  /// - Parameters:
  ///   - layer: The weights, the biases and the activation.
  ///   - joined: The output of the dense layer before this one; `nil` for the first dense layer.
  ///   - planes: The planes of the images, end to end; the first dense layer reads them.
  init(_ layer: Dense, _ joined: ChannelPlanes?, orFirst planes: ChannelPlanes) {
    (stride, reach, inputRow) = (1, 1, 0)
    if let joined {
      inputPixel = joined.pixel
      offsets = (0..<layer.inputs).map { joined.place($0, 0, 0) }
    } else {
      inputPixel = planes.count
      let size = Size2D(height: planes.shape.height, width: planes.shape.width)
      offsets = WindowOrder.cells(size, depth: planes.shape.channels).map {
        planes.place($0.channel, $0.y, $0.x)
      }
    }
    (weights, biases) = ChannelConvolution.lay(layer.parameters, taps: offsets.count)
    rectify = layer.activation == .relu
  }

  /// Returns weights and biases in blocks of 16 filters.
  ///
  /// Missing filters in the last block are zero.
  private static func lay(_ parameters: [Parameter], taps: Int) -> ([Float], [Float]) {
    let (filters, lanes) = (parameters[1].values.count, Tensor.lanes)
    let blocks = (filters + lanes - 1) / lanes
    var weights = [Float](repeating: 0, count: blocks * taps * lanes)
    for o in 0..<filters {
      for t in 0..<taps {
        weights[(o / lanes * taps + t) * lanes + o % lanes] = parameters[0].values[o * taps + t]
      }
    }
    let rest = [Float](repeating: 0, count: blocks * lanes - filters)
    return (weights, parameters[1].values + rest)
  }

  /// The number of multiplications for one image.
  func products(of planes: ChannelPlanes) -> Int { weights.count * planes.shape.plane }

  /// Computes some rows of all maps.
  ///
  /// The input image begins at offset `base` of `input`, the output at offset `start` of `output`.
  ///
  /// - Parameters:
  ///   - input: The planes of the layer's input.
  ///   - base: The offset in `input` where the image begins.
  ///   - rows: The output rows to compute.
  ///   - width: The number of columns to compute.
  ///   - output: Receives the maps.
  ///   - start: The offset in `output` where the maps begin.
  ///   - planes: The layout of the output.
  ///   - engine: The build of the loops.
  func run(
    _ input: [Float], from base: Int, rows: Range<Int>, width: Int, into output: inout [Float],
    at start: Int = 0, _ planes: ChannelPlanes, _ engine: Engine
  ) {
    let grid = PixelGrid(
      rows: rows.count, width: width, inputRow: inputRow, inputPixel: inputPixel)
    let last = (rows.upperBound - 1) * inputRow + (width - 1) * inputPixel
    precondition(base + last + (offsets.last ?? 0) < input.count, "a tap outside the input")
    precondition(rows.upperBound <= planes.shape.height && width <= planes.shape.width)
    precondition(start + planes.count <= output.count)
    var span = output.mutableSpan
    for block in 0..<planes.blocks {
      let first = block * Tensor.lanes
      engine.loops.correlateChannels(
        input.span, from: base + rows.lowerBound * inputRow, grid, offsets: offsets.span,
        weights: weights.span, from: first * offsets.count,
        biases: biases.span.extracting(first..<first + Tensor.lanes),
        channels: min(Tensor.lanes, planes.shape.channels - first), rectify: rectify, into: &span,
        at: start + block * planes.block + rows.lowerBound * planes.row)
    }
  }
}
