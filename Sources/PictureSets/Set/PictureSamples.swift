/// The samples C×H×W of one picture.
package enum PictureSamples: Sendable {
  /// Samples of 0…255 as a part of an array.
  case bytes(ArraySlice<UInt8>)
  /// Other numbers as a part of an array.
  case floats(ArraySlice<Float>)

  /// The samples as floats.
  var floats: [Float] {
    switch self {
    case .bytes(let bytes): bytes.map { Float($0) }
    case .floats(let floats): Array(floats)
    }
  }

  var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .floats(let floats): floats.count
    }
  }
}
