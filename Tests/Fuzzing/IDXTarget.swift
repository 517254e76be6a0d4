import ConvCore
import Digits
import Foundation

/// Where the files of a set lie, as the reader expects them.
private let folder: String = {
  let path = NSTemporaryDirectory() + "convfuzz-idx-\(getpid())"
  try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  return path
}()

/// A set of digits: the first byte says where the images end and the labels begin.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = FuzzInput.bytes(start, count)
  guard let first = bytes.first else { return -1 }
  // Both files hold something: Foundation loses its buffer when it reads an empty one.
  let split = 1 + Int(first)
  guard split > 1 && split < bytes.count else { return -1 }
  write(bytes[split...], "images-idx3-ubyte")
  write(bytes[1..<split], "labels-idx1-ubyte")
  do throws(DigitError) {
    let set = try DigitSet.load(folder: folder, split: .test, size: Size2D(2))
    precondition(set.images.count == 4 * set.labels.count)
  } catch {}
  return 0
}

private func write(_ bytes: ArraySlice<UInt8>, _ name: String) {
  let file = open("\(folder)/t10k-\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  bytes.withUnsafeBytes { _ = Foundation.write(file, $0.baseAddress, $0.count) }
  close(file)
}
