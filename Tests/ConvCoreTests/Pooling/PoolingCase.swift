import TestSupport
import Testing

/// One case of `torch_pooling.json`.
struct PoolingCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let kind: String
  let height, width, channels: Int
  let input: [Float]
  let poolHeight, poolWidth, strideY, strideX: Int
  let padding: [Int]
  let ceil: Bool
  let outputHeight, outputWidth: Int
  let expected: [Double]

  var testDescription: String { name }

  struct File: Decodable { let cases: [PoolingCase] }

  static let all: [PoolingCase] =
    (try? Fixtures.load("torch_pooling.json", as: File.self).cases) ?? []
}
