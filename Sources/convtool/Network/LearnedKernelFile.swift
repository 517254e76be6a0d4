import ConvCore
import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs

/// The file that `learn -o` writes: a kernel, or a picture of it.
struct LearnedKernelFile {
  private enum Content { case array, text, picture }

  private let path: String
  private let content: Content

  init(_ path: String, force: Bool) throws {
    self.path = path
    switch FilePath.fileExtension(path).lowercased() {
    case "npy": content = .array
    case "txt", "csv": content = .text
    case "png": content = .picture
    default: throw Failure(.usage, "-o \(path): a kernel is written as .npy, .txt, .csv or .png")
    }
    try OutputNames.requireNew(path, force: force)
  }

  func write(_ learned: KernelFit, _ exact: KernelFit) throws {
    let kernel = learned.kernel
    try about(path) {
      switch content {
      case .picture: try LearnedKernelSheet.drawn(learned, exact).write(to: path)
      case .array:
        try NPYArray.write(
          kernel.coefficients.map { Float($0) }, shape: [kernel.size.height, kernel.size.width],
          to: path)
      case .text:
        try OutputFile.write(Array(text(kernel).utf8), to: path)
      }
    }
  }

  /// A line a row, with commas.
  private func text(_ kernel: Kernel) -> String {
    (0..<kernel.size.height).map { y in
      (0..<kernel.size.width).map { "\(Float(kernel[y, $0]))" }.joined(separator: ",") + "\n"
    }.joined()
  }
}
