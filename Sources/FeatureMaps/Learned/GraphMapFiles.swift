internal import ImageCodecs
import ImageFilters

/// Writes the maps of a graph's tensors as they come, one tensor after another.
package struct GraphMapFiles {
  /// The longest side of a map's picture; larger maps become means of squares.
  package static let longestSide = 1200

  /// The folder to write to; it exists.
  private let folder: String
  /// Draws the maps; whether they are signed follows from their values.
  private let renderer: MapRenderer
  /// Whether each tensor is also written as NPY, all of its maps: C×H×W float32.
  private let arrays: Bool
  /// The largest number of maps that are drawn for a tensor.
  private let mapLimit: Int
  /// The digits of the numbers in file names are those of this one.
  private let count: Int
  private var entries: [MapIndexEntry] = []
  private var rows = GraphMapRows()

  /// The number of tensors whose maps were not all drawn.
  package private(set) var shortened = 0
  /// The number of tensors that were written.
  package var written: Int { entries.count }

  /// Creates the files of a folder.
  package init(
    folder: String, renderer: MapRenderer, arrays: Bool, mapLimit: Int, count: Int
  ) {
    (self.folder, self.renderer, self.arrays) = (folder, renderer, arrays)
    (self.mapLimit, self.count) = (mapLimit, count)
  }

  /// Writes the maps of a tensor, and its values if arrays are wanted.
  ///
  /// - Throws: `CodecError` when a file cannot be written.
  package mutating func write(_ stack: MapStack, number: Int) throws {
    let factor = MapStack.reduction(
      height: stack.height, width: stack.width, limit: GraphMapFiles.longestSide)
    try writePictures(
      stack.first(mapLimit).shrunk(by: factor), number: number, total: stack.count,
      array: arrays ? name(of: stack.name, number) : nil)
    guard arrays else { return }
    try NPYArray.write(
      stack.values, shape: [stack.count, stack.height, stack.width],
      to: "\(folder)/\(name(of: stack.name, number))")
  }

  /// The name of a tensor's array.
  package func name(of tensor: String, _ number: Int) -> String {
    "\(MapNames.base(number, tensor, of: count)).npy"
  }

  /// Writes the pictures of maps that are at most as large as pictures should be.
  ///
  /// - Parameters:
  ///   - stack: The maps to draw.
  ///   - number: The number in the names of the files.
  ///   - total: The number of maps that the tensor has.
  ///   - array: The name of the tensor's array, which the caller writes.
  /// - Throws: `CodecError` when a picture cannot be written.
  package mutating func writePictures(
    _ stack: MapStack, number: Int, total: Int, array: String?
  ) throws {
    var renderer = renderer
    renderer.isSigned = stack.values.contains { $0 < 0 }
    var entry = try renderer.write(stack, number: number, of: count, to: folder)
    if let array { entry.files.append(array) }
    if total > stack.count { shortened += 1 }
    entries.append(entry)
    rows.append(stack, renderer, total: total)
  }

  /// Writes `overview.png` and `index.json`.
  ///
  /// - Parameters:
  ///   - title: The name of the picture, or what was read.
  ///   - input: What the model saw.
  ///   - answer: The most probable classes; `nil` where the model gives none.
  /// - Throws: `CodecError` when a file cannot be written.
  package func finish(
    title: String, input: Canvas, answer: (names: [String], probabilities: [Float])?
  ) throws {
    let overview = rows.overview(title: title, input: input, answer: answer, renderer: renderer)
    try overview.drawn().write(to: "\(folder)/overview.png")
    try MapRenderer.writeIndex(entries, to: folder)
  }
}
