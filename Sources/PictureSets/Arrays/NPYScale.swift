internal import ImageCodecs

/// What the numbers of `.npy` pictures mean, found by looking at all of them.
struct NPYScale {
  /// What the numbers are multiplied by; `nil` where they are bytes.
  let factor: Float?
  /// What a network divides the samples by.
  let divisor: Float
  /// A line about numbers that are taken as they are; `nil` for samples of pictures.
  let note: String?

  private static let piece = 1 << 20

  init(_ arrays: [(name: String, array: NPYSlices)]) throws(PictureSetError) {
    var (low, high, areWhole) = (Float.infinity, -Float.infinity, true)
    for (name, array) in arrays where !array.isBytes {
      let count = array.shape.reduce(1, *)
      for first in stride(from: 0, to: count, by: NPYScale.piece) {
        let values: [Float]
        do { values = try array.floats(first..<min(first + NPYScale.piece, count)) } catch {
          throw PictureSetError(.damaged, "\(name): \(error)")
        }
        for value in values {
          guard value.isFinite else {
            throw PictureSetError(.damaged, "\(name): holds numbers that are not finite")
          }
          (low, high) = (min(low, value), max(high, value))
          areWhole = areWhole && value == value.rounded()
        }
      }
    }
    let isMixed = arrays.contains { $0.array.isBytes }
    let isFraction = arrays.allSatisfy { $0.array.isBytes || $0.array.isFraction }
    if low > high || (low >= 0 && high <= 255 && areWhole && !(high <= 1 && isFraction && !isMixed))
    {
      (factor, divisor, note) = (nil, 255, nil)
    } else if low >= 0 && high <= 1 && isFraction && !isMixed {
      (factor, divisor, note) = (255, 255, nil)
    } else if arrays.allSatisfy({ $0.array.type == "u2" }) {
      (factor, divisor, note) = (255 / 65535, 255, nil)
    } else if low >= 0 && high <= 255 {
      (factor, divisor, note) = (1, 255, nil)
    } else {
      (factor, divisor) = (1, 1)
      note = "numbers from \(low) to \(high), which are no samples of pictures: taken as they are"
    }
  }
}
