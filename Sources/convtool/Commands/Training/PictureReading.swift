import Foundation
import ImageCodecs
import PictureSets
import Synchronization

/// Reads sets of pictures, with a progress bar, notes, and a line for everything that is broken.
struct PictureReading {
  private let path: String
  private let options: PictureSetOptions
  private let quiet: Bool

  init(_ path: String, _ options: PictureSetOptions, _ resources: ResourceOptions) {
    self.path = path
    var options = options
    options.limits = resources.imageLimits
    options.threads = resources.threadCount
    self.options = options
    quiet = resources.quiet
  }

  /// Reads the set.
  ///
  /// - Throws: ``Failure``; where several pictures are broken, after a line for each.
  func set() throws -> PictureSet {
    let name = FileName.printable(path)
    guard !path.isEmpty, Files.exists(path) else {
      throw Failure(.noInput, "\(name.isEmpty ? "''" : name): no such folder")
    }
    var options = options
    let progress = ProgressReport("reading pictures", total: 100, unit: "percent", quiet: quiet)
    defer { progress.finish() }
    let counter = Counter()
    options.progress = { read, total in
      progress.update(100 * counter.add(read) / max(1, total))
    }
    do throws(PictureSetError) {
      let set = try PictureSet(path: path, options: options)
      if !quiet { for note in set.notes { Messages.whenDone("\(name): note: \(note)") } }
      return set
    } catch {
      progress.finish()
      throw failure(error, name)
    }
  }

  /// One failure, with a line for each detail before it; a single detail is the failure itself.
  private func failure(_ error: PictureSetError, _ name: String) -> Failure {
    let way = ": --skip-broken leaves out what is broken"
    guard error.details.count > 1 else {
      let line = error.details.first.map { "\(name)/\($0)\(way)" } ?? "\(name): \(error)"
      return Failure(error.status, line)
    }
    for detail in error.details { Messages.error("\(name)/\(detail)") }
    return Failure(error.status, "\(name): \(error)\(way)")
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)

    func add(_ number: Int) -> Int {
      count.add(number, ordering: .relaxed).newValue
    }
  }
}

extension PictureSetError: ReportedError {
  var status: ExitStatus {
    switch code {
    case .noInput: .noInput
    case .damaged: .damagedInput
    case .usage: .usage
    case .overLimit: .overLimit
    }
  }
}
