import Foundation

/// Resize and Upsample: interpolation along each dimension, one after another.
struct ResizeOperation: Operation {
  /// How the sides of the result and their scales are found.
  enum Source { case scales(input: Int), attribute([Float]), roiScalesSizes }

  let kernel: ResizeKernel
  let coordinates: ResizeCoordinates
  let source: Source
  let axes: [Int]?
  let policy: String

  static let entries: [OperatorEntry] = [
    OperatorEntry("Resize", since: 10, inputs: 2...4, make),
    OperatorEntry("Upsample", since: 7, inputs: 1...2) { attributes in
      let isOld = attributes.opset < 9
      let mode = attributes.text("mode", "nearest", of: ["nearest", "linear", "bilinear"])
      return ResizeOperation(
        kernel: ResizeKernel(mode: mode == "nearest" ? .nearest("floor") : .linear),
        coordinates: ResizeCoordinates(mode: "asymmetric", extrapolation: 0),
        source: isOld ? .attribute(attributes.floats("scales") ?? []) : .scales(input: 1),
        axes: nil, policy: "stretch")
    },
  ]

  private static func make(_ attributes: inout Attributes) -> any Operation {
    let opset = attributes.opset
    let mode = attributes.text(
      "mode", "nearest", of: opset < 11 ? ["nearest", "linear"] : ["nearest", "linear", "cubic"])
    var modes = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"]
    modes.append("tf_crop_and_resize")
    if opset < 13 { modes.append("tf_half_pixel_for_nn") }
    if opset >= 18 { modes.append("half_pixel_symmetric") }
    let coordinates = ResizeCoordinates(
      mode: opset < 11
        ? "asymmetric"
        : attributes.text("coordinate_transformation_mode", "half_pixel", of: modes),
      extrapolation: opset < 11 ? 0 : Double(attributes.float("extrapolation_value", 0)))
    let rounding =
      opset < 11
      ? "floor"
      : attributes.text(
        "nearest_mode", "round_prefer_floor",
        of: ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"])
    var kernel = ResizeKernel(
      mode: mode == "nearest"
        ? .nearest(rounding)
        : mode == "linear"
          ? .linear : .cubic(Double(opset < 11 ? -0.75 : attributes.float("cubic_coeff_a", -0.75))))
    if opset >= 11 {
      if mode != "cubic" { attributes.ignore("cubic_coeff_a") }
      kernel.excludesOutside = attributes.truth("exclude_outside")
    }
    var (axes, policy): ([Int]?, String) = (nil, "stretch")
    if opset >= 18 {
      kernel.isSmooth = attributes.truth("antialias")
      axes = attributes.integers("axes")
      policy = attributes.text(
        "keep_aspect_ratio_policy", "stretch", of: ["stretch", "not_larger", "not_smaller"])
    }
    return ResizeOperation(
      kernel: kernel, coordinates: coordinates,
      source: opset < 11 ? .scales(input: 1) : .roiScalesSizes, axes: axes, policy: policy)
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    let axes = try (axes ?? Array(x.shape.indices)).mapThrowing { axis throws(ONNXError) in
      try Shape.axis(axis, rank: x.rank)
    }
    guard Set(axes).count == axes.count else { throw ONNXError(.damaged, "an axis twice") }
    var scales = [Double](repeating: 1, count: x.rank)
    var shape = x.shape
    let sizes = try targets(inputs, x, axes, &scales)
    for (index, axis) in axes.enumerated() { shape[axis] = sizes[index] }
    try context.count(shape, x.type)
    let region = try coordinates.region(inputs, axes, source: source)
    let type = x.type
    if case .nearest = kernel.mode { return [try nearest(x, shape, scales, region, context)] }
    var (values, sides) = (Casting.doubles(x), x.shape)
    var outside = [Bool](repeating: false, count: 0)
    for axis in x.shape.indices where axes.contains(axis) {
      let side = sides[axis]
      if shape[axis] == side && scales[axis] == 1 && !coordinates.usesRegion { continue }
      guard side > 0 else { throw ONNXError(.damaged, "an empty tensor cannot be resized") }
      let taps = (0..<shape[axis]).map { place in
        kernel.taps(
          at: coordinates.source(place, side, shape[axis], scales[axis], region[axis]), side,
          scale: scales[axis])
      }
      var next = sides
      next[axis] = shape[axis]
      try context.count(next, .double)
      values = ResizeOperation.fold(values, sides, axis, taps)
      sides = next
    }
    if coordinates.usesRegion {
      outside = coordinates.outside(x.shape, shape, scales, region)
      for index in values.indices where outside[index] { values[index] = coordinates.extrapolation }
    }
    if type.isFloatingPoint { return [Tensor(type, shape, rounding: values)] }
    return [Tensor(type, shape, wrapping: values.map { Casting.integer($0, type) })]
  }

  /// The sides of the result along some axes; `scales` receives the scales of all axes.
  private func targets(
    _ inputs: Operands, _ x: Tensor, _ axes: [Int], _ scales: inout [Double]
  ) throws(ONNXError) -> [Int] {
    var factors: [Double] = []
    switch source {
    case .attribute(let list): factors = list.map(Double.init)
    case .scales(let input): factors = try inputs.required(input).doubles()
    case .roiScalesSizes:
      if let list = inputs[2], list.count > 0 { factors = try list.doubles() }
      if let list = inputs[3], list.count > 0, factors.isEmpty {
        return try stretched(try list.list(), x, axes, &scales)
      }
    }
    guard factors.count == axes.count, factors.allSatisfy({ $0 > 0 && $0 < 0x1p24 }) else {
      throw ONNXError(.damaged, "scales \(factors) for \(axes.count) dimensions")
    }
    for (axis, factor) in zip(axes, factors) { scales[axis] = factor }
    return zip(axes, factors).map { Int((Double(x.shape[$0]) * $1).rounded(.down)) }
  }

  private func stretched(
    _ sizes: [Int], _ x: Tensor, _ axes: [Int], _ scales: inout [Double]
  ) throws(ONNXError) -> [Int] {
    guard sizes.count == axes.count, sizes.allSatisfy({ (0...1 << 40).contains($0) }),
      axes.allSatisfy({ x.shape[$0] > 0 })
    else {
      throw ONNXError(.damaged, "sizes \(sizes) for \(Shape.text(x.shape))")
    }
    var factors = zip(sizes, axes).map { Double($0) / Double(x.shape[$1]) }
    var result = sizes
    if policy != "stretch" {
      let factor = (policy == "not_larger" ? factors.min() : factors.max()) ?? 1
      factors = factors.map { _ in factor }
      result = axes.map {
        Int(min((factor * Double(x.shape[$0]) + 0.5).rounded(.down), 0x1p50))
      }
    }
    for (axis, factor) in zip(axes, factors) { scales[axis] = factor }
    return result
  }

  /// Each result is one element.
  private func nearest(
    _ x: Tensor, _ shape: [Int], _ scales: [Double], _ region: [(Double, Double)],
    _ context: RunContext
  ) throws(ONNXError) -> Tensor {
    let strides = Shape.strides(x.shape)
    let sources = shape.indices.map { axis in
      (0..<shape[axis]).map { place -> Int in
        if shape[axis] == x.shape[axis] && scales[axis] == 1 && !coordinates.usesRegion {
          return place * strides[axis]
        }
        let at = coordinates.source(place, x.shape[axis], shape[axis], scales[axis], region[axis])
        return kernel.nearest(at, x.shape[axis]) * strides[axis]
      }
    }
    var places: [Int] = [0]
    for list in sources { places = places.flatMap { first in list.map { first + $0 } } }
    guard x.count > 0 || places.isEmpty else {
      throw ONNXError(.damaged, "an empty tensor cannot be resized")
    }
    let result = Tensor(x.type, shape, x.values.taking(places))
    guard coordinates.usesRegion else { return result }
    let outside = coordinates.outside(x.shape, shape, scales, region)
    var values = Casting.doubles(result)
    for index in values.indices where outside[index] { values[index] = coordinates.extrapolation }
    return Casting.cast(Tensor(.double, shape, .double(values)), to: x.type)
  }

  /// Replaces one dimension by weighted sums along it.
  private static func fold(
    _ values: [Double], _ shape: [Int], _ axis: Int, _ taps: [[(index: Int, weight: Double)]]
  ) -> [Double] {
    let (side, inner) = (shape[axis], shape[(axis + 1)...].reduce(1, *))
    let outer = shape[..<axis].reduce(1, *)
    var result = [Double](repeating: 0, count: outer * taps.count * inner)
    for group in 0..<outer {
      for (place, list) in taps.enumerated() {
        let to = (group * taps.count + place) * inner
        for tap in list {
          let from = (group * side + tap.index) * inner
          for k in 0..<inner { result[to + k] += tap.weight * values[from + k] }
        }
      }
    }
    return result
  }
}
