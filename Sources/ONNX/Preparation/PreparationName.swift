/// The ways of preparing a picture that have a name.
package enum PreparationName: String, Sendable, CaseIterable {
  /// /255, then ImageNet's mean and deviation: PyTorch's models.
  case imagenet
  /// Blue first, minus ImageNet's mean of 0…255: Caffe's models.
  case caffe
  /// −1…1: TensorFlow's models.
  case tf
  /// 0…1.
  case unit
  /// 0…255.
  case raw
  /// 0…1, or as a model of this program says, the whole picture at its own size.
  case picture
  /// A digit as MNIST's were: found, fitted into 20×20 pixels and centered in 28×28.
  case digit
  /// All of them, one after another.
  case guess

  /// The preparations that `guess` tries on every model.
  package static let guesses: [PreparationName] = [.imagenet, .caffe, .tf, .unit, .raw]
}
