/// A picture of a set, without its samples.
package struct PictureItem: Hashable, Sendable {
  /// The number of the picture in its source.
  package let source: Int
  /// The number of its class.
  package var label: Int
  /// The hash of its content: of the bytes of its file, or of its samples.
  package let content: ContentHash
  /// The part that the data themselves put it into; `nil` where a split decides.
  package let side: PictureSide?
}
