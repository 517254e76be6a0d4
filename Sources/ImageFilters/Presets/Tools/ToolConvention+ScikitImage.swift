import ConvCore

extension ToolConvention {
  /// scikit-image's `filters`, which convolve floats from 0 to 1.
  static let scikitImage: ToolConvention = {
    var tool = ToolConvention(
      "skimage", title: "scikit-image",
      call: "scipy.ndimage.convolve(img_as_float(picture), kernel)")
    tool.flip = .convolution
    tool.anchor = .upperMiddle
    tool.edge = .border(.symmetric)
    tool.order = .doubles
    tool.sumsText = "float64, rows from the top, columns from the left"
    // Raw responses and levels are made of floats from 0 to 1; a view shows sample units.
    tool.unit = { $0.output == .float32 || $0.givesLevels ? 1 / $0.maximum : 1 }
    tool.unitText = "0…1: integers are divided by the largest level, and NPY output holds that"
    tool.levels = { [.multiply($0.maximum), .round(.toNearestOrEven), .clip($0.maximum)] }
    tool.levelsText = "those of img_as_ubyte and img_as_uint: nearest, ties to even, clipped"
    tool.named = [
      "laplacian": .kernel("skimage.filters.laplace", [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
      "gaussian": .passes("skimage.filters.gaussian(picture, S), its border nearest") { values, _ in
        SciPyPasses.gaussian(values[0], border: .replicate)
      },
      "unsharp": .refused(
        "skimage.filters.unsharp_mask clips, and its radius is S: --unsharp without --like is near"),
    ]
    for (name, x, y, sum) in [
      ("sobel", Kernel.sobelX, Kernel.sobelY, 4.0), ("prewitt", .prewittX, .prewittY, 3),
      ("scharr", .scharrX, .scharrY, 16), ("roberts", .robertsX, .robertsY, 1),
    ] {
      let (x, y) = (x.divided(by: sum), y.divided(by: sum))
      let names = name == "roberts" ? ("_pos_diag", "_neg_diag") : ("_v", "_h")
      tool.named[name] = .passes("skimage.filters.\(name)") { _, _ in
        [ToolPass(x, y, gain: [.divide(2.0.squareRoot())])]
      }
      tool.named["\(name)-x"] = .passes("skimage.filters.\(name)\(names.0)") { _, _ in
        [ToolPass(x)]
      }
      tool.named["\(name)-y"] = .passes("skimage.filters.\(name)\(names.1)") { _, _ in
        [ToolPass(y)]
      }
    }
    return tool
  }()
}

extension Kernel {
  /// The kernel with all coefficients divided by a number.
  fileprivate func divided(by number: Double) -> Kernel {
    Kernel(size: size, coefficients: coefficients.map { $0 / number }, anchor: anchor)
  }
}
