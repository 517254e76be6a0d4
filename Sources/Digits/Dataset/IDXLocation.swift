import Foundation
import ImageCodecs

/// Finds the IDX files of a set of digits in a folder, under any of their usual names.
///
/// The published names are like `train-images-idx3-ubyte.gz`. Archives on the Web write
/// `train-images.idx3-ubyte`, use capitals, or put each file into a folder of its own name, as in
/// `train-images-idx3-ubyte/train-images-idx3-ubyte`.
struct IDXLocation {
  /// The published name without `.gz`, for example `train-images-idx3-ubyte`.
  let name: String

  /// Creates the location of a file.
  ///
  /// - Parameters:
  ///   - split: The part of MNIST.
  ///   - what: `images` or `labels`.
  ///   - kind: `idx3` or `idx1`.
  init(_ split: DigitSet.Split, _ what: String, _ kind: String) {
    name = "\(split.prefix)-\(what)-\(kind)-ubyte"
  }

  /// Returns the path of the file, or `nil` if the folder does not hold it.
  ///
  /// A plain file is preferred to a gzip file, a file in `folder` to a file in a subfolder.
  func path(in folder: String) -> String? {
    var folders: [String] = []
    for entry in entries(of: folder) {
      let path = "\(folder)/\(entry)"
      if Files.isFolder(path) { folders.append(path) } else if Files.exists(path) { return path }
    }
    for folder in folders {
      let inside = entries(of: folder).map { "\(folder)/\($0)" }
      if let path = inside.first(where: { Files.exists($0) && !Files.isFolder($0) }) { return path }
    }
    return nil
  }

  /// Returns the entries of a folder with a usual name of the file, the best match first.
  private func entries(of folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { rank($0) != nil }.sorted {
      (rank($0) ?? 0, $0) < (rank($1) ?? 0, $1)
    }
  }

  /// Returns how much a name differs from the published one; `nil` for a name of another file.
  private func rank(_ entry: String) -> Int? {
    let plain = entry.lowercased()
    let isPacked = plain.hasSuffix(".gz")
    let stem = isPacked ? String(plain.dropLast(3)) : plain
    let parted = stem.replacing(".", with: "-").replacing("_", with: "-")
    guard parted == name else { return nil }
    return (stem == name ? 0 : 4) + (isPacked ? 2 : 0) + (plain == entry ? 0 : 1)
  }
}
