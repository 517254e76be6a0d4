import ConvCore
import ImageCodecs

/// A result matrix on standard output, as a line or as JSON.
struct MatrixRecord: Encodable {
  let input: String
  let operation: String
  let height: Int
  let width: Int
  /// The rows; `null` for what is no number.
  let values: [[JSONNumber<Float>]]

  init(_ matrix: Image, input: String, operation: String) {
    self.input = input
    self.operation = operation
    (height, width) = (matrix.shape.height, matrix.shape.width)
    let width = width
    values = (0..<height).map { y in
      matrix.samples[y * width..<(y + 1) * width].map { JSONNumber($0) }
    }
  }
}
