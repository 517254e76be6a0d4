/// The filters of the contract.
enum FilterNames {
  static let plain =
    ["laplacian", "laplacian8", "kirsch", "robinson", "sharpen", "emboss", "identity", "relu"]
    + ["sobel", "scharr", "prewitt", "roberts"].flatMap { [$0, "\($0)-x", "\($0)-y"] }
  static let parametrized = [
    "gaussian", "box", "motion", "binomial", "unsharp", "log", "dog", "gabor", "gabor-energy",
    "canny", "median", "bilateral",
  ]
  /// Filters that the command `kernels` does not list.
  static let unlisted = [
    "erosion", "dilation", "opening", "closing", "tophat", "blackhat", "morphological-gradient",
    "rank", "deviation", "variance", "local-normalize", "threshold", "adaptive",
    "sauvola", "guided",
  ]
  static let all = plain + parametrized
}
