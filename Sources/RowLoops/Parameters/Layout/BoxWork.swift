/// The work space of the loops of boxes.
package enum BoxWork {
  /// Returns the number of outputs at a time.
  ///
  /// Their sums fit the first-level cache, unless the window is so wide that most of a block's sums
  /// would be computed twice.
  package static func block(width: Int, step: Int) -> Int { max(1024, 4 * width * step) }

  /// Returns the number of values in `work`: three rows of a block and one window.
  package static func count(width: Int, step: Int) -> Int {
    3 * (block(width: width, step: step) + width * step)
  }
}
