import ConvCore

extension FilterCatalogue {
  /// Ranks, statistics of windows, and thresholds.
  static let statistics: [Entry] = [
    Entry(
      "rank", "value below which P per cent of NxN pixels lie, 50% being the median",
      [.percentile("P%"), .side(atMost: 101)], example: [25, 5], isListed: false
    ) { .rank(percent: $0[0], Int($0[1])) },
    Entry(
      "deviation", "standard deviation of NxN pixels (of the population)", [.side()],
      example: [5], isListed: false
    ) { .local(.deviation, Int($0[0])) },
    Entry(
      "variance", "variance of NxN pixels (of the population)", [.side()], example: [5],
      isListed: false
    ) { .local(.variance, Int($0[0])) },
    Entry(
      "local-normalize", "difference from the mean of NxN pixels, divided by their deviation",
      [.side()], example: [9], isListed: false
    ) { .local(.normalized, Int($0[0])) },
    Entry(
      "threshold", "white above V, black elsewhere; otsu finds V for each channel",
      [.level("V", or: "otsu")], example: [128], isListed: false
    ) { values -> any ImageFilter in
      if values[0].isNaN { return OtsuThreshold() }
      return FixedThreshold(level: values[0])
    },
    Entry(
      "adaptive", "white above the mean of NxN pixels minus C, black elsewhere",
      [.side(), .offset("C")], example: [11, 5], isListed: false
    ) { .local(.adaptive(offset: $0[1]), Int($0[0])) },
    Entry(
      "sauvola", "white above m (1 + K (s/R - 1)) of NxN pixels, R half of the range",
      [.side(), .factor("K")], example: [15, 0.2], isListed: false
    ) { .local(.sauvola(factor: $0[1]), Int($0[0])) },
    Entry(
      "guided",
      "mean that keeps edges of more than EPS squared levels, guided by the picture itself",
      [.side(), .length("EPS", atMost: 1e12, unit: .levels)], example: [9, 400], isListed: false
    ) { .guided(Int($0[0]), epsilon: $0[1]) },
  ]
}
