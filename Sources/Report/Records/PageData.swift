import ConvCore
import ConvNet
import Foundation
import ImageFilters

/// What the page's script reads: the network, its input, the catalogue, the digits.
struct PageData: Encodable {
  /// The input of the network.
  struct Input: Encodable {
    let name: String
    /// C×H×W.
    let shape: [Int]
    let divisor: Float
    /// The samples before the division, as ``floats(_:)``.
    let pixels: String
  }

  /// The picture of the laboratory.
  struct Picture: Encodable {
    let name: String
    let height: Int
    let width: Int
    /// The gray levels, a byte each, as base64.
    let samples: String
    /// The number of the file's pixels along each side that became one.
    let reduction: Int
    /// Whether the file's gray levels were rounded to whole numbers.
    let isRounded: Bool
  }

  let isAlive: Bool
  let classes: [String]
  let input: Input
  var layers: [LayerRecord]
  /// The values of all parameters, as ``floats(_:)``; empty when the page has pictures only.
  let weights: String
  /// The color maps: 256 entries of three bytes, as base64.
  let colors: [String: String]
  let kernels: [KernelRecord]
  let picture: Picture
  var digits: DigitReview?
  var pieceSource: String?

  /// The values as base64 of float32, the lowest byte first.
  static func floats(_ values: some Sequence<Float>) -> String {
    var bytes: [UInt8] = []
    for value in values {
      let bits = value.bitPattern
      for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    return Data(bytes).base64EncodedString()
  }

  /// The colors of the maps that the program draws with.
  static var colorTables: [String: String] {
    Dictionary(
      uniqueKeysWithValues: ColorMap.allCases.map { map in
        let bytes = (0..<256).flatMap { index -> [UInt8] in
          let share = Float(index) / 255
          let color = map.color(of: map.isDiverging ? 2 * share - 1 : share)
          return [color.x, color.y, color.z].map { UInt8($0.rounded()) }
        }
        return (map.rawValue, Data(bytes).base64EncodedString())
      })
  }

  /// The data as JSON that can stand inside of a script element.
  func text() throws(ReportError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
        .replacing("<", with: "\\u003c")
    } catch { throw ReportError("the numbers of the model are not all finite") }
  }
}

extension PageData.Picture {
  /// The longest side of the laboratory's picture.
  private static let longestSide = 112

  /// Shrinks a picture for the page: each pixel is the mean of a square of the file's pixels.
  ///
  /// - Parameters:
  ///   - picture: A gray picture, 0…255.
  ///   - name: The name of the picture's file.
  /// - Throws: `ShapeError` when the picture cannot be shrunk.
  init(_ picture: Image, name: String) throws {
    let longest = max(picture.shape.height, picture.shape.width)
    let factor = max(1, (longest + Self.longestSide - 1) / Self.longestSide)
    var small = picture
    if factor > 1 {
      let pooling = Pooling(.average, size: Size2D(factor), ceilMode: true)
      small = try pooling(picture)
    }
    let bytes = small.samples.map { UInt8(min(max($0.rounded(), 0), 255)) }
    self.init(
      name: name, height: small.shape.height, width: small.shape.width,
      samples: Data(bytes).base64EncodedString(), reduction: factor,
      isRounded: zip(bytes, small.samples).contains { Float($0) != $1 })
  }
}
