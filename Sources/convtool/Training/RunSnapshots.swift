import ConvNet
import ImageCodecs

/// The network after each epoch of a run, as model files in the folder `snapshots`.
///
/// `epoch-000.safetensors` holds the random start. Each file is a model that every command reads.
struct RunSnapshots {
  private static let (prefix, suffix) = ("epoch-", ".safetensors")

  private let folder: String

  init(_ run: String) { folder = "\(run)/snapshots" }

  /// Whether the run keeps snapshots already; one that goes on keeps them without being told.
  var exist: Bool { Files.isFolder(folder) }

  /// Writes the network of an epoch.
  func write(_ trainer: Trainer) throws {
    try ModelStore.fill(folder) {}
    try ModelStore.write(
      trainer.averaged.safetensors.bytes, to: "\(folder)/\(RunSnapshots.name(trainer.epoch))")
  }

  private static func name(_ epoch: Int) -> String {
    let digits = String(epoch)
    return prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + suffix
  }

  /// The epochs that are there, in order.
  var epochs: [Int] {
    (Files.names(in: folder) ?? []).compactMap { name in
      guard name.hasPrefix(RunSnapshots.prefix), name.hasSuffix(RunSnapshots.suffix) else {
        return nil
      }
      return Int(name.dropFirst(RunSnapshots.prefix.count).dropLast(RunSnapshots.suffix.count))
    }.sorted()
  }

  /// Reads the networks of all epochs.
  ///
  /// - Throws: ``Failure`` with 66 when the run has no snapshots.
  func networks() throws -> [(epoch: Int, network: Network)] {
    let epochs = epochs
    guard !epochs.isEmpty else {
      throw Failure(
        .noInput, "\(folder): no snapshots: train-mnist --snapshots keeps the filters of each epoch"
      )
    }
    return try epochs.map { epoch in
      (epoch, try ModelStore.load("\(folder)/\(RunSnapshots.name(epoch))"))
    }
  }
}
