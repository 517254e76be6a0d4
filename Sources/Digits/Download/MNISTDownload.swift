import Foundation

/// Fetches the four files of MNIST into a folder: checked, resumable, never half a file.
///
/// Each file grows as `NAME.part`, is compared with its published SHA-256 and only then gets its
/// name. What an interrupted download left is gone on with. Files that are there are kept.
public struct MNISTDownload: Sendable {
  /// One file to fetch.
  public struct File: Hashable, Sendable {
    /// Its name, in the mirrors' folders as in one's own.
    public let name: String
    /// Its size.
    public let byteCount: Int
    /// Its SHA-256, in lower-case hexadecimal digits.
    public let sha256: String

    /// Describes a file.
    public init(name: String, byteCount: Int, sha256: String) {
      self.name = name
      self.byteCount = byteCount
      self.sha256 = sha256
    }
  }

  /// How far a download has come.
  public struct Progress: Hashable, Sendable {
    /// The file that is being fetched.
    public let file: String
    /// Bytes of all files that are there.
    public let bytesDone: Int
    /// Bytes of all files.
    public let bytesTotal: Int
  }

  /// Where the files go.
  public let folder: String
  /// Base addresses, each ending in a slash, in the order they are tried.
  public let mirrors: [String]
  /// What is fetched.
  public let files: [File]
  /// Seconds without a byte after which a mirror is given up.
  public let timeout: Double

  /// Describes a download; by default the published files, from the public mirrors.
  public init(
    folder: String = cacheFolder, mirrors: [String] = publicMirrors,
    files: [File] = publishedFiles, timeout: Double = 15
  ) {
    self.folder = folder
    self.mirrors = mirrors
    self.files = files
    self.timeout = timeout
  }

  /// Fetches what is missing, and returns when all of it is there.
  ///
  /// - Parameter progress: Called several times a second, on the caller's thread.
  /// - Throws: ``DigitError``: `downloadImpossible` names each mirror tried and what it answered.
  public func run(
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(DigitError) {
    let made = missingFolders
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw DigitError(.cannotCreate, folder, "cannot create the folder")
    }
    do throws(DigitError) { try fetchAll(progress) } catch {
      // Folders with something in them stay.
      for path in made {
        guard unsafe rmdir(path) == 0 else { break }
      }
      throw error
    }
  }

  /// The folder and those above it that are not there, the innermost first.
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

  /// Tries one mirror after the other.
  private func fetch(_ file: File, report: @escaping @Sendable (Int) -> Void) throws(DigitError) {
    var failures: [String] = []
    for mirror in mirrors {
      guard let failure = try fetch(file, from: mirror, report: report) else { return }
      failures.append("\(mirror) (\(failure))")
    }
    let tried = failures.isEmpty ? "no mirror is known" : failures.joined(separator: ", ")
    throw DigitError(.downloadImpossible, file.name, "cannot be downloaded; tried \(tried)")
  }

  /// Fetches a file from one mirror; twice when what it was to go on with proves bad.
  ///
  /// - Returns: Why it failed; `nil` when the file is in its place.
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
      throw DigitError(.cannotCreate, path(file), "cannot be created")
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
