import ConvCore
import ImageCodecs
import Foundation

/// What `animate --json` prints.
struct AnimationFrames: Decodable {
  struct Frame: Decodable {
    let kind: String
    let seconds: Double
    let degrees: Int?
    let stage: String?
    let position: [Int]?
    let window: [Int]?
    let values: Planes?
    let outside: [[Bool]]?
    let products: Planes?
    let partialSums: [Double]?
    let sum: Double?
    let output: Double?

    enum CodingKeys: String, CodingKey {
      case kind, seconds, degrees, stage, position, window, values, outside, products, sum, output
      case partialSums = "partial_sums"
    }
  }

  /// Rows of one plane, or planes of rows.
  struct Planes: Decodable {
    let planes: [[[Double?]]]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let rows = try? container.decode([[Double?]].self) {
        planes = [rows]
      } else {
        planes = try container.decode([[[Double?]]].self)
      }
    }
  }

  struct Kernel: Decodable {
    let written: [[Double]]
    let applied: [[Double]]
    let turned: Bool
  }

  let rule: String
  let input: [Int]
  let output: [Int]
  let border: String?
  let stride: [Int]
  let dilation: Int
  let kernel: Kernel?
  let bias: Double?
  let positions: [Int]
  let picture: [Int]
  let frames: [Frame]

  init(_ data: Data) throws {
    self = try JSONDecoder().decode(AnimationFrames.self, from: data)
  }

  /// The frames that show a computation, the finished picture among them.
  var computations: [Frame] { frames.filter { $0.position != nil } }
}
