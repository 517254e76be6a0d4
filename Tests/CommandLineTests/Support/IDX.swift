import Foundation
import TestSupport

/// Digits as IDX files, sound or with a mistake.
enum IDX {
  static func file(magic: Int, _ dimensions: [Int], _ bytes: [UInt8]) -> Data {
    Data(([magic] + dimensions).flatMap { PNGBuilder.bigEndian(UInt32($0)) } + bytes)
  }

  static func images(_ count: Int, side: Int = 28) -> Data {
    let samples = (0..<count * side * side).map { UInt8($0 % 251) }
    return file(magic: 2051, [count, side, side], samples)
  }

  static func labels(_ labels: [UInt8]) -> Data { file(magic: 2049, [labels.count], labels) }
}
