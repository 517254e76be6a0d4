import ImageFilters
import Synchronization

/// The filters of a run, made once for each value that marks an edge: large kernels take time.
final class ChainCache: Sendable {
  private let make: @Sendable (Float) throws -> FilterChain
  private let made = Mutex<[Float: FilterChain]>([:])

  init(_ make: @escaping @Sendable (Float) throws -> FilterChain) { self.make = make }

  /// The filters for inputs whose edges are marked by this value.
  func chain(edge: Float) throws -> FilterChain {
    try made.withLock { made in
      if let chain = made[edge] { return chain }
      let chain = try make(edge)
      made[edge] = chain
      return chain
    }
  }
}
