internal import ConvCore

/// Pictures of arrays: IDX, CIFAR-10 and `.npy` files.
struct ArrayPictures: PictureSource {
  /// The parts, one after another; all of one size and number of colors.
  let parts: [ArrayPart]
  let holdsFloats: Bool
  let divisor: Float

  /// The number of the first picture of each part.
  private let starts: [Int]

  init(_ parts: [ArrayPart], holdsFloats: Bool = false, divisor: Float = 255) {
    (self.parts, self.holdsFloats, self.divisor) = (parts, holdsFloats, divisor)
    starts = parts.indices.map { index in parts[..<index].reduce(0) { $0 + $1.count } }
  }

  var count: Int { parts.reduce(0) { $0 + $1.count } }
  var hasFiles: Bool { false }
  var commonShape: ImageShape? { parts.first?.shape }

  private func place(_ index: Int) -> (part: ArrayPart, index: Int) {
    let number = starts.lastIndex { $0 <= index } ?? 0
    return (parts[number], index - starts[number])
  }

  func name(of index: Int) -> String {
    let (part, index) = place(index)
    return "\(part.name) \(index)"
  }

  func shape(of index: Int) throws -> ImageShape { parts[0].shape }

  func read(_ index: Int, _ planes: PicturePlanes) throws -> PreparedPicture {
    let (part, index) = place(index)
    let (values, content) = try part.read(index)
    switch values {
    case .bytes(let bytes):
      return PreparedPicture(
        samples: .bytes(planes.bytes(bytes, part.shape)[...]), content: content)
    case .floats(let floats):
      return PreparedPicture(
        samples: .floats(planes.floats(floats, part.shape)[...]), content: content)
    }
  }
}
