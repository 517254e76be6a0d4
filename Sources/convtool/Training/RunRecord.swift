import ArgumentParser
import ConvCore
import ConvNet
import ImageCodecs

/// The content of `run.json`: how the model was trained, and its accuracy on the test images.
struct RunRecord: Encodable {
  let options: [String: String]
  let seed: UInt64
  let convtool: String
  let instructionSet: String
  let fusedMultiplyAdd: Bool
  let parameters: Int
  let epochsRun: Int
  let bestEpoch: Int
  @JSONNumber var validationAccuracy: Double
  @JSONNumber var testAccuracy: Double
  let testImages: Int
  @JSONNumber var seconds: Double
  let weightsSha256: String
  /// Of one's own pictures: the classes, the pictures of each part, and the results by class.
  let classes: [String]?
  let trainImages: Int?
  let validationImages: Int?
  let majorityShare: JSONNumber<Double>?
  let perClass: [ClassResult]?
  let kernelOrientation = "correlation"
  let layout =
    "conv weight O×I×kH×kW, dense weight outputs×inputs over C×H×W, as PyTorch"

  init(
    _ run: TrainingRun, result: Evaluation, history: [HistoryRow], bestEpoch: Int,
    weightsDigest: String
  ) {
    let best = history.last { $0.epoch <= bestEpoch }
    (options, seed) = (run.settings, run.options.seed)
    convtool = ConvTool.configuration.version
    instructionSet = Engine.preferred.name
    fusedMultiplyAdd = Engine.preferred.fusesMultiplyAdd
    parameters = run.network.parameterCount
    (epochsRun, self.bestEpoch) = (history.count, best?.epoch ?? 0)
    validationAccuracy = best?.validationAccuracy ?? 0
    (testAccuracy, testImages) = (result.accuracy, result.count)
    seconds = history.reduce(0) { $0 + $1.seconds }
    weightsSha256 = weightsDigest
    let isOwn = run.data.digits == nil
    classes = isOwn ? run.network.classNames : nil
    (trainImages, validationImages) = (
      isOwn ? run.data.learning.count : nil, isOwn ? run.data.heldOut.count : nil
    )
    majorityShare = isOwn ? JSONNumber(result.majorityShare) : nil
    perClass = isOwn ? ClassResult.all(result, run.network.classNames) : nil
  }
}
