/// The part of a set of pictures that a picture belongs to.
package enum PictureSide: String, Sendable, CaseIterable {
  /// Pictures that the network learns from.
  case train
  /// Pictures held out of learning, which choose the epoch.
  case validation
  /// Pictures that are read once, at the end.
  case test
}
