public import ConvCore

/// The type of one sample.
public enum SampleType: String, Hashable, Sendable {
  case uint8, uint16, float32

  /// Bytes of one sample.
  public var byteCount: Int {
    switch self {
    case .uint8: 1
    case .uint16: 2
    case .float32: 4
    }
  }

  /// The value of full brightness; `nil` for floats, which have no such value.
  public var maximum: Float? {
    switch self {
    case .uint8: 255
    case .uint16: 65535
    case .float32: nil
    }
  }
}

/// The file formats.
public enum ImageFormat: String, Hashable, Sendable, CaseIterable {
  case jpeg = "jpg"
  case png
  case npy

  /// The format that a file name's extension names.
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "jpg", "jpeg": self = .jpeg
    case "png": self = .png
    case "npy": self = .npy
    default: return nil
    }
  }
}

/// What a file's header says of its image, after expansion to whole samples.
public struct ImageInfo: Hashable, Sendable {
  /// Where the image comes from.
  public var format: ImageFormat
  /// Height, width, and channels with alpha.
  public var shape: ImageShape
  /// The type of one sample.
  public var sampleType: SampleType
  /// Whether the last channel is alpha (not premultiplied).
  public var hasAlpha: Bool
  /// What else travels along.
  public var metadata: Metadata
  /// Why the reader holds the whole image instead of a few rows, or `nil` when it does not.
  public var wholeImageReason: String?
  /// Bytes the decoder holds on top of the rows: the coefficients of a progressive JPEG.
  public var decoderMemory = 0

  /// Creates an info.
  public init(
    format: ImageFormat, shape: ImageShape, sampleType: SampleType, hasAlpha: Bool,
    metadata: Metadata = Metadata(), wholeImageReason: String? = nil
  ) {
    self.format = format
    self.shape = shape
    self.sampleType = sampleType
    self.hasAlpha = hasAlpha
    self.metadata = metadata
    self.wholeImageReason = wholeImageReason
  }

  /// Channels without alpha.
  public var colorChannels: Int { shape.channels - (hasAlpha ? 1 : 0) }
}

/// What a file says besides its pixels.
public struct Metadata: Hashable, Sendable {
  /// An ICC profile, whole.
  public var iccProfile: [UInt8]?
  /// An EXIF block from its TIFF header on, without the JPEG marker's prefix.
  public var exif: [UInt8]?
  /// Pixels per length.
  public var density: Density?

  /// Pixels per length, or only their ratio.
  public struct Density: Hashable, Sendable {
    /// What the numbers count.
    public enum Unit: Int, Hashable, Sendable {
      case ratio = 0
      case perInch = 1
      case perCentimetre = 2
      case perMetre = 3

      /// The length that is counted in; `nil` for ratios.
      var metres: Double? {
        switch self {
        case .ratio: nil
        case .perInch: 0.0254
        case .perCentimetre: 0.01
        case .perMetre: 1
        }
      }
    }
    /// What the numbers count.
    public var unit: Unit
    /// Across.
    public var x: Int
    /// Down.
    public var y: Int

    /// Creates a density.
    public init(unit: Unit, x: Int, y: Int) {
      self.unit = unit
      self.x = x
      self.y = y
    }

    /// The same density in another unit, rounded to whole pixels; ratios stay what they are.
    func converted(to other: Unit) -> Density {
      guard let from = unit.metres, let to = other.metres else { return self }
      func convert(_ value: Int) -> Int { Int((Double(value) / from * to).rounded()) }
      return Density(unit: other, x: convert(x), y: convert(y))
    }
  }

  /// Creates metadata.
  public init(iccProfile: [UInt8]? = nil, exif: [UInt8]? = nil, density: Density? = nil) {
    self.iccProfile = iccProfile
    self.exif = exif
    self.density = density
  }
}

/// Some rows of samples in the type of their file.
public enum SampleBuffer: Hashable, Sendable {
  case uint8([UInt8])
  case uint16([UInt16])
  case float32([Float])

  /// Zeros.
  public init(type: SampleType, count: Int) {
    switch type {
    case .uint8: self = .uint8([UInt8](repeating: 0, count: count))
    case .uint16: self = .uint16([UInt16](repeating: 0, count: count))
    case .float32: self = .float32([Float](repeating: 0, count: count))
    }
  }

  /// Number of samples.
  public var count: Int {
    switch self {
    case .uint8(let samples): samples.count
    case .uint16(let samples): samples.count
    case .float32(let samples): samples.count
    }
  }

  /// The type of one sample.
  public var type: SampleType {
    switch self {
    case .uint8: .uint8
    case .uint16: .uint16
    case .float32: .float32
    }
  }

  /// The samples of another buffer of the same type behind these.
  ///
  /// - Precondition: Both hold the same type.
  public mutating func append(_ other: SampleBuffer) {
    switch (self, other) {
    case (.uint8(var samples), .uint8(let more)):
      self = .uint8([])
      samples += more
      self = .uint8(samples)
    case (.uint16(var samples), .uint16(let more)):
      self = .uint16([])
      samples += more
      self = .uint16(samples)
    case (.float32(var samples), .float32(let more)):
      self = .float32([])
      samples += more
      self = .float32(samples)
    default: preconditionFailure("\(other.type) samples behind \(type)")
    }
  }

  /// A copy of some of the samples.
  public func slice(_ range: Range<Int>) -> SampleBuffer {
    switch self {
    case .uint8(let samples): .uint8(Array(samples[range]))
    case .uint16(let samples): .uint16(Array(samples[range]))
    case .float32(let samples): .float32(Array(samples[range]))
    }
  }

  /// Calls `body` with the bytes in memory, in native order.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch self {
    case .uint8(let samples): samples.withUnsafeBytes(body)
    case .uint16(let samples): samples.withUnsafeBytes(body)
    case .float32(let samples): samples.withUnsafeBytes(body)
    }
  }

  /// Zeros that `body` fills as bytes, in native order.
  static func filled(
    type: SampleType, count: Int,
    _ body: (UnsafeMutableRawBufferPointer) throws(CodecError) -> Void
  ) throws(CodecError) -> SampleBuffer {
    switch type {
    case .uint8: .uint8(try filled(UInt8(0), count, body))
    case .uint16: .uint16(try filled(UInt16(0), count, body))
    case .float32: .float32(try filled(Float(0), count, body))
    }
  }

  private static func filled<Sample>(
    _ zero: Sample, _ count: Int,
    _ body: (UnsafeMutableRawBufferPointer) throws(CodecError) -> Void
  ) throws(CodecError) -> [Sample] {
    var samples = [Sample](repeating: zero, count: count)
    // The closure of an array does not pass typed errors on.
    let result: Result<Void, CodecError> = samples.withUnsafeMutableBytes { bytes in
      do throws(CodecError) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    try result.get()
    return samples
  }
}
