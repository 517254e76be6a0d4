import ConvCore

/// Kernels in the forms of other programs.
enum KernelForm {
  /// The kernel as `--kernel` takes it: `0 1 0; 1 -4 1; 0 1 0`; `nil` when it is none.
  ///
  /// Known are ImageMagick's `3x3: 0,1,0 1,-4,1 0,1,0`, where the size and what follows it may stand
  /// before the colon, braces of C, `np.array([[…]])` and rows between bars.
  static func plain(_ text: String) -> String? {
    var body = Substring(text)
    var width: Int?
    if let head = text.prefixMatch(of: /\s*(\d+)\s*(?:[xX×](\d+))?[^:;]*:/) {
      width = Int(head.1)
      body = text[head.range.upperBound...]
    } else if let start = text.firstIndex(where: { "[{(".contains($0) }),
      text.contains(where: { "({".contains($0) })
    {
      body = text[start...]
    } else {
      return nil
    }
    let rows = rows(of: body, width: width)
    let plain = rows.map { $0.joined(separator: " ") }.joined(separator: "; ")
    guard !rows.isEmpty, (try? Kernel(text: plain)) != nil else { return nil }
    return plain
  }

  private static func rows(of body: Substring, width: Int?) -> [[Substring]] {
    let isNested = body.contains { "[{(".contains($0) }
    let separators = isNested ? "]})" : ";|\n"
    let parts = body.split { separators.contains($0) }.map(TypedNumber.numbers)
      .filter { !$0.isEmpty }
    guard let width, width > 0, parts.count == 1, let all = parts.first else { return parts }
    // Numbers that do not fill the size are a mistake, not a kernel of another size.
    guard all.count % width == 0 else { return [] }
    return stride(from: 0, to: all.count, by: width).map { Array(all[$0..<$0 + width]) }
  }
}
