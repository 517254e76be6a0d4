/// Where the pixels of a resized tensor lie in the original.
struct ResizeCoordinates: Sendable {
  /// The name of the standard.
  let mode: String
  /// The value outside the original, for the mode that crops.
  let extrapolation: Double

  /// Whether a region of the original is cut out.
  var usesRegion: Bool { mode == "tf_crop_and_resize" }

  /// The region of each axis, as shares of the sides.
  func region(
    _ inputs: Operands, _ axes: [Int], source: ResizeOperation.Source
  ) throws(ONNXError) -> [(Double, Double)] {
    let rank = try inputs.required(0).rank
    var result = [(Double, Double)](repeating: (0, 1), count: rank)
    guard usesRegion, case .roiScalesSizes = source else { return result }
    let list = try inputs.required(1).doubles()
    guard list.count == 2 * axes.count, list.allSatisfy({ abs($0) < 0x1p16 }) else {
      throw ONNXError(.damaged, "a region of \(list.count) numbers for \(axes.count) dimensions")
    }
    for (index, axis) in axes.enumerated() {
      result[axis] = (list[index], list[index + axes.count])
    }
    return result
  }

  /// The coordinate in the original of a place in the result.
  func source(
    _ place: Int, _ side: Int, _ target: Int, _ scale: Double, _ region: (Double, Double)
  ) -> Double {
    let (x, side, length) = (Double(place), Double(side), scale * Double(side))
    switch mode {
    case "asymmetric": return x / scale
    case "align_corners": return length == 1 || target == 1 ? 0 : x * (side - 1) / (length - 1)
    case "pytorch_half_pixel": return target > 1 ? (x + 0.5) / scale - 0.5 : -0.5
    case "tf_half_pixel_for_nn": return (x + 0.5) / scale
    case "half_pixel_symmetric":
      // The centers agree even where the side was rounded.
      let shift = side / 2 * (1 - Double(target) / length)
      return shift + (x + 0.5) / scale - 0.5
    case "tf_crop_and_resize":
      let (start, end) = region
      guard target > 1 else { return 0.5 * (start + end) * (side - 1) }
      return start * (side - 1) + x * (end - start) * (side - 1) / Double(target - 1)
    default: return (x + 0.5) / scale - 0.5
    }
  }

  /// For each element of the result, whether it lies outside the original.
  func outside(
    _ shape: [Int], _ result: [Int], _ scales: [Double], _ region: [(Double, Double)]
  ) -> [Bool] {
    let axes = result.indices.map { axis in
      (0..<result[axis]).map { place in
        let x = source(place, shape[axis], result[axis], scales[axis], region[axis])
        return x < 0 || x > Double(shape[axis] - 1)
      }
    }
    var flags = [false]
    for list in axes { flags = flags.flatMap { first in list.map { first || $0 } } }
    return flags
  }
}
