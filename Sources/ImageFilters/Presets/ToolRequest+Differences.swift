import ConvCore

extension ToolRequest {
  /// Says what differs from our own defaults.
  ///
  /// - Parameter pass: The first pass.
  /// - Returns: A line for each difference; empty when there is none.
  func differences(of pass: ToolPass) -> [String] {
    var lines = [flipLine, anchorLine(pass.anchor), borderLine(pass.border)].compactMap { $0 }
    if case .passes(let text, _) = convention.named[name], name != "kernel" {
      lines.append("filter: \(text)")
    }
    if convention.dividesBySum, name == "kernel" {
      lines.append(
        filter.kernels[0].sum == 0
          ? "scale: none, as the kernel sums to 0; others are divided by their sum"
          : "scale: the kernel is divided by its sum; ours is as written")
    }
    if let text = convention.unitText { lines.append("unit: \(text)") }
    if let text = convention.sumsText {
      lines.append("sums: \(text); ours are float32 by the fastest method")
    }
    return lines
  }

  private var flipLine: String? {
    if explicit.correlates { return "flip: none, by --correlate" }
    guard name == "kernel" else {
      return convention.flip == .convolution
        ? nil : "flip: none, but the kernel is turned so that its sign is that of ours"
    }
    switch convention.flip {
    case .convolution: return nil
    case .correlation:
      return "flip: none, as with --correlate; ours turns the kernel by 180 degrees"
    case .upsideDown:
      return "flip: rows in reverse order only; ours turns the kernel by 180 degrees"
    }
  }

  private func anchorLine(_ own: ToolConvention.Anchor?) -> String? {
    if let anchor = explicit.options.anchor {
      return "anchor: \(anchor.y),\(anchor.x), by --anchor"
    }
    guard (own ?? convention.anchor) == .upperMiddle else { return nil }
    return "anchor: side/2, ours (side-1)/2, rounded down: another cell where a side is even"
  }

  private func borderLine(_ own: Border?) -> String? {
    if let border = explicit.border {
      let text = border.outputSize == .valid ? "valid" : border.border.description
      return "border: \(text), by --border"
    }
    switch convention.edge {
    case .border(let border):
      let border = own ?? border
      return border == .replicate ? nil : "border: \(border); ours is replicate"
    case .valid: return "border: valid, the output shrinks; ours is replicate"
    case .copied:
      return "border: none, pixels whose window leaves the picture are copied; ours is replicate"
    }
  }
}
