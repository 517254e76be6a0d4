import ConvCore
import Digits
import PictureSets

/// Pictures for drawings and lists.
struct ShownPictures: Sendable {
  let count: Int
  /// A picture by its number: H×W×C values of 0…255, gray or RGB.
  let image: @Sendable (Int) -> Image
  /// The name of a picture; `nil` for pictures that have a number only.
  var name: (@Sendable (Int) -> String)?

  /// The digits of a set.
  init(_ set: DigitSet) {
    count = set.count
    let shape = ImageShape(height: set.height, width: set.width, channels: 1)
    image = { Image(shape: shape, samples: set.image($0).map { Float($0) }) }
  }

  /// Some pictures of a set.
  init(_ images: PictureImages) {
    count = images.count
    image = { images.set.image(images.indices[$0]) }
    name = { images.set.name(images.indices[$0]) }
  }
}
