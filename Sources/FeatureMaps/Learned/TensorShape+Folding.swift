import ConvNet

extension TensorShape {
  /// One map of so many values: the most nearly square shape that divides the count.
  init(folding count: Int) {
    let root = Int(Double(count).squareRoot())
    let height = (1...max(root, 1)).last { count % $0 == 0 } ?? 1
    self.init(channels: 1, height: height, width: count / height)
  }
}
