import ConvCore
import ConvNet

extension Conv2D {
  /// Sets a unit to the convolution with a kernel, averaged over its input maps.
  mutating func setFilter(_ unit: Int, to kernel: Kernel) {
    let cells = kernel.rotated180.coefficients.map { Float($0) / Float(inputChannels) }
    for input in 0..<inputChannels {
      let start = (unit * inputChannels + input) * cells.count
      for (offset, value) in cells.enumerated() { parameters[0].values[start + offset] = value }
    }
  }
}
