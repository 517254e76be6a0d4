/// An array C×H×W of float32 values that is written some rows of all planes at a time.
package final class NPYPlaneFile {
  private let file: OutputFile
  private let start: Int
  private let shape: [Int]

  /// Creates the file; it is complete or absent.
  ///
  /// - Throws: ``CodecError`` when it cannot be created.
  package init(path: String, shape: [Int]) throws(CodecError) {
    precondition(shape.count == 3, "planes of shape \(shape)")
    file = try OutputFile(path: path)
    let header = NPYHeader.bytes(shape: shape)
    start = header.count
    self.shape = shape
    try file.write(header)
  }

  /// Writes some rows of all planes: C × rows × W values.
  ///
  /// - Throws: ``CodecError`` with `writeFailed`.
  package func write(_ values: [Float], rows: Range<Int>) throws(CodecError) {
    let (height, width) = (shape[1], shape[2])
    let count = rows.count * width
    precondition(values.count == shape[0] * count && rows.upperBound <= height)
    for plane in 0..<shape[0] {
      let place = (plane * height + rows.lowerBound) * width
      let bytes = values[plane * count..<(plane + 1) * count].withUnsafeBytes { Array($0) }
      try file.write(bytes, at: start + place * 4)
    }
  }

  /// Gives the file its name, when all rows have been written.
  ///
  /// - Throws: ``CodecError`` when that fails; the file is then absent.
  package func commit() throws(CodecError) { try file.commit() }
}
