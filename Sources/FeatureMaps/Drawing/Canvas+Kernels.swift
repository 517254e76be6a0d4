public import ConvCore
import ImageCodecs
import ImageFilters

extension Canvas {
  /// Creates a picture of kernels, in which each cell is a square.
  ///
  /// Squares are blue below zero, white at zero, red above. All kernels share one scale, the
  /// largest magnitude of their coefficients.
  ///
  /// - Parameters:
  ///   - kernels: The kernels to draw.
  ///   - cell: The side of a cell in pixels; by default the size of the kernels determines the
  ///     side.
  /// - Precondition: `kernels` is not empty, and all kernels have the same size and depth.
  public init(of kernels: [Kernel], cell: Int? = nil) {
    let size = kernels[0].size
    let largest = kernels.flatMap(\.coefficients).map { abs($0) }.max() ?? 0
    let tiles = kernels.flatMap { kernel in
      (0..<kernel.depth).map { channel in
        SampleBuffer.uint8(
          (0..<size.height * size.width).flatMap { index -> [UInt8] in
            let value = kernel[index / size.width, index % size.width, channel]
            let color = ColorMap.diverging.color(of: largest > 0 ? Float(value / largest) : 0)
            return [color.x, color.y, color.z].map { UInt8($0.rounded()) }
          })
      }
    }
    let sheet = ContactSheet(
      count: tiles.count,
      tile: ImageShape(height: size.height, width: size.width, channels: 3),
      gutter: 4, zoom: cell ?? max(4, min(48, 240 / max(size.height, size.width))))
    guard case .uint8(let samples) = sheet.assembled(tiles) else {
      preconditionFailure("a sheet of another type than its tiles")
    }
    self.init(height: sheet.shape.height, width: sheet.shape.width, samples: samples)
  }
}
