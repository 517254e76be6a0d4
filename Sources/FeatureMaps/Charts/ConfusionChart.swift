import Foundation

/// A confusion matrix: how often each true class was taken for each class.
///
/// Cells on the diagonal are blue, mistakes orange; the deeper, the larger the share of their row,
/// log(1 + 999·share) / log 1000, so that a mistake in a thousand is still seen. At the right stand
/// each class' recall (the share of its samples that were found) and its number of samples.
public struct ConfusionChart: Hashable, Sendable {
  /// `counts[true class][predicted class]`.
  public let counts: [[Int]]
  /// The names of the classes.
  public let classNames: [String]
  /// The beginning of the title.
  public let title: String

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - counts: Counts by true class, then by predicted class.
  ///   - classNames: `0`, `1` … without it.
  ///   - title: The headline.
  /// - Precondition: `counts` is square and has a class, and each class has a name.
  public init(counts: [[Int]], classNames: [String]? = nil, title: String = "Confusion matrix") {
    let count = counts.count
    precondition(
      count > 0 && counts.allSatisfy { $0.count == count }, "a matrix that is not square")
    let names = classNames ?? (0..<count).map(String.init)
    precondition(names.count == count, "\(names.count) names for \(count) classes")
    self.counts = counts
    self.classNames = names
    self.title = title
  }

  /// All samples.
  public var total: Int { counts.joined().reduce(0, +) }

  /// The share of samples that were classified correctly; `nil` without samples.
  public var accuracy: Double? {
    let correct = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    return total > 0 ? Double(correct) / Double(total) : nil
  }

  /// The share of a class' samples that were found; `nil` for a class without samples.
  public func recall(of index: Int) -> Double? {
    let samples = counts[index].reduce(0, +)
    return samples > 0 ? Double(counts[index][index]) / Double(samples) : nil
  }

  /// Draws the chart.
  public func drawn(height: Int = 760, width: Int = 760) -> Canvas {
    var picture = Canvas(height: height, width: width)
    ConfusionDrawing(self, height: height, width: width).draw(on: &picture)
    return picture
  }

  /// The colour of a cell; white for a count of zero.
  func color(row: Int, column: Int) -> RGB {
    let samples = counts[row].reduce(0, +)
    guard samples > 0, counts[row][column] > 0 else { return .white }
    let share = ConfusionChart.depth(Double(counts[row][column]) / Double(samples))
    return RGB.white.mixed(with: row == column ? RGB.right : RGB.wrong, share: share)
  }

  /// How deep the colour of a share of a row is: 0 for 0, 1 for 1.
  static func depth(_ share: Double) -> Float { Float(log(1 + 999 * share) / log(1000)) }
}

extension RGB {
  /// A cell of the diagonal that holds its whole row.
  static let right = RGB(15, 82, 160)
  /// A mistake that holds its whole row.
  static let wrong = RGB(200, 62, 8)
}
