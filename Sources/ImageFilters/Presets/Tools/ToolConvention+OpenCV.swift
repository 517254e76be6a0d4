import ConvCore

extension ToolConvention {
  /// OpenCV's `filter2D` and the functions that are made of it.
  static let openCV: ToolConvention = {
    var tool = ToolConvention(
      "opencv", title: "OpenCV", call: "cv2.filter2D(picture, -1, kernel)")
    tool.anchor = .upperMiddle
    tool.edge = .border(.reflect101)
    tool.order = .fusedFloats
    tool.sumsText = "float32, products fused with the addition"
    tool.start = { $0 }
    tool.levels = { [.round(.toNearestOrEven), .clip($0.maximum)] }
    tool.levelsText = "rounded to the nearest level, ties to even, and clipped"
    tool.named = [
      "gaussian": .passes("cv2.GaussianBlur(picture, (0, 0), S)", OpenCVGaussian.passes),
      "box": .passes("cv2.blur(picture, (N, N))", OpenCVBox.passes),
      "gabor": .refused(
        "cv2.getGaborKernel has other parameters and no zero sum: --kernel FILE takes its kernel"),
    ]
    tool.remarks = [
      "filter2D takes a Fourier transform for kernels of 130 cells, and of 50 in 16 bits, and "
        + "processors without fused products have no fused sums: levels beside a half may differ by 1."
    ]
    return tool
  }()
}
