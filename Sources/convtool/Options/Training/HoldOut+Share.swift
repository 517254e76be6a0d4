import PictureSets

extension HoldOut {
  /// The number or the share, for a split by content.
  var share: HeldShare {
    switch amount {
    case .images(let count): .count(count)
    case .percent(let percent): .share(percent / 100)
    case .automatic: .share(0.1)
    }
  }

  /// As it is written in a call.
  var text: String {
    switch amount {
    case .images(let count): "\(count)"
    case .percent(let percent): percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
    case .automatic: "10%"
    }
  }
}
