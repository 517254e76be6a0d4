package import ConvCore
internal import ConvNet

/// What every operation of a run shares: the instruction set, the threads and the memory.
package final class RunContext: Sendable {
  /// The instruction set of the loops.
  let engine: Engine
  /// The threads.
  let workers: WorkerPool
  /// The most bytes that tensors may take.
  let memoryLimit: Int

  /// Creates a context.
  package init(engine: Engine = .preferred, threads: Int = 1, memoryLimit: Int = 2 << 30) {
    self.engine = engine
    workers = WorkerPool(count: threads)
    self.memoryLimit = memoryLimit
  }

  /// Returns the number of elements of a result, before its memory is taken.
  ///
  /// - Throws: ``ONNXError`` with `overLimit` for more memory than allowed.
  @discardableResult
  func count(_ shape: [Int], _ type: ElementType = .float) throws(ONNXError) -> Int {
    guard shape.allSatisfy({ $0 >= 0 }) else {
      throw ONNXError(.damaged, "a result of impossible shape \(Shape.text(shape))")
    }
    guard let count = Shape.count(shape), count <= memoryLimit / type.heldByteCount else {
      throw ONNXError(
        .overLimit,
        "a tensor of \(Shape.text(shape)) needs more than the \(memoryLimit >> 20) MB of "
          + "--max-memory")
    }
    return count
  }
}
