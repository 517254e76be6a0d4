import ConvCore
import Foundation
import ImageCodecs

/// A decoded picture.
struct Picture {
  let info: ImageInfo
  let samples: [Double]

  init(_ data: Data) throws {
    let reader = try openImage(ByteSource(bytes: [UInt8](data)))
    info = reader.info
    switch try reader.readRows(info.shape.height) {
    case .uint8(let values): samples = values.map(Double.init)
    case .uint16(let values): samples = values.map(Double.init)
    case .float32(let values): samples = values.map(Double.init)
    }
  }

  /// The values of one channel.
  func channel(_ index: Int) -> [Double] {
    stride(from: index, to: samples.count, by: info.shape.channels).map { samples[$0] }
  }
}
