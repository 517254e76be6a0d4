import ConvCore
import ImageFilters

/// The value of `--element`: a shape of the catalogue, or a matrix of 0 and 1.
struct ElementSource {
  /// The text on the command line.
  let text: String

  /// The name in derived file names.
  var label: String {
    (try? KernelSource(kernel: text))?.label ?? text
  }

  /// Reads the matrix.
  ///
  /// - Parameter side: The N of the filter; a note says that a matrix of other sides ignores it.
  /// - Returns: The element with the size of the matrix; its cells are those that are 1.
  /// - Throws: ``Failure`` with 64 when the text is no matrix of 0 and 1, has no 1, or is larger
  ///   than 255×255.
  func element(side: Int) throws -> StructuringElement {
    let source: KernelSource
    do { source = try KernelSource(kernel: text) } catch let failure as Failure {
      guard failure.code == .usage else { throw failure }
      throw Failure(
        .usage,
        "--element takes square, disk, cross, or a matrix of 0 and 1 such as '0 1 0; 1 1 1; 0 1 0' "
          + "or a file of one, not '\(text)'")
    }
    let kernel = source.kernels[0]
    guard kernel.depth == 1, kernel.coefficients.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw Failure(.usage, "--element \(text): an element is a matrix of 0 and 1")
    }
    guard kernel.coefficients.contains(1) else {
      throw Failure(.usage, "--element \(text): no cell of the element is 1")
    }
    let size = kernel.size
    guard max(size.height, size.width) <= 255 else {
      throw Failure(.usage, "--element \(text): \(size) cells, at most 255×255")
    }
    if side != size.height && side != size.width {
      Messages.whenDone("note: --element \(text) is \(size): its own size counts, not \(side)")
    }
    return StructuringElement(size: size, cells: kernel.coefficients.map { $0 == 1 })
  }
}
