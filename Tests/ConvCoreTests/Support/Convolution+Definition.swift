import ConvCore
import TestSupport
import Testing

extension Convolution {
  /// Expects the sums of the definition on an image of two channels, with every build of the loops.
  func expectDefinition(
    _ kernel: Kernel, height: Int, width: Int, _ border: Border, stride: Stride2D = .one,
    dilation: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let image = Image.random(height: height, width: width, channels: 2)
    let expected = Naive.filtered(
      image, kernel, border: border, stride: stride, dilation: dilation)
    let scale = kernel.absoluteSum * (expected.map(abs).max() ?? 1)
    for engine in Engine.available {
      let found = try self(image, engine: engine).samples.map(Double.init)
      #expect(
        largestDifference(found, expected, relativeTo: scale) <= Tolerance.reordered,
        "\(height)×\(width) by \(kernel.size), \(engine.name)", sourceLocation: sourceLocation)
    }
  }

  /// Expects bytes to become the sums of the definition, and these rounded where bytes are asked
  /// for.
  static func expectRoundedBytes(
    _ kernel: Kernel, _ border: Border, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let correlation = Convolution([kernel], border: border)
    for (width, channels) in [(2, 1), (300, 1), (90, 3)] {
      let image = Image.randomBytes(height: 9, width: width, channels: channels)
      let expected = Naive.filtered(image, kernel, border: border)
      for engine in Engine.available {
        let floats = try correlation.samples(of: image, as: .float32, engine: engine)
        #expect(
          largestDifference(floats.map(Double.init), expected, relativeTo: 255)
            <= Tolerance.reordered, "\(kernel.size), \(engine.name)",
          sourceLocation: sourceLocation)
        let shown = try correlation.samples(of: image, as: .uint8, engine: engine)
        #expect(
          shown == floats.map { min(max($0.rounded(.toNearestOrEven), 0), 255) },
          "\(kernel.size), \(engine.name)", sourceLocation: sourceLocation)
      }
    }
  }
}
