import ConvCore

/// A matrix or a piece of a picture with its numbers in cells.
package struct MatrixLesson {
  /// The values, H×W×C.
  package var image: Image
  /// The names of the channels, such as R, G and B; empty for one channel without a name.
  package var channels: [String]
  /// The values of black and white of a picture; `nil` colors by sign, as a matrix.
  package var gray: ValueRange?
  /// The first row and column in the whole picture; `nil` omits the numbers of rows and columns.
  package var origin: GridPosition?
  /// The side of a cell in pixels; `nil` for the default.
  package var side: Int?

  /// Creates a lesson of one channel without a name.
  package init(image: Image) {
    self.image = image
    channels = []
  }

  /// The most rows, and the most columns, that a picture shows.
  package static let largestSide = 64

  /// The grids of the channels: one side of cells, one scale.
  package var grids: [NumberGrid] {
    let shape = image.shape
    let planes = (0..<shape.channels).map { channel in
      stride(from: channel, to: image.samples.count, by: shape.channels).map {
        Float?(image.samples[$0])
      }
    }
    let whole = NumberGrid(
      values: planes.flatMap { $0 }, columns: shape.width, side: side ?? 1)
    let side = side ?? fittingSide(whole.values)
    return planes.map { plane in
      var grid = NumberGrid(
        values: plane, columns: shape.width, coloring: gray == nil ? .signed : .gray,
        range: gray ?? whole.range, side: side)
      grid.origin = origin
      return grid
    }
  }

  /// The largest usual side with which all channels lie side by side; else the smallest one.
  private func fittingSide(_ values: [Float?]) -> Int {
    let shape = image.shape
    let sides = [4, 3, 2].map {
      NumberGrid.side(for: values, rows: shape.height, columns: shape.width, most: $0)
    }
    let room = LessonPicture.widest - 64 - 100 * shape.channels
    return sides.first { $0 * shape.width * shape.channels <= room } ?? sides[2]
  }

  /// Draws the piece of the matrix.
  ///
  /// - Parameters:
  ///   - title: The title, such as the file's name.
  ///   - notes: The lines below it, such as where the piece lies.
  /// - Returns: A grid of numbers for each channel.
  package func picture(title: String, notes: [String]) -> LessonPicture {
    let grids = grids
    return LessonPicture(
      title: title, notes: notes,
      panels: grids.enumerated().map { index, grid in
        LessonPanel(captions: channels.isEmpty ? [] : [channels[index]], grid: grid)
      },
      footer: NumberGrid.roundingNote(grids),
      scales: [LessonScale(of: grids[0])].compactMap { $0 })
  }
}
