/// The gray levels of a digit's ink and of the paper around it; ink on paper has two levels.
struct InkLevels {
  /// The deviations of the levels from those of ink on paper.
  let strains: [InkMeasure.Strain]

  /// Measures a region.
  ///
  /// - Parameters:
  ///   - region: The digit's ink and the paper around it.
  ///   - depth: The distance of each ink pixel from the edge of the ink.
  ///   - lineWidth: The mean width of the strokes, in pixels.
  ///   - isClose: Whether the picture is cut close to the ink.
  init(of region: InkRegion, depth: [Float], lineWidth: Float, isClose: Bool) {
    // In a picture cut close to the ink, most paper lies beside blurred edges.
    let edgeWidth = (isClose ? 0.6 : 0.4) * lineWidth
    let band = region.own.dilated(radius: max(2, Int(edgeWidth)))
    let others = region.other.dilated(radius: 2)
    var (paper, clear, stray, squares) = (0, 0, 0, Float(0))
    var (edge, between, inside, uneven) = (0, 0, 0, 0)
    var (inkSums, paperSums) = (Sums(), Sums())
    let core = max(1.5, 0.25 * lineWidth)
    for i in region.ink.values.indices {
      let value = region.ink.values[i] / region.level
      // A pixel of a ruled line is neither paper nor ink.
      if region.isRule[i] && !region.own.isSet[i] { continue }
      if !others.isSet[i] {
        if region.own.isSet[i] { inkSums.add(value) } else { paperSums.add(value) }
      }
      if band.isSet[i] {
        if value > 0.2 && value < 0.8 { between += 1 }
      } else {
        paper += 1
        if others.isSet[i] || abs(value) > 0.25 { stray += 1 }
        if !others.isSet[i] {
          clear += 1
          squares += value * value
        }
      }
      if depth[i] == 1 { edge += 1 }
      if depth[i] > core {
        inside += 1
        if value < 0.65 || value > 1.5 { uneven += 1 }
      }
    }
    // A few pixels in the corners of a 1 that is cut close say little about the paper.
    let fewest = max(isClose ? 0.4 * inkSums.count : 0, 1)
    let (paperCount, clearCount) = (max(Float(paper), fewest), max(Float(clear), fewest))
    let blur = Float(between) / Float(max(edge, 1)) / lineWidth
    // Strokes of 2 pixels never reach the full ink level; a patch of other paper is close to that.
    let isThin = lineWidth < 3
    let mostSpread: Float = isThin || isClose ? 0.19 : 0.15
    let leastSeparability: Float = isThin ? 0.73 : isClose ? 0.76 : 0.8
    strains = [
      InkMeasure.most((squares / clearCount).squareRoot(), mostSpread, "the paper is uneven"),
      InkMeasure.most(Float(stray) / paperCount, 0.12, "something lies beside it"),
      InkMeasure.most(
        inside >= 12 ? Float(uneven) / Float(inside) : 0, 0.25, "its ink is uneven"),
      InkMeasure.most(blur, isThin ? 1.1 : 0.58, "its edges are blurred"),
      InkMeasure.least(
        paperSums.separability(from: inkSums), leastSeparability, "ink and paper are not two levels"
      ),
    ]
  }

  /// The sums for mean and variance.
  private struct Sums {
    var count: Float = 0
    var sum: Float = 0
    var squares: Float = 0

    mutating func add(_ value: Float) {
      count += 1
      sum += value
      squares += value * value
    }

    /// Returns the share of the total variance that lies between the two means (Otsu's η).
    func separability(from other: Sums) -> Float {
      guard count > 0, other.count > 0 else { return 1 }
      let within = squares - sum * sum / count + other.squares - other.sum * other.sum / other.count
      let distance = sum / count - other.sum / other.count
      let between = count * other.count / (count + other.count) * distance * distance
      return between / max(within + between, 1e-12)
    }
  }
}
