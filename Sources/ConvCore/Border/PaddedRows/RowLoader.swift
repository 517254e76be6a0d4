/// Loads rows of an image into a ring and resolves borders.
struct RowLoader {
  let input: RowSource
  let border: Border
  let layout: PaddedRow
  let engine: Engine

  /// Writes the padded row of floats at position `row`, which may lie outside the image.
  func load(_ row: Int, scratch: inout [Float], into rows: inout [Float], at start: Int) {
    if let source = border.index(of: row, count: input.shape.height) {
      layout.fill(source, of: input, scratch: &scratch, into: &rows, at: start, engine: engine)
    } else {
      layout.fillOutside(into: &rows, at: start, value: border.outsideValue)
    }
  }

  /// Writes the padded row of bytes at position `row`, which may lie outside the image.
  func load(_ row: Int, into rows: inout [UInt8], at start: Int) {
    if let source = border.index(of: row, count: input.shape.height) {
      layout.fill(source, of: input, into: &rows, at: start, engine: engine)
    } else {
      layout.fillOutside(into: &rows, at: start, value: UInt8(border.outsideValue))
    }
  }
}
