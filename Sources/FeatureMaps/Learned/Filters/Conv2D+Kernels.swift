public import ConvCore
public import ConvNet

extension Conv2D {
  /// The ``kernels``, each as deep as the input: 0 for the channels of other groups.
  var spanningKernels: [Kernel] {
    guard groups > 1 else { return kernels }
    let (depth, filters) = (inputChannels / groups, outputChannels / groups)
    return kernels.enumerated().map { unit, kernel in
      let first = unit / filters * depth
      var cells = [Double](
        repeating: 0, count: kernelSize.height * kernelSize.width * inputChannels)
      for cell in 0..<kernelSize.height * kernelSize.width {
        for i in 0..<depth {
          cells[cell * inputChannels + first + i] = kernel.coefficients[cell * depth + i]
        }
      }
      return Kernel(size: kernelSize, depth: inputChannels, coefficients: cells)
    }
  }

  /// The units as kernels in convolution orientation: h[i, j] = w[kH − 1 − i, kW − 1 − j].
  ///
  /// Convolution turns each kernel back by 180°, so its response is the layer's, without the bias.
  /// Shape: one kernel of kH×kW×C for each unit, C the input channels of its group.
  public var kernels: [Kernel] {
    let (height, width, depth) = (kernelSize.height, kernelSize.width, inputChannels / groups)
    let weights = parameters[0].values
    return (0..<outputChannels).map { o in
      var cells: [Double] = []
      for y in (0..<height).reversed() {
        for x in (0..<width).reversed() {
          for i in 0..<depth {
            cells.append(Double(weights[((o * depth + i) * height + y) * width + x]))
          }
        }
      }
      return Kernel(size: kernelSize, depth: depth, coefficients: cells)
    }
  }
}
