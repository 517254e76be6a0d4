import ConvNet
import Foundation
import ImageCodecs

/// The model of a call without `--model`.
///
/// It is the newest run below `runs/` in the current folder, else the sample model, which is part
/// of the program. Newest is the run whose `model.safetensors` was written last. A run without a
/// model, or with one that cannot be read, is passed over with a note, so that a training that was
/// killed does not stop a lecture.
enum DefaultModel {
  static let folder = "runs"
  /// The name of the sample model in notes.
  static let sample = "samples/digits.safetensors"

  static func load(quiet: Bool) throws -> LoadedModel {
    var notes: [String] = []
    for run in runs() {
      do {
        let network = try ModelStore.load(run)
        try ModelStore.require(run)
        notes.append("--model \(run)\(progress(of: run)), the newest run")
        if !quiet { tell(notes) }
        return LoadedModel(network: network, name: run)
      } catch {
        notes.append("passed over: \(Failure(error, file: run).message ?? run)")
      }
    }
    notes.append("--model \(sample), which is in the program")
    if !quiet { tell(notes) }
    return LoadedModel(network: try sampleNetwork(), name: sample)
  }

  /// The sample model: the slides' network, learned from drawn digits.
  static func sampleNetwork() throws -> Network {
    try about(sample) {
      try Network(try Safetensors(bytes: PackageResources.digits_safetensors))
    }
  }

  /// The folders below `runs/`, the newest first; runs without a model come last.
  private static func runs() -> [String] {
    let names = (Files.names(in: folder) ?? []).filter {
      !$0.hasPrefix(".") && Files.isFolder("\(folder)/\($0)")
    }
    let dated = names.map { name in
      let path = "\(folder)/\(name)"
      return (path: path, time: Files.modificationTime("\(path)/model.safetensors") ?? 0)
    }
    return dated.sorted { a, b in
      a.time != b.time
        ? a.time > b.time : a.path.compare(b.path, options: .numeric) == .orderedDescending
    }.map(\.path)
  }

  /// A word about a run that is not complete, because it is running or was stopped.
  private static func progress(of run: String) -> String {
    Files.exists("\(run)/run.json") ? "" : " (a training that has not ended)"
  }

  private static func tell(_ notes: [String]) {
    for note in notes { Messages.whenDone("note: \(note)") }
  }
}
