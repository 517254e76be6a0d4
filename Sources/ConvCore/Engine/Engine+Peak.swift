internal import RowLoops

extension Engine {
  /// Measures an upper bound for every loop of this build: floating-point operations per second of
  /// one core that multiplies and adds in registers only.
  ///
  /// The result is the best of several runs of a few milliseconds, because interference can only
  /// make a run slower.
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
