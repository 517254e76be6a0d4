import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The kernels of a value of `--kernel` or `--bank`: numbers, or a file of numbers.
struct KernelSource {
  let kernels: [Kernel]
  /// The name of the kernels in derived file names.
  ///
  /// The stem of the file, or six hash digits of the coefficients when there is no regular file.
  let label: String

  /// Reads an existing file of that name; otherwise parses the text itself.
  ///
  /// The content of a file determines its format: NPY by its first bytes, otherwise text.
  init(kernel text: String, option: String = "--kernel") throws {
    let kernel: Kernel
    if let data = try KernelSource.contents(text) {
      kernel = try KernelSource.kernel(data, text)
    } else {
      do throws(KernelTextError) {
        kernel = try Kernel(text: text)
        KernelSource.tellRow(kernel)
      } catch {
        if KernelSource.looksLikePath(text) {
          throw Failure(.noInput, "\(text): no such kernel file")
        }
        throw Failure(.usage, "\(option): \(error)")
      }
    }
    kernels = [kernel]
    label = KernelSource.label(text, kernels)
  }

  /// Says how rows are parted where a typed kernel is one row of as many numbers as a square has.
  private static func tellRow(_ kernel: Kernel) {
    let side = Int(Double(kernel.size.width).squareRoot())
    guard kernel.size.height == 1, kernel.depth == 1, side >= 3, side * side == kernel.size.width,
      !FileName.commandLine.contains("--quiet")
    else { return }
    let cells = kernel.coefficients.map(NamedFilter.text)
    let rows = stride(from: 0, to: cells.count, by: side).map {
      cells[$0..<$0 + side].joined(separator: " ")
    }
    Messages.whenDone(
      "note: the kernel is 1×\(kernel.size.width), one row: rows end with ;, as in "
        + "--kernel '\(rows.joined(separator: "; "))'")
  }

  /// Reads a file of several kernels.
  init(bank path: String) throws {
    guard let data = try KernelSource.contents(path) else {
      throw Failure(.noInput, "\(path): no such file of kernels")
    }
    try self.init(bank: data, path)
  }

  /// Takes several kernels from the bytes of an NPY file.
  init(bank data: [UInt8], _ path: String) throws {
    let array = try KernelSource.array(data, path)
    guard (3...4).contains(array.shape.count) else {
      throw Failure(
        .damagedInput, "\(path): a bank is N×kH×kW×C, not \(array.shape.count)-dimensional")
    }
    try KernelSource.requireSize(array.shape[1], array.shape[2], path)
    let depth = array.shape.count == 4 ? array.shape[3] : 1
    let cells = array.shape[1] * array.shape[2] * depth
    kernels = (0..<array.shape[0]).map { index in
      Kernel(
        size: Size2D(height: array.shape[1], width: array.shape[2]), depth: depth,
        coefficients: Array(array.elements[index * cells..<(index + 1) * cells]))
    }
    label = KernelSource.label(path, kernels)
  }

  /// Reads a file or standard input; `nil` when the text names neither.
  static func contents(_ text: String) throws -> [UInt8]? {
    if text == "-" {
      return Array(try WholeFile.contents(.standardInput, "standard input"))
    }
    guard Files.exists(text), !Files.isFolder(text) else { return nil }
    ProtectedFiles.protect(text)
    guard let data = try WholeFile.contents(text) else {
      throw Failure(.noInput, "\(text): the kernel file cannot be read")
    }
    return Array(data)
  }

  private static func kernel(_ data: [UInt8], _ path: String) throws -> Kernel {
    if data.starts(with: NPYArray.signature) { return try kernelArray(data, path) }
    let text = PlainText.utf8(data)
    guard !text.contains(0) else {
      throw Failure(.damagedInput, "\(path): a kernel is a text of numbers or an NPY array")
    }
    return try about(path) { try Kernel(text: String(decoding: text, as: UTF8.self)) }
  }

  private static func kernelArray(_ data: [UInt8], _ path: String) throws -> Kernel {
    let array = try array(data, path)
    guard (2...3).contains(array.shape.count) else {
      throw Failure(
        .damagedInput, "\(path): a kernel is kH×kW or kH×kW×C, not \(array.shape.count)-dimensional"
      )
    }
    try requireSize(array.shape[0], array.shape[1], path)
    return Kernel(
      size: Size2D(height: array.shape[0], width: array.shape[1]),
      depth: array.shape.count == 3 ? array.shape[2] : 1, coefficients: array.elements)
  }

  /// Limits kernels to 1001×1001, because larger kernels would take hours.
  private static func requireSize(_ height: Int, _ width: Int, _ path: String) throws {
    guard height <= 1001 && width <= 1001 else {
      throw Failure(.damagedInput, "\(path): a kernel of \(height)×\(width): at most 1001×1001")
    }
  }

  private static func array(_ data: [UInt8], _ path: String) throws -> NPYArray {
    let array = try about(path) { try NPYArray(ByteSource(bytes: data)) }
    guard !array.elements.isEmpty else { throw Failure(.damagedInput, "\(path): no coefficients") }
    let limit = Double(Float.greatestFiniteMagnitude)
    guard array.elements.allSatisfy({ abs($0) <= limit }) else {
      throw Failure(
        .damagedInput, "\(path): not all coefficients are finite numbers of float32, up to 3.4e38")
    }
    return array
  }

  /// Whether a text that is not a kernel looks like the name of a file.
  static func looksLikePath(_ text: String) -> Bool {
    guard !text.contains(where: { " ;,\t\n[".contains($0) }), !text.lowercased().contains("0x")
    else { return false }
    if text.split(separator: "/").allSatisfy({ DecimalNumber.double($0) != nil }) { return false }
    return FilePath.fileExtension(text).first?.isLetter == true
      || (text.contains("/") && text.contains(where: \.isLetter))
  }

  private static func label(_ text: String, _ kernels: [Kernel]) -> String {
    if text != "-", FileIdentity(path: text)?.isRegular == true { return FilePath.stem(text) }
    var hash = ShortHash()
    for kernel in kernels {
      hash.add(kernel.size.height)
      hash.add(kernel.size.width)
      // Adding 0 turns −0 into 0, so that both give the same hash.
      for cell in kernel.coefficients { hash.add(Int(bitPattern: UInt((cell + 0).bitPattern))) }
    }
    return hash.digits
  }
}
