import ConvCore
import RowLoops

/// A convolution, or a dense layer, whose filters lie in the lanes.
struct ChannelConvolution: Sendable {
  let stride: Int
  /// Rows of the input that one row of the output depends on.
  let reach: Int
  private let inputRow: Int
  private let inputPixel: Int
  /// Where each tap lies in the input: channels, then rows, then columns.
  private let offsets: [Int]
  /// By block of 16 filters, then by tap.
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

  /// A dense layer behind another, or behind the planes of images that lie end to end.
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

  /// Weights and biases in blocks of 16 filters, with zeros for those that are not there.
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

  /// Multiplications of an image.
  func products(of planes: ChannelPlanes) -> Int { weights.count * planes.shape.plane }

  /// Some rows of all maps, from the planes of an image that begin at `base` to those at `start`.
  ///
  /// - Parameter width: Of the columns, so many.
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
