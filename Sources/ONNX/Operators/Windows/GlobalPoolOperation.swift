internal import ConvCore
import RowLoops

/// The mean or the maximum of each channel.
struct GlobalPoolOperation: Operation {
  let kind: ReductionOperation.Kind

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    guard x.rank >= 2 else {
      throw ONNXError(.damaged, "\(Shape.text(x.shape)) has no channels")
    }
    if kind == .mean, x.count > 0, case .float(let values) = x.values {
      let plane = x.shape[2...].reduce(1, *)
      let maps = x.shape[0] * x.shape[1]
      let engine = context.engine
      let means = SharedFloats.filled(count: maps) { output in
        WorkQueue.run(maps, context.workers, cost: values.count) { map in
          let sum = engine.loops.sum(values.span, from: map * plane, count: plane)
          output.write(map..<map + 1) { $0[0] = Float(sum / Double(plane)) }
        }
      }
      return [
        Tensor(x.type, Array(x.shape[..<2]) + x.shape[2...].map { _ in 1 }, rounding: means)
      ]
    }
    let reduction = ReductionOperation(
      kind: kind, axes: Array(2..<x.rank), keepsAxes: true, keepsAllWithoutAxes: true)
    return try reduction.run(Operands(tensors: [x]), context)
  }
}
