import ConvCore
import ConvNet
import Digits
import Foundation
import PictureSets

/// What a run learns from, what chooses its epoch, and what it is tested with.
struct TrainingData {
  let learning: any LabelledImages
  let heldOut: any LabelledImages
  let test: any LabelledImages
  /// The test pictures, for drawings and lists.
  let shown: ShownPictures
  /// The test digits, where the network reads digits.
  let digits: DigitSet?
  /// A picture for the maps, as the network reads it, with its name.
  let example: Image
  let exampleName: String
  /// The beginning of the confusion matrix's title.
  let testTitle: String
  /// The list of all pictures with their parts; `nil` for digits of MNIST's form.
  let parts: String?
  /// The first picture that could not be read again, with the reason.
  let failure: () -> String?
  /// A digest of the pictures, their labels and their parts.
  let fingerprint: () -> String

  /// Divides digits of MNIST's form.
  ///
  /// - Parameters:
  ///   - train: The digits to learn from, and behind them those that choose the epoch.
  ///   - heldOut: The number of the last training digits that choose the epoch.
  ///   - test: The digits of the test.
  ///   - augmentation: How digits are changed while the network learns; `nil` changes none.
  ///   - divisor: What the network divides samples by.
  init(
    _ train: DigitSet, heldOut: Int, test: DigitSet, augmentation: Augmentation?, divisor: Float
  ) {
    learning = DigitImages(
      train, range: 0..<train.count - heldOut, augmentation: augmentation, divisor: divisor)
    self.heldOut = DigitImages(
      train, range: train.count - heldOut..<train.count, divisor: divisor)
    self.test = DigitImages(test, divisor: divisor)
    shown = ShownPictures(test)
    digits = test
    example = shown.image(0)
    (exampleName, testTitle) = ("test digit 0", "Digits of the test set")
    (parts, failure) = (nil, { nil })
    fingerprint = {
      SHA256.hexDigest(of: train.images + train.labels + test.images + test.labels)
    }
  }

  /// One's own pictures.
  init(_ set: PictureSet, _ split: PictureSplit, augmentation: PictureAugmentation?) {
    learning = PictureImages(set, split.train, augmentation: augmentation)
    heldOut = PictureImages(set, split.validation)
    let test = PictureImages(set, split.test)
    self.test = test
    shown = ShownPictures(test)
    digits = nil
    let first = split.test.first ?? split.train[0]
    example = set.image(first)
    exampleName = set.name(first)
    testTitle = "Test pictures"
    parts = RunParts.text(set, split)
    failure = { set.streamingFailure }
    fingerprint = { set.fingerprint(split) }
  }

  /// The lines about the test.
  func resultLines(_ result: Evaluation, model: String) -> [String] {
    guard digits == nil else {
      return [
        String(
          format: "test  %.2f %% of %d images  (%@)", 100 * result.accuracy, result.count, model)
      ]
    }
    guard result.count > 0 else { return ["test  no pictures  (\(model))"] }
    return [
      String(
        format: "test  %.2f %% of %d pictures; always the most frequent class: %.2f %%  (%@)",
        100 * result.accuracy, result.count, 100 * result.majorityShare, model)
    ]
  }
}
