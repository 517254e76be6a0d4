public import ConvCore
public import ConvNet

extension Conv2D {
  /// The units as kernels in convolution orientation: h[i, j] = w[kH − 1 − i, kW − 1 − j].
  ///
  /// Convolution turns each kernel back by 180°, so its response is the layer's, without the bias.
  /// Shape: one kernel of kH×kW×C for each unit.
  public var kernels: [Kernel] {
    let (height, width) = (kernelSize.height, kernelSize.width)
    let weights = parameters[0].values
    return (0..<outputChannels).map { o in
      var cells: [Double] = []
      for y in (0..<height).reversed() {
        for x in (0..<width).reversed() {
          for i in 0..<inputChannels {
            cells.append(Double(weights[((o * inputChannels + i) * height + y) * width + x]))
          }
        }
      }
      return Kernel(size: kernelSize, depth: inputChannels, coefficients: cells)
    }
  }
}
