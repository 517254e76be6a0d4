import ImageCodecs

/// The light encoding that a file declares: the transfer curve and the luminances of the primaries.
///
/// If a PNG has several declarations, the first of cICP, iCCP, sRGB, and gAMA with cHRM applies
/// (PNG 3rd edition, 4.3). A file without declaration is sRGB.
struct PictureLight: Hashable, Sendable {
  var curve = TransferCurve.sRGB
  /// The luminances of full red, green and blue, with sum 1.
  var luminance: [Float] = [0.2126, 0.7152, 0.0722]

  /// Reads the declaration in the metadata of a file.
  ///
  /// - Parameters:
  ///   - metadata: The color chunks and the profile of the file.
  ///   - needsLuminance: Whether colors are mixed to luminance.
  /// - Throws: ``CodecError`` when the declaration does not define the light.
  init(_ metadata: Metadata, needsLuminance: Bool) throws(CodecError) {
    func chunk(_ name: String) -> [UInt8]? {
      metadata.colorChunks.first { $0.name == name }?.bytes
    }
    if let codes = chunk("cICP") {
      try self.init(codes: codes, needsLuminance: needsLuminance)
    } else if let profile = metadata.iccProfile {
      try self.init(profile: profile, needsLuminance: needsLuminance)
    } else if chunk("sRGB") == nil {
      try self.init(gamma: chunk("gAMA"), primaries: chunk("cHRM"), needsLuminance: needsLuminance)
    } else {
      self.init()
    }
  }

  /// The light of sRGB.
  private init() {}

  private static func refusal(_ why: String) -> CodecError { .undefinedLight(why) }

  // MARK: gAMA and cHRM

  private init(
    gamma: [UInt8]?, primaries: [UInt8]?, needsLuminance: Bool
  ) throws(CodecError) {
    if let gamma {
      let value = Double(PictureLight.number(gamma, 0)) / 100_000
      guard value > 0 else { throw PictureLight.refusal("its gAMA is 0") }
      curve = .power(Float(1 / value))
    }
    guard needsLuminance, let primaries else { return }
    let place = (0..<8).map { Double(PictureLight.number(primaries, 4 * $0)) / 100_000 }
    guard let weights = PictureLight.weights(place) else {
      throw PictureLight.refusal("its cHRM names no colors")
    }
    luminance = weights
  }

  private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The luminances with which the primaries add up to white.
  ///
  /// The argument holds x and y of white, red, green and blue. Each primary has X = Y·x/y and
  /// Z = Y·(1−x−y)/y. The sums of X, Y and Z are those of white with Y = 1; the system is solved by
  /// Cramer's rule.
  static func weights(_ place: [Double]) -> [Float]? {
    let points = stride(from: 0, to: 8, by: 2).map { (x: place[$0], y: place[$0 + 1]) }
    guard points.allSatisfy({ $0.y > 0 }) else { return nil }
    let columns = points.map { [$0.x / $0.y, 1, (1 - $0.x - $0.y) / $0.y] }
    func determinant(_ a: [Double], _ b: [Double], _ c: [Double]) -> Double {
      a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1])
        + c[0] * (a[1] * b[2] - a[2] * b[1])
    }
    let (white, red, green, blue) = (columns[0], columns[1], columns[2], columns[3])
    let all = determinant(red, green, blue)
    guard abs(all) > 1e-9 else { return nil }
    let weights = [
      determinant(white, green, blue), determinant(red, white, blue),
      determinant(red, green, white),
    ].map { Float($0 / all) }
    return weights.allSatisfy { $0 >= 0 } ? weights : nil
  }

  // MARK: cICP

  /// Reads primaries, transfer, matrix and range by their numbers in ITU-T H.273.
  private init(codes: [UInt8], needsLuminance: Bool) throws(CodecError) {
    switch codes[1] {
    case 13, 2: curve = .sRGB
    case 1, 6, 14, 15: curve = .camera
    case 4: curve = .power(2.2)
    case 5: curve = .power(2.8)
    case 8: curve = .power(1)
    default: throw PictureLight.refusal("its cICP names the transfer \(codes[1])")
    }
    switch codes[0] {
    case 1, 2: break
    case 9: luminance = [0.2627, 0.678, 0.0593]
    case 12: luminance = [0.22897, 0.69174, 0.07929]
    default:
      if needsLuminance { throw PictureLight.refusal("its cICP names the primaries \(codes[0])") }
    }
  }

  // MARK: iCCP

  private init(profile: [UInt8], needsLuminance: Bool) throws(CodecError) {
    guard let profile = ColorProfile(profile) else {
      throw PictureLight.refusal("its ICC profile has no curves that can be read")
    }
    guard let curve = profile.curve else {
      throw PictureLight.refusal("its ICC profile has not one curve for all channels")
    }
    self.curve = curve
    guard needsLuminance else { return }
    guard let weights = profile.luminance else {
      throw PictureLight.refusal("its ICC profile does not say how bright its colors are")
    }
    luminance = weights
  }
}
