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
    if !force && FileIdentity(path: path)?.isRegular == true {
      throw Failure(.cannotCreate, "\(path): exists already: --force replaces it")
    }
  }

  func write(_ learned: KernelFit, _ exact: KernelFit) throws {
    let kernel = learned.kernel
    do throws(CodecError) {
      switch content {
      case .picture: try LearnedKernelSheet.drawn(learned, exact).write(to: path)
      case .array:
        try NPYArray.write(
          kernel.coefficients.map { Float($0) }, shape: [kernel.size.height, kernel.size.width],
          to: path)
      case .text:
        let file = try OutputFile(path: path)
        defer { file.abandon() }
        try file.write(Array(text(kernel).utf8))
        try file.commit()
      }
    } catch { throw Failure(error, file: path) }
  }

  /// A line a row, with commas.
  private func text(_ kernel: Kernel) -> String {
    (0..<kernel.size.height).map { y in
      (0..<kernel.size.width).map { "\(Float(kernel[y, $0]))" }.joined(separator: ",") + "\n"
    }.joined()
  }
}
