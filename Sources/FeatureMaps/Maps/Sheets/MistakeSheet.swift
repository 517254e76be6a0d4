import ConvCore
import ConvNet
import ImageFilters

/// The images that a network read wrong, the worst mistakes first, each with its truth, the answer
/// and the answer's probability.
package struct MistakeSheet: Sendable {
  /// The largest number of images on the sheet.
  package static let most = 96

  private let mistakes: [Misreading]
  private let total: Int
  private let classNames: [String]
  private let tiles: [Canvas]

  /// Creates a sheet.
  ///
  /// - Parameters:
  ///   - mistakes: All mistakes, the worst first.
  ///   - total: The number of images that were read.
  ///   - classNames: The names of the classes.
  ///   - image: An image by its index, gray or RGB of 0…255; all are of one size.
  package init(
    mistakes: [Misreading], total: Int, classNames: [String], image: (Int) -> Image
  ) {
    self.mistakes = mistakes
    self.total = total
    self.classNames = classNames
    tiles = mistakes.prefix(MistakeSheet.most).map { mistake in
      let image = image(mistake.index)
      let tile = ResponseTile.picture(.float32(image.samples), image.shape)
      let side = max(image.shape.height, image.shape.width)
      let (zoom, reduction) = (max(1, 116 / side), max(1, (side + 115) / 116))
      return reduction > 1 ? tile.reduced(by: reduction) : tile.enlarged(by: zoom)
    }
  }

  /// Draws the sheet.
  package func drawn() -> Canvas {
    let right = total - mistakes.count
    let title =
      mistakes.isEmpty
      ? "No mistake in \(NumberText.separated(total)) images"
      : "\(NumberText.separated(mistakes.count)) of \(NumberText.separated(total)) read wrong"
    let shown =
      tiles.count < mistakes.count ? "the \(tiles.count) worst" : "the worst first"
    let share = total > 0 ? 100 * Double(right) / Double(total) : 0
    return LabelledSheet(
      title: title,
      notes: mistakes.isEmpty
        ? []
        : [
          "\(NumberText.fixed(share, decimals: 2)) % read right · \(shown) · below each image: "
            + "truth and answer, probability of the answer, index"
        ],
      key: LabelledSheet.Key(view: .clip, maximum: 255),
      tiles: zip(mistakes, tiles).map { mistake, tile in
        LabelledSheet.Tile(
          picture: tile,
          name: "\(classNames[mistake.truth]) read as \(classNames[mistake.answer])",
          second: "\(NumberText.fixed(Double(mistake.probability) * 100, decimals: 1)) % "
            + "· \(mistake.index)")
      }, columns: min(12, max(1, tiles.count))
    ).drawn()
  }
}
