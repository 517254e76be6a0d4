import ConvCore

extension ToolConvention {
  /// Pillow's `ImageFilter.Kernel`.
  static let pillow: ToolConvention = {
    var tool = ToolConvention(
      "pillow", title: "Pillow", call: "picture.filter(ImageFilter.Kernel(size, kernel))")
    tool.flip = .upsideDown
    tool.edge = .copied
    tool.order = .rowFloats
    tool.sumsText = "float32, each row on its own, then the rows from the bottom up"
    tool.dividesBySum = true
    tool.sides = [3, 5]
    // Its sums begin with the offset and a half, and are cut at the end.
    tool.start = { $0 + 0.5 }
    tool.levels = { [.single, .clip($0.maximum), .round(.towardZero)] }
    tool.levelsText = "rounded to the nearest level, ties up, and clipped"
    tool.named = [
      "sharpen": .kernel(
        "ImageFilter.SHARPEN",
        [[-2, -2, -2], [-2, 32, -2], [-2, -2, -2]].map { $0.map { $0 / 16 } }),
      "laplacian8": .kernel(
        "ImageFilter.FIND_EDGES", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
      "emboss": .kernel(
        "ImageFilter.EMBOSS, with its offset of 128", [[0, 0, -1], [0, 1, 0], [0, 0, 0]],
        gain: [.add(128)]),
      "gaussian": .refused(
        "Pillow's GaussianBlur is three boxes in integers: --gaussian S without --like is the "
          + "Gaussian, and --kernel '1 2 1; 2 4 2; 1 2 1' a small one by Pillow's Kernel"),
      "box": .refused(
        "Pillow's BoxBlur rounds between rows and columns: --kernel '1 1 1; 1 1 1; 1 1 1' is the "
          + "mean by Pillow's Kernel"),
      "unsharp": .refused(
        "Pillow's UnsharpMask blurs by three boxes and has a threshold: --unsharp S,AMOUNT without "
          + "--like is near"),
    ]
    tool.remarks = [
      "A kernel that sums to 0 is not divided: Pillow asks for scale=1 there. Pillow takes no floats "
        + "and no colors of 16 bits; they get the same arithmetic."
    ]
    return tool
  }()
}
