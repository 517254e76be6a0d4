extension LayerContext {
  /// The multiply-adds that one thread does in the time that a team takes to come.
  private static let smallestWork = 1 << 20

  /// Calls `body` once for each number below `pieces`, on all threads of the team.
  ///
  /// - Parameters:
  ///   - pieces: The number of pieces of work, which any thread may do in any order.
  ///   - cost: About the multiply-adds of all pieces, for 16 images; a team does not share few.
  ///   - scratch: The buffers of a pass without a team.
  ///   - body: Does one piece, with the buffers of its thread.
  func split(
    _ pieces: Int, cost: Int, _ scratch: inout SharedScratch,
    _ body: @escaping @Sendable (Int, inout SharedScratch) -> Void
  ) {
    if let team, pieces > 1, cost >= LayerContext.smallestWork {
      return team.split(pieces, body)
    }
    for piece in 0..<pieces { body(piece, &scratch) }
  }
}
