internal import RowLoops

extension Engine {
  /// Measures what no loop of this build can exceed: floating-point operations a second of one
  /// core, multiplying and adding in registers alone.
  ///
  /// The best of several runs of some milliseconds, because nothing makes a core faster than it is.
  public func measuredPeak() -> Double {
    var sums = [Float](repeating: 1, count: 192)
    var best = 0.0
    for _ in 0..<7 {
      var span = sums.mutableSpan
      let start = ContinuousClock.now
      let operations = loops.multiplyAddPeak(rounds: 500_000, factor: 0.5, into: &span)
      let duration = (ContinuousClock.now - start).components
      let seconds = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
      best = max(best, Double(operations) / seconds)
    }
    return best
  }
}
