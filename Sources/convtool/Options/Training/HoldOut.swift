import ArgumentParser
import ConvCore

/// The number of training images held out for choosing the epoch: a number, or a share of all.
struct HoldOut: ExpressibleByArgument {
  enum Amount {
    case images(Int)
    case percent(Double)
    case automatic
  }

  /// The largest number held out by default.
  private static let usual = 5_000

  /// 5,000 images or a tenth of all, whichever is smaller.
  static let automatic = HoldOut(amount: .automatic)

  static let allValueStrings = ["a number from 0", "a share such as 10%"]

  let amount: Amount

  private init(amount: Amount) { self.amount = amount }

  init?(argument: String) {
    if argument.hasSuffix("%") {
      guard let percent = DecimalNumber.double(argument.dropLast()), (0..<100).contains(percent)
      else { return nil }
      amount = .percent(percent)
    } else if let share = DecimalNumber.double(argument), share > 0, share < 1 {
      // A share as other programs take it.
      amount = .percent(100 * share)
    } else {
      guard let images = Int(argument), images >= 0 else { return nil }
      amount = .images(images)
    }
  }

  /// The number of images held out of `total`.
  func count(of total: Int) -> Int {
    switch amount {
    case .images(let count): count
    case .percent(let percent): Int((Double(total) * percent / 100).rounded(.down))
    case .automatic: min(HoldOut.usual, total / 10)
    }
  }
}
