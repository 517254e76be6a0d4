package import ConvCore

/// Pictures that can be read by number, from any thread.
package protocol PictureSource: Sendable {
  /// The number of pictures.
  var count: Int { get }
  /// Whether the names of pictures are those of files.
  var hasFiles: Bool { get }
  /// The size and the number of colors, 1 or 3, that all pictures have; `nil` where each has its own.
  var commonShape: ImageShape? { get }
  /// Whether samples are other numbers than whole ones of 0…255.
  var holdsFloats: Bool { get }
  /// What a network divides the samples by.
  var divisor: Float { get }

  /// The name of a picture, for messages and lists.
  func name(of index: Int) -> String

  /// The size and the number of colors, 1 or 3, of a picture, from its header.
  func shape(of index: Int) throws -> ImageShape

  /// Reads a picture.
  ///
  /// - Parameters:
  ///   - index: The number of the picture.
  ///   - planes: The size and the number of colors of the result.
  /// - Returns: The samples C×H×W, and the hash of what they were made from.
  /// - Throws: `CodecError` when the picture is missing or damaged, or over a limit.
  func read(_ index: Int, _ planes: PicturePlanes) throws -> PreparedPicture
}
