/// A picture of the size that a network reads, with the hash of what it was made from.
package struct PreparedPicture: Sendable {
  /// The samples C×H×W.
  package let samples: PictureSamples
  /// The hash of the file, or of the samples as they were stored.
  package let content: ContentHash
}
