package import ConvCore
package import ImageCodecs

/// How a set of pictures is read.
package struct PictureSetOptions: Sendable {
  /// The size of all pictures; `nil` takes the one that all have.
  package var size: Size2D?
  /// 1 for gray, 3 for color; `nil` takes color where any picture has it.
  package var channels: Int?
  /// Whether pictures that cannot be read, and classes without pictures, are left out.
  package var skipsBroken = false
  /// Whether the rows and columns of IDX files are exchanged.
  package var isTransposed = false
  /// The names of the classes of a model that will read the pictures; `nil` takes those of the data.
  package var classNames: [String]?
  /// The limits on a file, and the most bytes that the samples of all pictures may take.
  package var limits = ImageLimits()
  /// The number of threads; the result does not depend on it.
  package var threads = 1
  /// Called from any thread with a number of pictures that were read, and the number of all.
  package var progress: @Sendable (_ read: Int, _ total: Int) -> Void = { _, _ in }

  /// Creates the default options.
  package init() {}
}
