internal import ConvNet

/// The sums of a convolution of floats, by the plan that suits it.
struct ConvSums {
  let axes: [WindowAxis]
  let filters: ConvFilters
  let groups: Int
  var ending = ConvEnding()

  /// Computes all maps of all images.
  ///
  /// - Throws: ``ONNXError`` when the padded input needs more memory than allowed.
  func run(
    _ values: [Float], images: Int, channels: Int,
    _ algorithm: ConvolutionAlgorithm, _ context: RunContext
  ) throws(ONNXError) -> [Float] {
    if algorithm == .winograd,
      let plan = WinogradPlan(
        channels: channels, axes: axes, filters: filters, ending: ending, context)
    {
      return plan.run(values, images: images, context)
    }
    if filters.groups.isEmpty {
      try context.count([channels] + axes.map(\.padded))
      return DepthwisePlan(axes: axes, channels: channels, filters: filters, ending: ending)
        .run(values, images: images, context)
    }
    return try ConvPlan(
      channels: channels, axes: axes, filters: filters, groups: groups, ending: ending, context
    ).run(values, images: images, context)
  }
}
