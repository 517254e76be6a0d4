package import ConvCore
package import ImageFilters

extension SlidingModel {
  /// Makes the model of a transposed convolution, the gradient of a convolution by its input.
  ///
  ///     y[s·m + d·(i − a)] += x[m] · g[i]   for every input m and every cell i
  ///
  /// Here g is the kernel as the convolution lays it over its input: turned by 180° in a
  /// convolution, as written in a correlation. The output is computed by the opposite operation on
  /// the input with s − 1 zeros between its values.
  ///
  /// - Parameters:
  ///   - kernel: The kernel of depth 1, with its anchor.
  ///   - options: Stride, dilation and orientation. With the output size `valid` every stamp is
  ///     whole, (H − 1)·s + d·(k − 1) + 1 rows; with `same` the output has s·H rows.
  ///   - input: The values, H×W×1.
  ///   - names: What the operation and its input are called.
  /// - Throws: `ShapeError` when the depth of the kernel is not 1.
  package init(
    transposed kernel: Kernel, options: FilterOptions, input: Image,
    names: (operation: String, input: String)
  ) throws(ShapeError) {
    let turns = options.orientation == .convolution
    let laid = turns ? kernel.rotated180 : kernel
    var geometry = SlidingGeometry(
      input: input.shape.size, output: input.shape.size, window: kernel.size)
    geometry.stride = options.stride
    geometry.dilation = options.dilation
    let (side, extent) = (input.shape.size, geometry.extent)
    if options.outputSize == .valid {
      geometry.output = Size2D(
        height: (side.height - 1) * options.stride.y + extent.height,
        width: (side.width - 1) * options.stride.x + extent.width)
    } else {
      geometry.output = Size2D(
        height: side.height * options.stride.y, width: side.width * options.stride.x)
      geometry.lead = Size2D(
        height: laid.anchor.y * options.dilation, width: laid.anchor.x * options.dilation)
    }
    let output = try SlidingModel.stamped(input, laid, geometry)
    self.init(
      name: names.operation, inputName: names.input, input: input, output: output,
      parts: [
        SlidingPart(
          label: "stamp", channel: 0, weights: laid.coefficients.map { Double(Float($0)) })
      ],
      rule: .transposed, geometry: geometry, border: nil,
      sizeRule: options.outputSize == .valid ? .stamps : .cutStamps, bias: nil,
      kernels: [SlidingKernel(written: kernel, isTurned: turns, isLearned: false)], shownPart: 0)
  }

  /// The output by the program's own convolution: zeros between the values, then the kernel, not
  /// turned, is convolved, which stamps it as it is laid.
  private static func stamped(
    _ input: Image, _ laid: Kernel, _ geometry: SlidingGeometry
  ) throws(ShapeError) -> Image {
    let size = geometry.output
    var spread = Image(
      shape: ImageShape(height: size.height, width: size.width, channels: 1),
      samples: [Float](repeating: 0, count: size.height * size.width))
    var kernel = laid
    kernel.anchor = Kernel.Anchor(
      y: geometry.lead.height / geometry.dilation, x: geometry.lead.width / geometry.dilation)
    let (height, width) = (geometry.input.height, geometry.input.width)
    for y in 0..<height {
      for x in 0..<width {
        let (row, column) = (y * geometry.stride.y, x * geometry.stride.x)
        if row < size.height && column < size.width {
          spread.samples[row * size.width + column] = input[y, x]
        }
      }
    }
    return try Convolution([kernel], border: .zero, dilation: geometry.dilation)(spread)
  }
}
