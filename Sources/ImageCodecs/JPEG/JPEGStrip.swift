import ConvCore

/// A strip of a picture as a JPEG of its own, taken apart: the tables and the entropy-coded data.
///
/// Huffman codes begin anew behind a restart marker. So the data of strips, with such markers
/// between them, are the data of one picture, as far as each strip but the last has as many
/// blocks as the restart interval says (ITU-T T.81, B.2.4.4 and E.1.4).
struct JPEGStrip {
  /// The quantization tables, the frame header and the Huffman tables.
  private(set) var tables: [UInt8] = []
  /// The header of the scan.
  private(set) var scanHeader: [UInt8] = []
  /// The entropy-coded data.
  private(set) var data: [UInt8] = []

  /// Takes apart a file with one scan, as libjpeg writes it.
  init(_ file: [UInt8]) {
    var place = 2
    while place + 3 < file.count {
      let marker = file[place + 1]
      let end = place + 2 + (Int(file[place + 2]) << 8 | Int(file[place + 3]))
      let segment = file[place..<min(end, file.count)]
      place = end
      if marker == Marker.startOfScan {
        scanHeader = Array(segment)
        break
      }
      // JFIF's header of the strip: the picture has its own.
      if marker != Marker.jfif { tables += segment }
    }
    data = Array(file[min(place, file.count)..<max(place, file.count - 2)])
  }

  /// Returns what stands between the metadata of a picture and its first strip's data.
  ///
  /// - Parameters:
  ///   - height: The rows of the picture, which take the place of the strip's.
  ///   - interval: The blocks between two restart markers.
  /// - Returns: The tables, the frame header, the restart interval and the header of the scan.
  func header(height: Int, interval: Int) -> [UInt8] {
    var result = tables
    var place = 0
    while place + 6 < result.count {
      if result[place + 1] == Marker.frame {
        result[place + 5] = UInt8(height >> 8)
        result[place + 6] = UInt8(height & 0xFF)
      }
      place += 2 + (Int(result[place + 2]) << 8 | Int(result[place + 3]))
    }
    let restarts: [UInt8] = [
      0xFF, Marker.restartInterval, 0, 4, UInt8(interval >> 8), UInt8(interval & 0xFF),
    ]
    return result + restarts + scanHeader
  }

  /// Returns the marker in front of a strip; the first one has none.
  static func marker(before strip: Int) -> [UInt8] {
    strip == 0 ? [] : [0xFF, Marker.firstRestart + UInt8((strip - 1) % 8)]
  }

  /// The end of a file.
  static let end: [UInt8] = [0xFF, Marker.endOfImage]

  private enum Marker {
    static let frame: UInt8 = 0xC0
    static let firstRestart: UInt8 = 0xD0
    static let endOfImage: UInt8 = 0xD9
    static let startOfScan: UInt8 = 0xDA
    static let restartInterval: UInt8 = 0xDD
    static let jfif: UInt8 = 0xE0
  }
}
