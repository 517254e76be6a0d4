/// The file names of maps, weights and arrays.
package enum MapNames {
  /// Returns the base name of a layer's files, for example `01-conv2d_1`.
  ///
  /// The number is the layer's position in the network, counted from 1; all have the digits of the
  /// largest number.
  package static func base(_ number: Int, _ name: String, of count: Int = 99) -> String {
    "\(padded(number, below: count + 1))-\(fileName(name))"
  }

  /// Returns a number with at least two digits, or with the digits of the largest number.
  package static func padded(_ number: Int, below count: Int) -> String {
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

  /// Returns a layer's name with `_` for characters that have a meaning in paths or shells.
  static func fileName(_ name: String) -> String {
    let kept = name.map {
      $0.isASCII && ($0.isLetter || $0.isNumber) || "_-.".contains($0) ? $0 : "_"
    }
    // Longer names exceed the limits of file systems; the number before the name keeps names
    // unique.
    return kept.isEmpty ? "layer" : String(kept.prefix(160))
  }
}
