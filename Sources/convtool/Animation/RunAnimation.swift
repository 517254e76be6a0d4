import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs

/// The filters of a run while they learn, as an animation: the learned ones first, for print, then
/// the random start and each epoch.
struct RunAnimation {
  private let history: FilterHistory
  /// The time of a frame and of the last one, in hundredths of a second.
  private let (step, rest): (Int, Int)

  /// Reads the snapshots of a run.
  ///
  /// - Parameters:
  ///   - folder: The folder of a run of `train-mnist --snapshots`.
  ///   - layer: The layer; `nil` for the first one with weights.
  ///   - fps: Epochs a second.
  ///   - most: The largest number of epochs.
  /// - Throws: ``Failure`` with 64 when there is no such layer, 66 without snapshots, 75 for too
  ///   many epochs.
  init(_ folder: String, layer: String?, fps: Double, most: Int) throws {
    let snapshots = RunSnapshots(folder)
    guard snapshots.epochs.count <= most else {
      throw Failure(
        .overLimit,
        "\(folder): \(snapshots.epochs.count) epochs to show, the limit is \(most): raise it with "
          + "--max-windows (up to 4096)")
    }
    let networks = try snapshots.networks()
    let stages = networks[0].network.stages
    let first = stages.first { !$0.layer.parameters.isEmpty }?.name ?? ""
    guard let history = FilterHistory(networks, layer: layer ?? first) else {
      let names = stages.filter { !$0.layer.parameters.isEmpty }.map(\.name)
      throw Failure(
        .usage,
        "no layer '\(layer ?? first)' with weights in the run: it has "
          + names.joined(separator: ", "))
    }
    self.history = history
    step = max(1, min(65535, Int((100 / fps).rounded())))
    rest = max(step, 200)
  }

  /// Writes the animation.
  ///
  /// - Returns: The line for LaTeX of a folder of frames.
  func write(
    to path: String, as format: AnimationFormat, fps: Double, texts: [Metadata.Text]
  ) throws -> String? {
    guard format != .html else {
      throw Failure(.usage, "--run makes a .gif, a .png or a folder of frames, not a page")
    }
    if format == .frames { return try writeFrames(to: path, fps: fps) }
    let recorded = recorded
    try about(path == "-" ? "standard output" : path) {
      try OutputFile.write(to: path) { file in
        if format == .gif {
          try GIFWriter.write(recorded, to: file)
        } else {
          try AnimatedPNGWriter.write(recorded, to: file, texts: texts)
        }
      }
    }
    return nil
  }

  /// The frames of the animation: the last epoch, then all of them.
  private var order: [Int] { [history.count - 1] + (0..<history.count) }

  private var recorded: IndexedAnimation {
    let first = history.frame(history.count - 1).picture
    var animation = IndexedAnimation(height: first.height, width: first.width)
    for (place, index) in order.enumerated() {
      let isEnd = place == 0 || place == order.count - 1
      animation.append(history.frame(index).picture.samples, hundredths: isEnd ? rest : step)
    }
    return animation
  }

  private func writeFrames(to path: String, fps: Double) throws -> String {
    let folder = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
    func name(_ index: Int) -> String { String(format: "frame-%04d.png", index) }
    try ModelStore.fill(FilePath.folder(folder + "x")) {
      for (place, index) in order.enumerated() {
        try history.frame(index).picture.write(to: folder + name(place))
      }
    }
    return "\\animategraphics[loop,controls,width=\\linewidth]{\(String(format: "%g", fps))}"
      + "{\(folder)frame-}{0000}{\(String(format: "%04d", order.count - 1))}"
  }
}
