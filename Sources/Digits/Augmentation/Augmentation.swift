/// Random small changes of pose, so that a network sees each image a little different every time.
///
/// An image is scaled, sheared, turned and shifted about its centre, each by an amount drawn
/// evenly from a range; between pixels it is interpolated bilinearly, and outside it is black.
public struct Augmentation: Hashable, Sendable {
  /// Largest shift along each axis, in pixels.
  public var shift: Float
  /// Largest turn to either side, in degrees.
  public var rotation: Float
  /// Smallest and largest factor, drawn for each axis by itself.
  public var scale: ClosedRange<Float>
  /// Largest slant to either side: columns moved for each row.
  public var shear: Float

  /// Creates an augmentation; the defaults suit MNIST and a small network.
  ///
  /// With ranges half as wide again the network of 15,794 parameters cannot follow: its accuracy
  /// after 30 epochs fell from 99.3 to 99.1 % (one seed).
  public init(
    shift: Float = 1.5, rotation: Float = 8, scale: ClosedRange<Float> = 0.93...1.07,
    shear: Float = 0.1
  ) {
    self.shift = shift
    self.rotation = rotation
    self.scale = scale
    self.shear = shear
  }

  /// Changes nothing: images are only converted to 0…1.
  public static let none = Augmentation(shift: 0, rotation: 0, scale: 1...1, shear: 0)

  /// Writes one changed image as floats, from 0 to 1 with the usual divisor.
  ///
  ///     output[offset + step · (y · width + x)]
  ///
  /// - Parameters:
  ///   - image: height × width samples 0…255.
  ///   - height: Rows of the image.
  ///   - width: Columns of the image.
  ///   - output: Receives the values.
  ///   - offset: Where its first pixel goes.
  ///   - step: Floats between neighbouring pixels: 16 where a batch lies C×H×W×16 images.
  ///   - divisor: What samples are divided by.
  ///   - generator: Draws the change.
  /// - Precondition: `image` has these sides, and `output` room for it.
  public func augmented(
    _ image: ArraySlice<UInt8>, height: Int, width: Int, into output: inout [Float],
    at offset: Int, step: Int = 1, divisor: Float = 255,
    using generator: inout some RandomNumberGenerator
  ) {
    let map = PoseMap(
      size: (height, width), turns: generator.uniform(-rotation, rotation) / 360,
      scaleX: generator.uniform(scale.lowerBound, scale.upperBound),
      scaleY: generator.uniform(scale.lowerBound, scale.upperBound),
      shear: generator.uniform(-shear, shear),
      shift: Point(generator.uniform(-shift, shift), generator.uniform(-shift, shift)))
    map.apply(
      to: image, height: height, width: width, into: &output, at: offset, step: step,
      divisor: divisor)
  }
}
