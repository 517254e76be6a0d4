/// The filters of a convolution, laid out for the loops.
struct ConvFilters: Sendable {
  /// The filters of each group; empty for depthwise convolutions.
  let groups: [PackedFilters]
  /// The weights as the model gives them, for depthwise convolutions; otherwise empty.
  let weights: [Float]
  /// The biases of depthwise convolutions.
  let biases: [Float]
  /// The transforms of 3×3 filters of one group that Winograd's products suit.
  let winograd: WinogradFilters?
  /// The shape of the weights in the model.
  let shape: [Int]
  /// The number of filters in all groups.
  var count: Int { shape[0] }
  /// Whether the biases are part of the filters.
  let includesBias: Bool

  /// Lays out filters.
  ///
  /// - Parameters:
  ///   - weights: M×(C/groups)×…: a filter after another.
  ///   - bias: The biases; `nil` when there are none, or they are computed.
  ///   - groups: The groups of channels that do not mix; they divide M.
  /// - Throws: ``ONNXError`` when the weights do not divide into groups, or the biases are of
  ///   another number.
  init(_ weights: Tensor, _ bias: Tensor?, groups: Int) throws(ONNXError) {
    guard weights.rank >= 3, weights.count > 0, weights.shape[0] % groups == 0 else {
      throw ONNXError(.damaged, "weights of \(Shape.text(weights.shape)) in \(groups) groups")
    }
    let values = try weights.floats()
    let list = try bias?.floats() ?? []
    shape = weights.shape
    let count = shape[0]
    guard list.isEmpty || list.count == count else {
      throw ONNXError(.damaged, "\(list.count) biases for \(count) filters")
    }
    includesBias = bias != nil
    if weights.shape[1] == 1 && groups > 1 {
      (self.weights, self.groups, winograd) = (values, [], nil)
      biases = list.isEmpty ? [Float](repeating: 0, count: count) : list
      return
    }
    (self.weights, biases) = ([], [])
    let (taps, size) = (values.count / count, count / groups)
    let packed = (0..<groups).map { group in
      PackedFilters(
        values, from: group * size * taps, count: size, taps: taps, filterStride: taps,
        biases: list.isEmpty ? [] : list[group * size..<(group + 1) * size])
    }
    self.groups = packed
    let suits =
      groups == 1 && shape[2...] == [3, 3] && shape[1] % PackedFilters.lanes == 0
      && count >= PackedFilters.lanes
    winograd = suits ? WinogradFilters(packed[0]) : nil
  }
}
