package import ConvCore
package import ConvNet
package import ImageCodecs
internal import ImageFilters

/// The form in which a network reads pictures: a size, and gray or color.
///
/// Pictures are scaled to the size whatever their shape, each side on its own, by a triangle that
/// widens when a picture shrinks (antialiasing), with values rounded to 0…255 after each side, as
/// Pillow's bilinear resizing does. Color becomes gray by 0.299 R + 0.587 G + 0.114 B; gray becomes
/// color by three equal channels; transparent pixels lie over white; 16 bits become 8.
package struct PicturePlanes: Hashable, Sendable {
  /// The number of rows and columns.
  package let size: Size2D
  /// 1 for gray, 3 for red, green and blue.
  package let channels: Int

  /// Creates a form.
  ///
  /// - Precondition: `channels` is 1 or 3.
  package init(size: Size2D, channels: Int) {
    precondition(channels == 1 || channels == 3, "\(channels) channels")
    (self.size, self.channels) = (size, channels)
  }

  /// The shape C×H×W.
  package var shape: TensorShape {
    TensorShape(channels: channels, height: size.height, width: size.width)
  }

  /// The rows that are read at once.
  private static let band = 16

  /// Reads a picture.
  ///
  /// - Parameter reader: The picture, with the range of an array set.
  /// - Returns: Samples C×H×W of 0…255.
  /// - Throws: `CodecError` of the reader, and for what is no picture.
  package func read(_ reader: any ImageReader) throws -> [UInt8] {
    try values(reader).map { UInt8($0) }
  }

  /// Reads a picture as floats, the same whole numbers as ``read(_:)``, or an array as it is.
  ///
  /// - Parameters:
  ///   - reader: The picture, with the range of an array set.
  ///   - background: Red, green and blue under transparent pixels.
  ///   - isRaw: Whether the numbers are taken as they are, without a range and without rounding.
  /// - Returns: Values C×H×W.
  /// - Throws: `CodecError` of the reader, and for what is no picture.
  package func values(
    _ reader: any ImageReader, background: [Float] = [255, 255, 255], isRaw: Bool = false
  ) throws -> [Float] {
    let levels = try PictureLevels(
      reader.info.asPicture, channels: channels, background: background, isRaw: isRaw)
    var scaler = RowScaler(
      from: reader.info.shape.size, to: size, channels: levels.outputs, rounds: !isRaw)
    var row = 0
    let height = reader.info.shape.height
    while row < height {
      let count = min(PicturePlanes.band, height - row)
      for values in try levels.rows(try reader.readRows(count), count: count) {
        scaler.add(values)
      }
      row += count
    }
    return planes(scaler.result, channels: levels.outputs)
  }

  /// The picture of samples C×H×W, H×W×C.
  package func image(_ samples: [Float]) -> Image { PlaneOrder.interleaved(samples, shape) }

  /// Scales a picture of bytes.
  ///
  /// - Parameters:
  ///   - samples: H×W×C samples of 0…255.
  ///   - shape: Their size and number of colors, 1 or 3.
  /// - Returns: The C×H×W samples of this form, rounded to bytes.
  func bytes(_ samples: [UInt8], _ shape: ImageShape) -> [UInt8] {
    if shape.size == size && shape.channels == channels {
      return PlaneOrder.planes(samples, channels: channels)
    }
    let (values, count) = scaled(samples.map { Float($0) }, shape, rounds: true)
    return planes(values.map { UInt8($0) }, channels: count)
  }

  /// Scales a picture of other numbers, without rounding.
  func floats(_ samples: [Float], _ shape: ImageShape) -> [Float] {
    let (values, count) = scaled(samples, shape, rounds: false)
    return planes(values, channels: count)
  }

  private func scaled(
    _ samples: [Float], _ shape: ImageShape, rounds: Bool
  ) -> (values: [Float], channels: Int) {
    let count = min(channels, shape.channels)
    var scaler = RowScaler(from: shape.size, to: size, channels: count, rounds: rounds)
    for row in 0..<shape.height {
      let values = Array(samples[row * shape.rowLength..<(row + 1) * shape.rowLength])
      scaler.add(count < shape.channels ? PictureLevels.gray(values) : values)
    }
    return (scaler.result, count)
  }

  /// Parts pixels into planes, and repeats gray for color.
  private func planes<Sample>(_ values: [Sample], channels count: Int) -> [Sample] {
    if count < channels { return values + values + values }
    return PlaneOrder.planes(values, channels: count)
  }
}
