import ConvCore
import FeatureMaps
import ImageCodecs

/// The JSON object of an animation: every frame with its numbers.
struct AnimationRecord: Encodable {
  /// One frame.
  struct Frame: Encodable {
    let kind: String
    let seconds: Double
    /// How far the kernel is turned.
    var degrees: Int?
    /// `values`, `products` or `result`: how much of the computation is shown.
    var stage: String?
    /// Row and column of the output; of the input in a transposed convolution.
    var position: [Int]?
    /// Row, column, height and width of the window in the input, which may begin outside; of the
    /// stamp in the output in a transposed convolution.
    var window: [Int]?
    /// The values under the window: rows, or channels of rows.
    var values: AnimationNumbers?
    /// Whether cells lie outside: rows.
    var outside: [[Bool]]?
    /// The products: rows, or channels of rows.
    var products: AnimationNumbers?
    /// The sum of each channel's or kernel's products.
    var partialSums: [JSONNumber<Double>]?
    /// The sum of all products, and of the bias; none where a rule other than the sum follows.
    var sum: JSONNumber<Double>?
    /// The output as `filter` computes it.
    var output: JSONNumber<Double>?
  }

  /// The kernel before and after the turn.
  struct Kernel: Encodable {
    let written: [[Double]]
    let applied: [[Double]]
    let turned: Bool
  }

  let operation: String
  let rule: String
  let input: [Int]
  let output: [Int]
  @JSONNullable var border: String?
  let stride: [Int]
  let dilation: Int
  @JSONNullable var kernel: Kernel?
  @JSONNullable var bias: Double?
  /// The first row, the first column, height and width of the positions.
  let positions: [Int]
  let picture: [Int]
  let frames: [Frame]

  init(
    _ subject: AnimationSubject, _ crop: SlidingCrop, _ script: SlidingScript,
    _ drawing: SlidingPicture
  ) {
    let (model, geometry) = (subject.model, subject.model.geometry)
    operation = subject.operation
    rule = AnimationRecord.name(of: model.rule)
    input = [geometry.input.height, geometry.input.width, model.input.shape.channels]
    output = [geometry.output.height, geometry.output.width]
    border = model.border.map { "\($0)" }
    stride = [geometry.stride.y, geometry.stride.x]
    dilation = geometry.dilation
    kernel = model.kernel.map {
      Kernel(
        written: AnimationRecord.rows($0.written), applied: AnimationRecord.rows($0.applied),
        turned: $0.isTurned)
    }
    bias = model.bias.map(Double.init)
    positions = [
      crop.rows.lowerBound, crop.columns.lowerBound, crop.rows.count, crop.columns.count,
    ]
    picture = [drawing.height, drawing.width]
    frames = script.shots.map { AnimationRecord.frame($0, model) }
  }

  private static func name(of rule: SlidingRule) -> String {
    switch rule {
    case .sum: "sum"
    case .magnitude: "magnitude"
    case .maximum: "maximum"
    case .pooling(let kind): kind.rawValue
    case .transposed: "transposed"
    }
  }

  private static func rows(_ kernel: ConvCore.Kernel) -> [[Double]] {
    (0..<kernel.size.height).map { y in (0..<kernel.size.width).map { kernel[y, $0] } }
  }

  private static func frame(_ shot: SlidingShot, _ model: SlidingModel) -> Frame {
    let seconds = Double(shot.hundredths) / 100
    switch shot.scene {
    case .kernel(let degrees): return Frame(kind: "kernel", seconds: seconds, degrees: degrees)
    case .finished(let position): return frame("finished", seconds, position, .result, model)
    case .window(let position, let stage):
      return frame("window", seconds, position, stage, model)
    }
  }

  private static func frame(
    _ kind: String, _ seconds: Double, _ position: SlidingPosition, _ stage: SlidingStage,
    _ model: SlidingModel
  ) -> Frame {
    let step = model.step(at: position)
    let (first, extent) = (step.cells[0].place, model.geometry.extent)
    let width = model.geometry.window.width
    let isTransposed = model.rule == .transposed
    var frame = Frame(kind: kind, seconds: seconds)
    frame.stage = stage.rawValue
    frame.position = [position.y, position.x]
    frame.window = [first.y, first.x, extent.height, extent.width]
    frame.values = AnimationNumbers(
      step.values.map { $0.map { $0.map(Double.init) } }, width: isTransposed ? 1 : width)
    frame.outside = AnimationNumbers.rows(step.cells.map(\.isOutside), width: width)
    if !step.products.isEmpty {
      frame.products = AnimationNumbers(step.products, width: width)
      frame.partialSums = step.partialSums.map { JSONNumber($0) }
    }
    if model.rule == .sum {
      frame.sum = step.sum.map { JSONNumber($0 + Double(model.bias ?? 0)) }
    }
    frame.output = step.output.map { JSONNumber(Double($0)) }
    return frame
  }
}
