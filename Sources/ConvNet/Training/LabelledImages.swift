public import ConvCore
import RowLoops

/// A source of images and labels for training and evaluation.
public protocol LabelledImages: Sendable {
  /// The number of images.
  var count: Int { get }

  /// Returns the class of an image.
  func label(_ index: Int) -> Int

  /// Writes an image into a lane of a tensor, scaled as the network expects.
  ///
  /// - Parameters:
  ///   - index: The index of the image.
  ///   - tensor: Receives the values of the image.
  ///   - lane: The lane of the tensor, 0…15.
  ///   - generator: The random numbers of augmentation, seeded by the image and the epoch.
  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64)
}
