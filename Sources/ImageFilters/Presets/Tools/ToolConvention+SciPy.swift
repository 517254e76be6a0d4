import ConvCore

extension ToolConvention {
  /// SciPy's `ndimage`.
  static let sciPy: ToolConvention = {
    var tool = ToolConvention(
      "scipy", title: "SciPy", call: "scipy.ndimage.convolve(picture, kernel)")
    tool.flip = .convolution
    tool.anchor = .upperMiddle
    tool.edge = .border(.symmetric)
    tool.order = .doubles
    tool.sumsText = "float64, rows from the top, columns from the left"
    tool.levels = { [.round(.towardZero), .wrap($0.maximum + 1)] }
    tool.levelsText =
      "the fraction is cut, and what lies outside the range wraps round it, as in arrays of uint8"
    tool.roundsPasses = true
    tool.named = [
      "gaussian": .passes("scipy.ndimage.gaussian_filter(picture, S)") { values, _ in
        SciPyPasses.gaussian(values[0], border: nil)
      },
      "box": .passes("scipy.ndimage.uniform_filter(picture, N)") { values, _ in
        let ones = [Double](repeating: 1, count: Int(values[0]))
        let gain = [LevelStep.divide(values[0])]
        // Its window of an even side begins at side/2 before the pixel: it correlates.
        return [
          ToolPass(Kernel(vertical: ones, horizontal: [1]), gain: gain, anchor: .lowerMiddle),
          ToolPass(Kernel(vertical: [1], horizontal: ones), gain: gain, anchor: .lowerMiddle),
        ]
      },
      "log": .refused(
        "scipy.ndimage.gaussian_laplace adds derivatives of Gaussians: --kernel FILE takes a kernel "
          + "of it, the response to an impulse"),
    ]
    tool.remarks = [
      "A signed response of 8 bits wraps: -o response.npy holds it as it is, as SciPy does for "
        + "arrays of floats."
    ]
    return tool
  }()
}
