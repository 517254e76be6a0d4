import ConvCore
import ConvNet
import Digits

/// The labelled pictures that a page tries its network with.
package struct ReviewedPictures {
  /// The pictures as the network reads them, with their classes.
  let images: any LabelledImages
  /// The size, and 1 or 3 channels.
  let shape: ImageShape
  /// The samples of a picture for a drawing, H×W×C.
  let samples: (Int) -> [UInt8]
  /// The pictures in words: digits, or pictures.
  let noun: String

  /// The number of pictures.
  var count: Int { images.count }

  /// Digits.
  init(_ digits: DigitSet, divisor: Float) {
    images = DigitImages(digits, divisor: divisor)
    shape = ImageShape(height: digits.height, width: digits.width, channels: 1)
    samples = { Array(digits.image($0)) }
    noun = "digits"
  }

  /// Pictures of one's own; as many as there is time for.
  ///
  /// - Parameters:
  ///   - images: The pictures as the network reads them, with their classes.
  ///   - shape: The size and the number of channels.
  ///   - limit: The most pictures that are taken, from the first one on.
  ///   - picture: A picture for a drawing, H×W×C values of 0…255.
  package init(
    _ images: any LabelledImages, shape: ImageShape, limit: Int, picture: @escaping (Int) -> Image
  ) {
    self.images = FirstImages(images: images, count: min(limit, images.count))
    self.shape = shape
    samples = { picture($0).samples.map { UInt8(min(max($0.rounded(), 0), 255)) } }
    noun = "pictures"
  }
}

/// The first of some images.
private struct FirstImages: LabelledImages {
  let images: any LabelledImages
  let count: Int

  func label(_ index: Int) -> Int { images.label(index) }

  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    images.load(index, into: &tensor, lane: lane, using: &generator)
  }
}
