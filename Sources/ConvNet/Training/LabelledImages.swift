public import ConvCore
import RowLoops

/// Images with their labels, as a trainer reads them.
public protocol LabelledImages: Sendable {
  /// Number of images.
  var count: Int { get }

  /// The class of an image.
  func label(_ index: Int) -> Int

  /// Writes an image into a lane of a tensor, scaled as the network wants it.
  ///
  /// - Parameters:
  ///   - index: The image, counted from 0.
  ///   - tensor: The tensor of a batch of 16 images.
  ///   - lane: The position of the image in the batch, 0 to 15.
  ///   - generator: For augmentation; seeded by the image and the epoch.
  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64)
}
