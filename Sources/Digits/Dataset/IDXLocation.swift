import Foundation
import ImageCodecs

/// Finds the IDX files of a set of digits in a folder, under the names they have been given.
///
/// They were published as `train-images-idx3-ubyte.gz`. Archives on the Web call them
/// `train-images.idx3-ubyte`, write them in capitals, or put each into a folder of its own name, as
/// in `train-images-idx3-ubyte/train-images-idx3-ubyte`.
struct IDXLocation {
  /// `train-images-idx3-ubyte`.
  let name: String

  /// - Parameters:
  ///   - what: `images` or `labels`.
  ///   - kind: `idx3` or `idx1`.
  init(_ split: DigitSet.Split, _ what: String, _ kind: String) {
    name = "\(split.prefix)-\(what)-\(kind)-ubyte"
  }

  /// The path of the file, or `nil` where there is none: plain before gzip, a file of the folder
  /// before one that lies deeper.
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

  /// Names of a folder that may be the file's, the likeliest first.
  private func entries(of folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { rank($0) != nil }.sorted {
      (rank($0) ?? 0, $0) < (rank($1) ?? 0, $1)
    }
  }

  /// How far a name is from the published one; `nil` for names of other files.
  private func rank(_ entry: String) -> Int? {
    let plain = entry.lowercased()
    let isPacked = plain.hasSuffix(".gz")
    let stem = isPacked ? String(plain.dropLast(3)) : plain
    let parted = stem.replacing(".", with: "-").replacing("_", with: "-")
    guard parted == name else { return nil }
    return (stem == name ? 0 : 4) + (isPacked ? 2 : 0) + (plain == entry ? 0 : 1)
  }
}
