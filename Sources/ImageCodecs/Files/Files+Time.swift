import Foundation

extension Files {
  /// The time of the last change of a file's content, in seconds since 1970.
  ///
  /// `nil` when the path leads to no file.
  package static func modificationTime(_ path: String) -> Double? {
    guard let status = status(path) else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
