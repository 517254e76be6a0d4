public import ConvCore
import ImageCodecs
import ImageFilters

extension Image {
  /// Computes the response of a learned unit.
  ///
  /// Shape: H×W×C → H×W×1, smaller by what the windows reach where the border is `valid`.
  ///
  /// - Parameters:
  ///   - unit: The unit.
  ///   - border: How positions outside the image are read.
  ///   - outputSize: `valid` keeps the positions alone where every window lies inside: there the
  ///     response equals the unit's feature map, to the bit.
  ///   - threads: Threads at work.
  /// - Returns: The response as floats, not clipped.
  /// - Throws: `ShapeError` when the image has another number of channels than the network's input.
  public func filtered(
    by unit: LearnedFilter, border: Border = .replicate, outputSize: OutputSize = .same,
    threads: Int = 1
  ) throws -> Image {
    var options = FilterOptions()
    (options.border, options.outputSize) = (border, outputSize)
    return try filtered(by: try unit.chain(options), threads: threads)
  }
}
