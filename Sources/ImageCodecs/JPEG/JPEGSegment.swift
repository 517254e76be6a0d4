import CJPEG
import ConvCore

/// The formats of the marker segments that carry metadata.
enum JPEGSegment {
  static let exifPrefix = Array("Exif\0\0".utf8)
  static let xmpPrefix = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
  static let profilePrefix = Array("ICC_PROFILE\0".utf8)
  /// The number of bytes that one segment holds.
  static let capacity = 65_533
  /// A segment of a profile spends 14 bytes on the prefix, the number and the count.
  static let profileChunk = capacity - 14

  /// Joins the pieces of an ICC profile by their numbers; `nil` when a piece is missing.
  static func joinedProfile(_ segments: [[UInt8]]) -> [UInt8]? {
    let header = profilePrefix.count + 2
    let pieces = segments.filter { $0.starts(with: profilePrefix) && $0.count > header }
    guard let count = pieces.first?[header - 1], count > 0 else { return nil }
    var profile: [UInt8] = []
    for number in 1...count {
      guard let piece = pieces.first(where: { $0[header - 2] == number }) else { return nil }
      profile += piece.dropFirst(header)
    }
    return profile
  }

  /// Splits an ICC profile into segments; returns none when more than 255 would be needed.
  static func profileSegments(_ profile: [UInt8]) -> [[UInt8]] {
    let count = (profile.count + profileChunk - 1) / profileChunk
    guard count <= 255 else { return [] }
    return (0..<count).map { index in
      let piece = profile[index * profileChunk..<min(profile.count, (index + 1) * profileChunk)]
      return profilePrefix + [UInt8(index + 1), UInt8(count)] + piece
    }
  }
}
