import ConvCore
import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs

/// One row of `history.csv`.
struct HistoryRow {
  var epoch: Int
  var loss: Double
  var accuracy: Double
  var validationLoss: Double
  var validationAccuracy: Double
  var seconds: Double

  static let header =
    "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds"

  var text: String {
    String(
      format: "%d,%.6f,%.6f,%.6f,%.6f,%.2f", epoch, loss, accuracy, validationLoss,
      validationAccuracy, seconds)
  }

  init(
    epoch: Int, result: Trainer.EpochResult, validation: Evaluation, seconds: Double
  ) {
    self.epoch = epoch
    loss = result.loss
    accuracy = result.accuracy
    validationLoss = validation.loss
    validationAccuracy = validation.accuracy
    self.seconds = seconds
  }

  /// What the epoch is judged by.
  var scores: EpochChoice.Scores { .init(accuracy: validationAccuracy, loss: validationLoss) }

  init?(text: Substring) {
    let numbers = text.split(separator: ",").compactMap { Double($0) }
    guard numbers.count == 6 else { return nil }
    epoch = Int(numbers[0])
    (loss, accuracy) = (numbers[1], numbers[2])
    (validationLoss, validationAccuracy, seconds) = (numbers[3], numbers[4], numbers[5])
  }
}
