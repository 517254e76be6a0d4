internal import ConvCore
import RowLoops

/// Planes of floats, each multiplied by a number and moved by another.
enum ChannelScaling {
  /// The planes of a tensor that an operand of one number a channel meets: the number of values in
  /// each; `nil` when the operand has another shape.
  static func plane(_ shape: [Int], _ operand: [Int]) -> Int? {
    guard shape.count >= 3, shape[0] == 1, operand.count <= shape.count, operand.count >= 3 else {
      return nil
    }
    let axis = operand.count - (shape.count - 1)
    guard axis >= 0, operand[axis] == shape[1], operand[..<axis].allSatisfy({ $0 == 1 }),
      operand[(axis + 1)...].allSatisfy({ $0 == 1 })
    else { return nil }
    return shape[2...].reduce(1, *)
  }

  /// Computes factor · x + offset for each plane, and max(·, 0) if wanted.
  static func run(
    _ values: [Float], plane: Int, factors: [Float], offsets: [Float], rectify: Bool,
    _ context: RunContext
  ) -> [Float] {
    let (engine, channels) = (context.engine, factors.count)
    return SharedFloats.filled(count: values.count) { output in
      WorkQueue.run(plane > 0 ? values.count / plane : 0, context.workers, cost: values.count) {
        index in
        let channel = index % channels
        output.write(index * plane..<(index + 1) * plane) { part in
          engine.loops.scale(
            values.span, from: index * plane, factor: factors[channel], offset: offsets[channel],
            rectify: rectify, into: &part, at: 0, count: plane)
        }
      }
    }
  }
}
