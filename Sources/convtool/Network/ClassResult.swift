import ConvNet
import ImageCodecs

/// How the pictures of one class were read.
struct ClassResult: Encodable {
  let `class`: String
  /// The pictures of the class, and those that were read as the class.
  let images: Int
  let predicted: Int
  @JSONNumber var precision: Double
  @JSONNumber var recall: Double
  @JSONNumber var f1: Double

  /// The results of all classes, in their order.
  ///
  /// A precision without a prediction, a recall without a picture, and an F1 without both are
  /// `null`.
  static func all(_ result: Evaluation, _ names: [String]) -> [ClassResult] {
    names.indices.map { label in
      let (images, predicted) = (result.images(of: label), result.predictions(of: label))
      let right = Double(result.confusion[label][label])
      return ClassResult(
        class: names[label], images: images, predicted: predicted,
        precision: predicted > 0 ? right / Double(predicted) : .nan,
        recall: images > 0 ? right / Double(images) : .nan,
        f1: images + predicted > 0 ? 2 * right / Double(images + predicted) : .nan)
    }
  }
}
