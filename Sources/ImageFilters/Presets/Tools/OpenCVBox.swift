import ConvCore

/// OpenCV's mean over N×N pixels: sums of bytes up to 16×16 are divided in integers.
enum OpenCVBox {
  @Sendable static func passes(_ values: [Double], _ type: SampleType) -> [ToolPass] {
    let side = Int(values[0])
    let ones = [Double](repeating: 1, count: side)
    let cells = side * side
    guard type == .uint8, side <= 16, side % 2 == 0 else {
      return [.product(ones, gain: [.multiply(1 / Double(cells))])]
    }
    // Ties go up, and where the division is a shift, so does the sum below a tie.
    let isPowerOfTwo = cells & (cells - 1) == 0
    let half = Double(cells / 2 + (isPowerOfTwo ? 1 : 0))
    return [.product(ones, gain: [.add(half), .divide(Double(cells)), .round(.down)])]
  }
}
