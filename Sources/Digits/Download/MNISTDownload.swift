import Foundation

/// Downloads the four files of MNIST into a folder: verified, resumable, never an incomplete file.
///
/// Each file is written to `NAME.part`, compared with its published SHA-256, and only then renamed
/// to its name. An interrupted download continues at the end of its part. Existing files are kept.
public struct MNISTDownload: Sendable {
  /// A file to download.
  public struct File: Hashable, Sendable {
    /// The name of the file, on the mirrors and in the folder.
    public let name: String
    /// The size of the file in bytes.
    public let byteCount: Int
    /// The SHA-256 of the file, as 64 lower-case hexadecimal digits.
    public let sha256: String

    /// Creates the description of a file.
    public init(name: String, byteCount: Int, sha256: String) {
      self.name = name
      self.byteCount = byteCount
      self.sha256 = sha256
    }
  }

  /// The progress of a download.
  public struct Progress: Hashable, Sendable {
    /// The name of the file that is being downloaded.
    public let file: String
    /// The number of bytes of all files that are already in the folder.
    public let bytesDone: Int
    /// The number of bytes of all files together.
    public let bytesTotal: Int
  }

  /// The folder for the files.
  public let folder: String
  /// The base addresses, each ending in a slash, in the order of the attempts.
  public let mirrors: [String]
  /// The files to download.
  public let files: [File]
  /// The longest time without a byte, in seconds; afterwards the next mirror is tried.
  public let timeout: Double

  /// Creates a download; by default the published files from the public mirrors.
  public init(
    folder: String = cacheFolder, mirrors: [String] = publicMirrors,
    files: [File] = publishedFiles, timeout: Double = 15
  ) {
    self.folder = folder
    self.mirrors = mirrors
    self.files = files
    self.timeout = timeout
  }

  /// Downloads the missing files and returns when all files are in the folder.
  ///
  /// - Parameter progress: Called several times a second, on the caller's thread.
  /// - Throws: ``DigitError``; with `downloadImpossible`, the message names each mirror and its
  ///   failure.
  public func run(
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(DigitError) {
    let made = missingFolders
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw DigitError(.notCreated(isFolder: true), folder)
    }
    do throws(DigitError) { try fetchAll(progress) } catch {
      // Folders that are not empty stay.
      for path in made {
        guard unsafe rmdir(path) == 0 else { break }
      }
      throw error
    }
  }

  /// The missing folders of the path, the innermost first.
  private var missingFolders: [String] {
    var (paths, path) = ([String](), folder)
    while !path.isEmpty && path != "/" && !FileManager.default.fileExists(atPath: path) {
      paths.append(path)
      path = (path as NSString).deletingLastPathComponent
    }
    return paths
  }

  private func fetchAll(
    _ progress: @escaping @Sendable (Progress) -> Void
  ) throws(DigitError) {
    let total = files.reduce(0) { $0 + $1.byteCount }
    var done = 0
    for file in files {
      let before = done
      let report: @Sendable (Int) -> Void = { count in
        progress(Progress(file: file.name, bytesDone: before + count, bytesTotal: total))
      }
      if !isIntact(path(file), file) { try fetch(file, report: report) }
      done += file.byteCount
      report(file.byteCount)
    }
  }

  /// Downloads a file from the first mirror that delivers it.
  private func fetch(_ file: File, report: @escaping @Sendable (Int) -> Void) throws(DigitError) {
    var failures: [String] = []
    for mirror in mirrors {
      guard let failure = try fetch(file, from: mirror, report: report) else { return }
      failures.append("\(mirror) (\(failure))")
    }
    throw DigitError(.mirrors(failures), file.name)
  }

  /// Downloads a file from one mirror, with a second attempt if the existing part proves damaged.
  ///
  /// - Returns: The reason of a failure; `nil` when the file is complete in the folder.
  private func fetch(
    _ file: File, from mirror: String, report: @escaping @Sendable (Int) -> Void
  ) throws(DigitError) -> String? {
    let part = path(file) + ".part"
    var failure: String?
    for _ in 0..<2 {
      let transfer = try HTTPTransfer(
        address: mirror + file.name, to: part, byteCount: file.byteCount, timeout: timeout,
        report: report)
      let hadStarted = transfer.offset > 0
      failure = try transfer.run()
      if let failure, !transfer.isPartUseless { return failure }
      if failure == nil {
        if isIntact(part, file) { return try install(part, as: file) }
        failure = "wrong SHA-256"
      }
      try? FileManager.default.removeItem(atPath: part)
      guard hadStarted else { break }
    }
    return failure
  }

  private func install(_ part: String, as file: File) throws(DigitError) -> String? {
    guard unsafe rename(part, path(file)) == 0 else {
      throw DigitError(.notCreated(isFolder: false), path(file))
    }
    return nil
  }

  private func isIntact(_ path: String, _ file: File) -> Bool {
    guard let data = FileManager.default.contents(atPath: path), data.count == file.byteCount
    else { return false }
    return SHA256.hexDigest(of: [UInt8](data)) == file.sha256
  }

  private func path(_ file: File) -> String { "\(folder)/\(file.name)" }
}
