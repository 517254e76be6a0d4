import Foundation

/// What a path leads to, whatever it is called: links to one file have one identity.
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let node: UInt64
  /// Whether it is a file with content of its own, not a folder, a device or a pipe.
  public let isRegular: Bool
  /// Whether it is a folder.
  public let isFolder: Bool

  /// Looks at a path; `nil` where there is nothing.
  public init?(path: String) {
    guard let status = Files.status(path) else { return nil }
    self.init(status)
  }

  /// Looks at an open file; `nil` where it is not open.
  public init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    node = UInt64(truncatingIfNeeded: status.st_ino)
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }
}
