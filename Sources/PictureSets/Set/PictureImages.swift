package import ConvCore
package import ConvNet

/// Some pictures of a set as a source for training and evaluation, changed at random if wanted.
package struct PictureImages: LabelledImages {
  /// The set.
  package let set: PictureSet
  /// The numbers of the pictures in the set.
  package let indices: [Int]
  private let augmentation: PictureAugmentation?

  /// Creates a source.
  ///
  /// - Parameters:
  ///   - set: The pictures.
  ///   - indices: The numbers of the pictures in the set.
  ///   - augmentation: The random changes of each picture; none without an augmentation.
  package init(_ set: PictureSet, _ indices: [Int], augmentation: PictureAugmentation? = nil) {
    (self.set, self.indices, self.augmentation) = (set, indices, augmentation)
  }

  /// The number of pictures.
  package var count: Int { indices.count }

  /// Returns the class of a picture.
  package func label(_ index: Int) -> Int { set.items[indices[index]].label }

  /// Writes a picture into a lane of a tensor, divided by the set's divisor.
  package func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    let samples = set.samples(indices[index])
    if let augmentation {
      let values = augmentation.changed(samples, set.shape, set.divisor, using: &generator)
      let divisor = set.divisor
      return tensor.setImage(lane, values.lazy.map { $0 / divisor })
    }
    switch samples {
    case .bytes(let bytes): tensor.setImage(lane, samples: bytes, divisor: set.divisor)
    case .floats(let floats):
      let divisor = set.divisor
      tensor.setImage(lane, floats.lazy.map { $0 / divisor })
    }
  }
}
