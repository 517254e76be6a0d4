/// The filters of the contract.
enum FilterNames {
  static let plain =
    ["laplacian", "laplacian8", "kirsch", "robinson", "sharpen", "emboss", "identity", "relu"]
    + ["sobel", "scharr", "prewitt", "roberts"].flatMap { [$0, "\($0)-x", "\($0)-y"] }
  static let parametrized = [
    "gaussian", "box", "motion", "binomial", "unsharp", "log", "dog", "gabor", "canny", "median",
    "bilateral",
  ]
  static let all = plain + parametrized
}
