import ConvCore
import ImageCodecs
import ImageFilters

/// The page of `convtool help like`: what each program does, made of the conventions themselves.
enum LikeTopic {
  static var text: String {
    let calls = [
      "convtool filter --like opencv --kernel '1 0 -1' photo.png",
      "convtool filter --like scipy --sobel-x photo.png -o response.npy",
      "convtool filter --like opencv --border wrap --laplacian photo.png",
      "convtool filter --like pillow --sharpen photo.png --explain",
    ]
    let rows = ToolConvention.all.map { ($0.name, LikeTopic.row($0)) }
    return calls.map { "  \($0)" }.joined(separator: "\n") + "\n\n"
      + HelpText.wrapped(
        "The picture of 8 or 16 bits is that of the program, level by level; raw responses, "
          + "-o response.npy, are its floats. What is said beside --like wins: --border, --correlate, "
          + "--anchor, --normalize, --stride, --dilate, --scale and --bias (before rounding). --view "
          + "and --depth replace its levels by ours. --then, --linear and --method are refused."
          + "\n\nA kernel of --kernel is meant as the program takes it. Named filters without a "
          + "counterpart there are our kernels, with their sign. A filter that the program computes "
          + "by another algorithm is refused with the reason. Alpha is a channel like any other, and "
          + "--gray is our own luma, not rounded.")
      + "\n\n" + HelpTopic.table(rows)
  }

  private static func row(_ convention: ToolConvention) -> String {
    var parts = ["\(convention.call)."]
    parts.append(
      "Flip: \(flip(convention)); anchor: \(anchor(convention)); border: \(border(convention)).")
    if convention.dividesBySum { parts.append("The kernel is divided by its sum.") }
    if let text = convention.unitText { parts.append("Unit: \(text).") }
    if let text = convention.sumsText { parts.append("Sums: \(text).") }
    parts.append("Levels: \(convention.levelsText).")
    let named = convention.named.sorted { $0.key < $1.key }
    let own = named.compactMap { name, answer -> String? in
      guard case .passes(let text, _) = answer else { return nil }
      return "--\(name) is \(text)"
    }
    if !own.isEmpty { parts.append(own.joined(separator: "; ") + ".") }
    let refused = named.compactMap { name, answer -> String? in
      guard case .refused = answer else { return nil }
      return "--\(name)"
    }
    if !refused.isEmpty { parts.append("Refused: \(refused.listed("and")).") }
    return (parts + convention.remarks).joined(separator: " ")
  }

  private static func flip(_ convention: ToolConvention) -> String {
    switch convention.flip {
    case .convolution: "by 180 degrees"
    case .correlation: "none"
    case .upsideDown: "rows only"
    }
  }

  private static func anchor(_ convention: ToolConvention) -> String {
    convention.anchor == .upperMiddle ? "side/2" : "(side-1)/2"
  }

  private static func border(_ convention: ToolConvention) -> String {
    switch convention.edge {
    case .border(let border): border.description
    case .valid: "valid"
    case .copied: "none, pixels near it are copied"
    }
  }
}
