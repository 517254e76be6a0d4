import Foundation

extension MNISTDownload {
  /// The four files as they were published (LeCun, Cortes and Burges; CC BY-SA 3.0).
  public static let publishedFiles = [
    File(
      name: "train-images-idx3-ubyte.gz", byteCount: 9_912_422,
      sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
    File(
      name: "train-labels-idx1-ubyte.gz", byteCount: 28_881,
      sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
    File(
      name: "t10k-images-idx3-ubyte.gz", byteCount: 1_648_877,
      sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
    File(
      name: "t10k-labels-idx1-ubyte.gz", byteCount: 4_542,
      sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
  ]

  /// The base addresses of the public mirrors.
  public static let publicMirrors = [
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
  ]

  /// The user's folder for MNIST.
  ///
  /// The folder lies below `XDG_CACHE_HOME` or `~/.cache`; on macOS, below `~/Library/Caches`.
  public static var cacheFolder: String {
    cacheFolder(environment: ProcessInfo.processInfo.environment, home: NSHomeDirectory())
  }

  static func cacheFolder(environment: [String: String], home: String) -> String {
    // The XDG specification says to ignore relative paths.
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      return "\(cache)/convtool/mnist"
    }
    #if os(macOS)
      return "\(home)/Library/Caches/convtool/mnist"
    #else
      return "\(home)/.cache/convtool/mnist"
    #endif
  }
}
