/// The mean or the maximum of each channel.
struct GlobalPoolOperation: Operation {
  let kind: ReductionOperation.Kind

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    guard x.rank >= 2 else {
      throw ONNXError(.damaged, "\(Shape.text(x.shape)) has no channels")
    }
    let reduction = ReductionOperation(
      kind: kind, axes: Array(2..<x.rank), keepsAxes: true, keepsAllWithoutAxes: true)
    return try reduction.run(Operands(tensors: [x]), context)
  }
}
