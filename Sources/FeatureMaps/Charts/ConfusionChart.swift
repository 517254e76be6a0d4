import Foundation

/// A chart of a confusion matrix: the counts by true class and predicted class.
///
/// Cells on the diagonal are blue, mistakes orange. The depth of the color is log(1 + 999·share) /
/// log 1000 of the cell's share of its row, so that a mistake in a thousand is still visible. At
/// the right are each class's recall (the share of its samples that were found) and its number of
/// samples.
public struct ConfusionChart: Hashable, Sendable {
  /// The counts, as `counts[true class][predicted class]`.
  public let counts: [[Int]]
  /// The names of the classes, in the order of the counts.
  public let classNames: [String]
  /// The beginning of the title, before the accuracy.
  public let title: String

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - counts: The counts, as `counts[true class][predicted class]`.
  ///   - classNames: The names of the classes; `0`, `1` … by default.
  ///   - title: The beginning of the title.
  /// - Precondition: `counts` is square and not empty, and each class has a name.
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

  /// The number of samples.
  public var total: Int { counts.joined().reduce(0, +) }

  /// The share of samples that were classified correctly, 0…1; `nil` without samples.
  public var accuracy: Double? {
    let correct = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    return total > 0 ? Double(correct) / Double(total) : nil
  }

  /// Returns the share of a class's samples that were found; `nil` for a class without samples.
  public func recall(of index: Int) -> Double? {
    let samples = counts[index].reduce(0, +)
    return samples > 0 ? Double(counts[index][index]) / Double(samples) : nil
  }

  /// The side of a picture with room for the names of all classes, 760 to 2,000 pixels.
  package var fittingSide: Int { max(760, min(2000, 260 + 18 * counts.count)) }

  /// Returns the chart as a picture of `height` × `width` pixels.
  public func drawn(height: Int = 760, width: Int = 760) -> Canvas {
    var picture = Canvas(height: height, width: width)
    ConfusionDrawing(self, height: height, width: width).draw(on: &picture)
    return picture
  }

  /// Returns the color of a cell; white for a count of zero.
  package func color(row: Int, column: Int) -> RGB {
    let samples = counts[row].reduce(0, +)
    guard samples > 0, counts[row][column] > 0 else { return .white }
    let share = ConfusionChart.depth(Double(counts[row][column]) / Double(samples))
    return RGB.white.mixed(with: row == column ? RGB.right : RGB.wrong, share: share)
  }

  /// Returns the depth of the color for a share of a row: 0 for 0, 1 for 1.
  package static func depth(_ share: Double) -> Float { Float(log(1 + 999 * share) / log(1000)) }
}

extension RGB {
  /// The color of a diagonal cell that holds its whole row.
  static let right = RGB(15, 82, 160)
  /// The color of a mistake that holds its whole row.
  static let wrong = RGB(200, 62, 8)
}
