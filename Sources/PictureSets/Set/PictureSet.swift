package import ConvCore
package import ConvNet

/// Pictures with classes, all of one size, ready for training.
///
/// The samples are held in memory, a byte each for pictures, or read anew each time where they
/// would need more memory than is allowed; a network gets the same values in both cases.
package struct PictureSet: Sendable {
  /// The names of the classes, in the order of the labels.
  package let classNames: [String]
  /// The shape of a picture as a network reads it.
  package let shape: TensorShape
  /// The pictures.
  package let items: [PictureItem]
  /// What a network divides the samples by: 255 for pictures, 1 for arrays of other numbers.
  package let divisor: Float
  /// One line for each thing that was ignored, counted or assumed.
  package var notes: [String]

  let storage: PictureStorage
  let source: any PictureSource

  /// The number of pictures.
  package var count: Int { items.count }

  /// Whether pictures are read anew each time, because they would need too much memory.
  package var isStreamed: Bool { storage.isStreamed }

  /// The name of a picture: the path of its file below the set's folder, or its array and number.
  package func name(_ index: Int) -> String { source.name(of: items[index].source) }

  /// Whether the names of pictures are those of files.
  package var hasFiles: Bool { source.hasFiles }

  /// The first picture that could not be read again while it was streamed, with the reason.
  ///
  /// Such a picture counts as black; what was computed with it is to be thrown away.
  package var streamingFailure: String? { storage.failure }

  /// The samples C×H×W of a picture.
  func samples(_ index: Int) -> PictureSamples {
    storage.samples(of: items[index].source, from: source)
  }

  /// A picture for a drawing: H×W×C values of 0…255.
  ///
  /// Arrays of other numbers are stretched from their least to their largest value.
  package func image(_ index: Int) -> Image {
    var values = samples(index).floats
    if divisor != 255 {
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      let range = high > low ? high - low : 1
      values = values.map { ($0 - low) / range * 255 }
    }
    return PlaneOrder.interleaved(values, shape)
  }

  /// A hash of all pictures with their classes and sides: two sets with the same one are equal.
  package func fingerprint(_ split: PictureSplit) -> String {
    let sides: [(UInt8, [Int])] = [(0, split.train), (1, split.validation), (2, split.test)]
    let parts = sides.flatMap { side, indices in
      indices.map {
        ContentHash([side, UInt8(items[$0].label & 255), UInt8(items[$0].label >> 8)])
      }
        + indices.map { items[$0].content }
    }
    return ContentHash(combining: parts).description
  }
}
