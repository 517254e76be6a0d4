import ConvCore

/// The filters that have names.
///
/// An entry is a filter of the library, of the command line (`--NAME`), of `--then` and of the
/// command `kernels`. A filter without parameters needs its entry here and nothing else.
public enum FilterCatalogue {
  /// All named filters, in the order of the command line help.
  public static let entries: [Entry] =
    [
      kernel("laplacian", "second derivative, [0 1 0; 1 -4 1; 0 1 0]", .laplacian),
      kernel("laplacian8", "second derivative over 8 neighbors", .laplacian8),
    ]
    + gradient("sobel", "[1 2 1] across", .sobelX, .sobelY)
    + gradient("scharr", "[3 10 3] across", .scharrX, .scharrY)
    + gradient("prewitt", "[1 1 1] across", .prewittX, .prewittY)
    + gradient("roberts", "2x2 diagonals", .robertsX, .robertsY)
    + [
      Entry("kirsch", "compass: the largest of 8 directions, 5 and -3") { _ in
        .compass(Kernel.kirsch)
      },
      Entry("robinson", "compass: the largest of 8 directions of Sobel's kernel") { _ in
        .compass(Kernel.robinson)
      },
      Entry("gaussian", "smoothing, standard deviation S pixels", [.sigma()], example: [1]) {
        .kernel(.gaussian(sigma: $0[0]))
      },
      Entry("box", "mean over NxN pixels", [.side()], example: [3]) {
        .kernel(.box(side: Int($0[0])))
      },
      Entry(
        "motion", "mean along a line, degrees anticlockwise from the x axis",
        [.length("LEN", atMost: 1001), .angle], example: [5, 30]
      ) { .kernel(.motion(length: $0[0], angle: $0[1])) },
      Entry("binomial", "smoothing by NxN binomial weights", [.side()], example: [5]) {
        .kernel(.binomial(side: Int($0[0])))
      },
      kernel("sharpen", "the picture minus its Laplacian", .sharpen),
      Entry(
        "unsharp", "the picture plus AMOUNT times what gaussian S removes",
        [.sigma(), .factor("AMOUNT")], example: [1, 0.5]
      ) { .kernel(.unsharp(sigma: $0[0], amount: $0[1])) },
      kernel("emboss", "light from the top left", .emboss),
      kernel("identity", "the picture itself", .identity),
      Entry("log", "Laplacian of a Gaussian", [.sigma()], example: [1]) {
        .kernel(.laplacianOfGaussian(sigma: $0[0]))
      },
      Entry(
        "dog", "difference of two Gaussians", [.sigma("S1"), .sigma("S2")], example: [1, 1.6]
      ) { .kernel(.differenceOfGaussians(sigma1: $0[0], sigma2: $0[1])) },
      Entry(
        "gabor", "a wave under a Gaussian", [.sigma(), .length("WAVELENGTH", atMost: 1e6), .angle],
        example: [2, 6, 45]
      ) { .kernel(.gabor(sigma: $0[0], wavelength: $0[1], angle: $0[2])) },
      Entry(
        "gabor-energy", "the magnitude of two Gabor kernels, a cosine's and a sine's wave",
        [.sigma(), .length("WAVELENGTH", atMost: 1e6), .angle], example: [2, 6, 45]
      ) {
        .magnitude(
          .gabor(sigma: $0[0], wavelength: $0[1], angle: $0[2]),
          .gaborSine(sigma: $0[0], wavelength: $0[1], angle: $0[2]))
      },
      Entry(
        "canny",
        "edges: Sobel magnitude thinned, above HIGH or joined to it above LOW; gaussian S first",
        [.threshold("LOW"), .threshold("HIGH"), .sigma(isOptional: true)], example: [50, 150],
        isAllowed: canny
      ) { .canny(low: $0[0], high: $0[1], sigma: $0.count > 2 ? $0[2] : nil) },
      Entry(
        "median", "median of NxN pixels, N odd (not a convolution)", [.oddSide(atMost: 101)],
        example: [3]
      ) { .median(Int($0[0])) },
      Entry(
        "bilateral", "mean of near pixels of like color, sigmas S pixels and R levels",
        [.sigma(atMost: 50), .length("R", atMost: 1e6, unit: .levels)], example: [2, 25]
      ) { .bilateral(spatial: $0[0], range: $0[1]) },
      Entry("relu", "negative values become 0: the step of a network between two layers") { _ in
        RectifiedLinear()
      },
    ] + morphology + statistics

  /// The entry with that name; `nil` for an unknown name.
  public static func named(_ name: String) -> Entry? { entries.first { $0.name == name } }

  private static func kernel(_ name: String, _ summary: String, _ kernel: Kernel) -> Entry {
    Entry(name, summary) { _ in .kernel(kernel) }
  }

  private static func gradient(
    _ name: String, _ across: String, _ x: Kernel, _ y: Kernel
  ) -> [Entry] {
    [
      Entry(name, "gradient magnitude, \(across)") { _ in .magnitude(x, y) },
      kernel("\(name)-x", "d/dx, positive where brightness rises to the right", x),
      kernel("\(name)-y", "d/dy, positive where brightness rises downward", y),
    ]
  }

  /// Checks the order of Canny's thresholds.
  private static func canny(_ values: [Double]) throws(FilterError) {
    guard values[0] <= values[1] else {
      throw FilterError("canny: LOW \(values[0]) is above HIGH \(values[1])")
    }
  }
}
