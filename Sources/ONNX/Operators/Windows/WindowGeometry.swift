/// How a window moves over the spatial dimensions of a tensor: size, stride, dilation and pads.
struct WindowGeometry: Sendable {
  /// The lengths of the window; empty when the weights say them.
  var size: [Int]
  let strides: [Int]
  let dilations: [Int]
  /// The pads before all dimensions, then those after.
  let pads: [Int]
  let autoPad: String
  /// Whether sizes of results are rounded up.
  let roundsUp: Bool
  /// How the window moves, whatever the attributes say; `nil` follows the attributes.
  private var fixed: [WindowAxis]?

  init(_ attributes: inout Attributes, roundsUp: Bool = false) {
    size = attributes.integers("kernel_shape") ?? []
    strides = attributes.integers("strides") ?? []
    dilations = attributes.integers("dilations") ?? []
    autoPad = attributes.text(
      "auto_pad", "NOTSET", of: ["NOTSET", "", "SAME_UPPER", "SAME_LOWER", "VALID"])
    let given = attributes.integers("pads") ?? []
    pads = autoPad == "NOTSET" || autoPad.isEmpty ? given : []
    self.roundsUp = roundsUp
    for list in [size, strides, dilations]
    where list.contains(where: { !(1...1 << 24).contains($0) }) {
      attributes.refuse("sizes \(list)")
    }
    if pads.contains(where: { !(0...1 << 31).contains($0) }) { attributes.refuse("pads \(pads)") }
  }

  /// Finds how the window moves over the spatial sides of an input.
  ///
  /// - Parameters:
  ///   - sides: The lengths of the spatial dimensions.
  ///   - size: The lengths of the window.
  /// - Returns: An axis for each spatial dimension.
  /// - Throws: ``ONNXError`` when lists have other lengths, or no window fits.
  func axes(_ sides: [Int], size: [Int]) throws(ONNXError) -> [WindowAxis] {
    if let fixed { return fixed }
    let rank = sides.count
    guard size.count == rank, [strides, dilations].allSatisfy({ [0, rank].contains($0.count) }),
      [0, 2 * rank].contains(pads.count)
    else {
      throw ONNXError(.damaged, "sizes of another number than \(rank) spatial dimensions")
    }
    return try sides.indices.map { $0 }.mapThrowing { index throws(ONNXError) in
      try axis(
        index, side: sides[index], size: size[index],
        stride: strides.isEmpty ? 1 : strides[index],
        dilation: dilations.isEmpty ? 1 : dilations[index])
    }
  }

  /// Sets how the window moves, for a part of an input.
  mutating func fix(_ axes: [WindowAxis]) { fixed = axes }

  private func axis(
    _ index: Int, side: Int, size: Int, stride: Int, dilation: Int
  ) throws(ONNXError) -> WindowAxis {
    let (span, overflow) = (size - 1).multipliedReportingOverflow(by: dilation)
    guard !overflow, span < 1 << 40 else { throw ONNXError(.damaged, "a window of \(size)") }
    let reach = span + 1
    var (before, after) = (0, 0)
    if autoPad.hasPrefix("SAME") {
      let count = (side + stride - 1) / stride
      let total = max(0, (count - 1) * stride + reach - side)
      before = autoPad == "SAME_UPPER" ? total / 2 : total - total / 2
      after = total - before
    } else if !pads.isEmpty {
      (before, after) = (pads[index], pads[index + pads.count / 2])
    }
    let room = side + before + after - reach
    guard room >= 0 || (roundsUp && room > -stride) else {
      throw ONNXError(.damaged, "a window of \(reach) in \(side + before + after) values")
    }
    var count = room < 0 ? 1 : (roundsUp ? room + stride - 1 : room) / stride + 1
    // Windows that begin behind the values hold nothing.
    if roundsUp && (count - 1) * stride >= side + before { count -= 1 }
    return WindowAxis(
      side: side, count: count, size: size, stride: stride, dilation: dilation, before: before,
      after: after)
  }
}
