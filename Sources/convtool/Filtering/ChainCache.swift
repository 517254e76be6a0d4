import ImageFilters
import Synchronization

/// Caches the filters of a run, one chain per edge value, because creating large kernels takes
/// time.
final class ChainCache: Sendable {
  private let make: @Sendable (Float) throws -> FilterChain
  private let made = Mutex<[Float: FilterChain]>([:])

  init(_ make: @escaping @Sendable (Float) throws -> FilterChain) { self.make = make }

  /// The filters for inputs whose edges get this value.
  func chain(edge: Float) throws -> FilterChain {
    try made.withLock { made in
      if let chain = made[edge] { return chain }
      let chain = try make(edge)
      made[edge] = chain
      return chain
    }
  }
}
