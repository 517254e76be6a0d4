/// A kernel in ImageMagick's form, `3x3: 0,1,0 1,-4,1 0,1,0` or `3x3+1+1: …`.
///
/// The form is not accepted, because its first word defines where rows end. The error message gives
/// the same kernel in an accepted form.
struct ImageMagickKernel {
  private let words: [String]
  private let height: Int
  private let width: Int

  init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let head = text[..<colon].drop(while: \.isWhitespace)
    let size = head.prefix { $0.isASCII && ($0.isNumber || $0 == "x" || $0 == "X") }
    let sides = size.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard (1...2).contains(sides.count), let width = Int(sides[0]),
      let height = Int(sides[sides.count - 1]), width > 0, height > 0
    else { return nil }
    words = text[text.index(after: colon)...]
      .split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)
    (self.height, self.width) = (height, width)
  }

  /// The error message with the accepted form.
  var explanation: String {
    let form = "ImageMagick's form of a kernel is not read"
    guard height <= 15, width <= 15, words.count == height * width,
      words.allSatisfy({ DecimalNumber.double($0) != nil })
    else { return "\(form): write rows that end with ';', '0 1 0; 1 -4 1; 0 1 0'" }
    let rows = (0..<height).map { words[$0 * width..<($0 + 1) * width].joined(separator: " ") }
    return "\(form): write '\(rows.joined(separator: "; "))'"
  }
}
