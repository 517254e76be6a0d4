import Foundation

/// LRN: x / (bias + alpha / size · Σ of squares over neighboring channels) ^ beta.
struct NeighborNormalization: Operation {
  let size: Int
  let alpha: Double
  let beta: Double
  let bias: Double

  init(_ attributes: inout Attributes) {
    size = attributes.integer("size", 0)
    alpha = Double(attributes.float("alpha", 0.0001))
    beta = Double(attributes.float("beta", 0.75))
    bias = Double(attributes.float("bias", 1))
    if !(1...1 << 20).contains(size) { attributes.refuse("size \(size)") }
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    guard x.rank >= 2 else { throw ONNXError(.damaged, "\(Shape.text(x.shape)) has no channels") }
    let values = try x.doubles()
    let (channels, plane) = (x.shape[1], x.shape[2...].reduce(1, *))
    var result = values
    for image in 0..<x.shape[0] {
      for channel in 0..<channels {
        let first = max(0, channel - (size - 1) / 2)
        let last = min(channels - 1, channel + size / 2)
        for place in 0..<plane {
          var sum = 0.0
          for neighbor in first...last {
            let value = values[(image * channels + neighbor) * plane + place]
            sum += value * value
          }
          let index = (image * channels + channel) * plane + place
          result[index] = values[index] / pow(bias + alpha / Double(size) * sum, beta)
        }
      }
    }
    return [Tensor(x.type, x.shape, rounding: result)]
  }
}
