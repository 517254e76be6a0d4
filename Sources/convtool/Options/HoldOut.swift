import ConvCore

/// The number of training images held out for choosing the epoch: a number, or a share of all.
struct HoldOut {
  private enum Amount {
    case images(Int)
    case percent(Double)
    case automatic
  }

  /// The largest number held out by default.
  private static let usual = 5_000

  private let amount: Amount

  /// Parses `500` or `10%`.
  ///
  /// A `nil` text means 5,000 images or a tenth of all, whichever is smaller.
  ///
  /// - Returns: `nil` for any other text.
  init?(_ text: String?) {
    guard let text else {
      amount = .automatic
      return
    }
    if text.hasSuffix("%") {
      guard let percent = DecimalNumber.double(text.dropLast()), (0..<100).contains(percent)
      else { return nil }
      amount = .percent(percent)
    } else {
      guard let images = Int(text), images >= 0 else { return nil }
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
