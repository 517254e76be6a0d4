import ConvCore
import ImageCodecs

extension CheckBattery {
  func pngRoundTrip() throws -> (String, Bool) {
    for type in [SampleType.uint8, .uint16] {
      for channels in 1...4 {
        let samples = CheckBattery.integers(
          type, CheckBattery.noise(height: 37, width: 29, channels: channels))
        let info = ImageInfo(
          format: .png, shape: ImageShape(height: 37, width: 29, channels: channels),
          sampleType: type, hasAlpha: channels % 2 == 0)
        guard try subject.roundTrip(info, samples) == samples else {
          return ("\(channels) channels of \(type) come back changed", false)
        }
      }
    }
    return ("1 to 4 channels of 8 and 16 bits come back unchanged", true)
  }

  func jpegRoundTrip() throws -> (String, Bool) {
    let shape = ImageShape(height: 64, width: 48, channels: 3)
    let ramp = (0..<shape.count).map { index -> UInt8 in
      let (y, x) = (index / shape.rowLength, index % shape.rowLength / 3)
      return UInt8(4 * x + y)
    }
    let info = ImageInfo(format: .jpeg, shape: shape, sampleType: .uint8, hasAlpha: false)
    guard case .uint8(let back) = try subject.roundTrip(info, .uint8(ramp)) else {
      return ("", false)
    }
    let worst = zip(ramp, back).map { abs(Int($0) - Int($1)) }.max() ?? 255
    return ("quality 100: a ramp comes back within \(worst) levels", worst <= 4)
  }

  func npyRoundTrip() throws -> (String, Bool) {
    let image = CheckBattery.noise(height: 13, width: 17, channels: 5)
    let info = ImageInfo(format: .npy, shape: image.shape, sampleType: .float32, hasAlpha: false)
    let same = try subject.roundTrip(info, .float32(image.samples)) == .float32(image.samples)
    return ("float32 \(same ? "comes back unchanged" : "comes back changed")", same)
  }

  /// Every other format that is written, in color where it holds color.
  func otherRoundTrips() throws -> (String, Bool) {
    let asked: Set<ImageFormat> = [.png, .jpeg, .npy]
    var names: [String] = []
    for format in ImageFormat.writable where !asked.contains(format) {
      guard try comesBack(format) else {
        return ("\(format.traits.name) comes back changed", false)
      }
      names.append(format.traits.name)
    }
    return ("\(names.listed("and")) come back unchanged", true)
  }

  private func comesBack(_ format: ImageFormat) throws -> Bool {
    for channels in [3, 1] {
      let image = CheckBattery.noise(height: 19, width: 23, channels: channels)
      let type: SampleType = format.traits.isArray ? .float32 : .uint8
      let samples =
        type == .float32 ? .float32(image.samples) : CheckBattery.integers(type, image)
      let info = ImageInfo(format: format, shape: image.shape, sampleType: type, hasAlpha: false)
      do { return try subject.roundTrip(info, samples) == samples } catch let error as CodecError {
        // The format holds gray only.
        guard error.code == .unsupported else { throw error }
      }
    }
    return false
  }

  private static func integers(_ type: SampleType, _ image: Image) -> SampleBuffer {
    type == .uint8
      ? .uint8(image.samples.map { UInt8($0) })
      : .uint16(image.samples.map { UInt16($0 * 257) })
  }
}
