import ConvCore

extension ToolConvention {
  /// libvips' `conv` in its default precision, float.
  static let vips: ToolConvention = {
    var tool = ToolConvention("vips", title: "libvips", call: "vips conv picture out kernel.mat")
    tool.anchor = .upperMiddle
    tool.order = .doubles
    tool.sumsText = "float64, rows from the top, columns from the left"
    tool.levels = { [.single, .clip($0.maximum), .round(.towardZero)] }
    tool.levelsText = "clipped, and the fraction is cut, as libvips writes floats into a picture"
    tool.named = [
      "gaussian": .refused(
        "vips gaussblur cuts its kernel at 20 % and rounds it to integers: --gaussian S without "
          + "--like is the Gaussian, and --kernel FILE takes what vips gaussmat prints"),
      "log": .refused(
        "vips logmat rounds its kernel to integers: --kernel FILE takes what it prints"),
    ]
    tool.remarks = [
      "vips conv --precision integer rounds the kernel to integers, and the response to the nearest "
        + "level; kernels of integers give the same there."
    ]
    return tool
  }()
}
