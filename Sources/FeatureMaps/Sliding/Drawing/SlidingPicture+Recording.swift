package import ImageCodecs

extension SlidingPicture {
  /// Draws all frames of a script, each as what differs from the frame before.
  package mutating func recorded(_ script: SlidingScript) -> IndexedAnimation {
    var animation = IndexedAnimation(height: height, width: width)
    for shot in script.shots {
      animation.append(canvas(of: shot).samples, hundredths: shot.hundredths)
    }
    return animation
  }
}
