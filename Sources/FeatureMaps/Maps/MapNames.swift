/// How files of maps, of weights and of their arrays are called: one rule for all of them.
public enum MapNames {
  /// `01-conv2d_1`: a layer's place in the network, counted from 1, and its name.
  public static func base(_ number: Int, _ name: String) -> String {
    "\(padded(number, below: 100))-\(fileName(name))"
  }

  /// A number of two digits, or of as many as the largest one needs.
  public static func padded(_ number: Int, below count: Int) -> String {
    let digits = String(number)
    let length = max(2, String(max(0, count - 1)).count)
    return String(repeating: "0", count: max(0, length - digits.count)) + digits
  }

  static func kernels(_ weights: WeightStack) -> [String] {
    (0..<weights.outputs).flatMap { output in
      let unit = padded(output, below: weights.outputs)
      return weights.inputs == 1
        ? [unit] : (0..<weights.inputs).map { "\(unit)-\(padded($0, below: weights.inputs))" }
    }
  }

  /// A layer's name without characters that have a meaning in paths or shells.
  static func fileName(_ name: String) -> String {
    let kept = name.map {
      $0.isASCII && ($0.isLetter || $0.isNumber) || "_-.".contains($0) ? $0 : "_"
    }
    // Longer names than file systems take are cut; the number in front keeps them apart.
    return kept.isEmpty ? "layer" : String(kept.prefix(160))
  }
}
