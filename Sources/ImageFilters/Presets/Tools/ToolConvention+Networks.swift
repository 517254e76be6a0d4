import ConvCore

extension ToolConvention {
  /// PyTorch's `conv2d`.
  static let torch = network(
    "torch", title: "PyTorch", call: "torch.nn.functional.conv2d(picture, kernel)",
    same: "padding='same'")

  /// Keras' `Conv2D`.
  static let keras = network(
    "keras", title: "Keras", call: "keras.ops.conv(picture, kernel), as in Conv2D",
    same: "padding='same'")

  /// The layers of networks correlate floats, in no order that is promised.
  private static func network(
    _ name: String, title: String, call: String, same: String
  ) -> ToolConvention {
    var tool = ToolConvention(name, title: title, call: call)
    tool.edge = .valid
    tool.levelsText = "our own, clipped: \(title) has floats only"
    tool.remarks = [
      "\(title)'s sums have no fixed order: raw responses agree to a few parts in 10⁷. "
        + "--border zero is its \(same)."
    ]
    return tool
  }
}
