import ArgumentParser
import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// The command `convtool animate`.
struct AnimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "animate",
    abstract: "Show how the window slides: numbers, products, sums, the output filling up.",
    usage: "convtool animate [options] <input>, or convtool animate --run <folder> [options]",
    discussion: """
      convtool animate --laplacian photo.png -o slide.gif
      convtool animate --pool max '1 3 5 3; 4 2 3 1' -o pool.html
      convtool animate --sobel-x photo.png --still
      convtool animate --run runs/mnist-1 -o learning.gif

      An animation shows the finished picture, the kernel and its turn by 180 degrees, then window \
      after window; an .html page steps by key, --still is one picture with four positions, and \
      --run shows the filters of a training, epoch by epoch.

      Filters and their options are those of filter, and the numbers are its own: the output is what \
      filter computes, products are those of its operands. A color picture is shown as its \
      luminance, as with filter --gray; a kernel that spans the channels, and a unit of a layer, \
      show the products of one channel and the sums of all. With --then the last filter slides over \
      what the others give. Cells outside of the picture show what the border puts there. The first \
      frame is the finished picture, for print; the animation repeats without end.
      """)

  @Argument(
    help: "A JPEG, PNG, NPY or text file, a matrix such as '1 2; 3 4', or - for standard input.")
  var input: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      """
      The folder of a run of train-mnist --snapshots, instead of an input: its filters from the \
      random start on, those of --layer (default: the first layer).
      """, valueName: "folder"))
  var runFolder: String?

  @OptionGroup var arrays: ArrayOptions
  @OptionGroup(title: "Filters (one of them), or --pool") var filter: FilterSelectionOptions
  @OptionGroup(title: "Other operations") var operation: AnimationOperationOptions
  @OptionGroup(title: "How it is applied") var application: ConvolutionOptions
  @OptionGroup(title: "What is shown") var view: AnimationViewOptions
  @OptionGroup(title: "Output") var output: AnimationOutputOptions
  @OptionGroup(title: "Resources") var resources: ResourceOptions

  func run() throws {
    if let runFolder { return try animateRun(runFolder) }
    guard let input else {
      throw Failure(
        .usage, "no input: name a picture, a matrix, or the folder of a training with --run")
    }
    if filter.readsStandardInput && input == "-" {
      throw Failure(.usage, "standard input is named twice: by - and for a kernel")
    }
    let picture = try AnimationInput(input, arrays: arrays, resources: resources)
    var subject: AnimationSubject
    do { subject = try self.subject(picture) } catch {
      throw Failure(error, file: picture.name)
    }
    let stops = view.positions
    let crop = try crop(of: subject.model, stops)
    if view.channel == nil { subject.model.showStrongestPart(in: crop) }
    let target = try output.target(
      stem: "\(picture.stem).\(subject.operation)", isStill: view.still,
      readsStandardInput: input == "-")
    if let target { try output.requireRoom(target.path, target.format) }
    guard
      let drawing = SlidingPicture(
        subject.model, crop: crop, width: view.width / view.columns,
        white: subject.white, palette: view.palette)
    else {
      throw Failure(
        .overLimit,
        "\(crop.rows.count)x\(crop.columns.count) windows of \(subject.model.geometry.extent) have "
          + "no room on \(view.width) pixels: take a smaller --crop, or a larger --size")
    }
    let script = SlidingScript(subject.model, crop: crop, stops: stops, fps: view.fps.value)
    if let target {
      let writer = AnimationWriter(
        drawing: drawing, script: script, still: view.still ? stops : nil, columns: view.columns,
        fps: view.fps.value,
        texts: CommandText.texts(inputs: [input]))
      let line = try writer.write(to: target.path, as: target.format)
      if let line, !output.json { print(line) }
    }
    if output.json {
      print(try JSONOutput.text(AnimationRecord(subject, crop, script, drawing)))
    }
  }

  /// Shows the filters of a run while they learn.
  private func animateRun(_ folder: String) throws {
    guard input == nil, filter.model == nil, filter.unit == nil, !view.still, !output.json else {
      throw Failure(
        .usage,
        "--run shows the filters of a training: it takes --layer, --fps, -o, --format and "
          + "--force, no input and no filter")
    }
    let animation = try RunAnimation(
      folder, layer: filter.layer, fps: view.fps.value, most: view.maxWindows.value)
    let stem = "\(FilePath.name(folder)).filters"
    guard let target = try output.target(stem: stem, isStill: false, readsStandardInput: false)
    else { return }
    try output.requireRoom(target.path, target.format)
    let line = try animation.write(
      to: target.path, as: target.format, fps: view.fps.value,
      texts: CommandText.texts(inputs: [folder]))
    if let line { print(line) }
  }

  private func subject(_ picture: AnimationInput) throws -> AnimationSubject {
    let options = application.options
    if let (pooling, name) = operation.pooling(stride: application.stride) {
      try requirePoolingAlone(options)
      return try AnimationSubject(pooling, name: name, input: picture)
    }
    let learned = try filter.learned()
    let chosen = try learned ?? [filter.chosen()]
    let following = try filter.following()
    let filters = chosen + following
    try application.requireUse(by: filters)
    let name = ([chosen[chosen.count - 1]] + following).map(\.label).joined(separator: ".")
    if operation.transposed {
      return try AnimationSubject(
        transposed: filters, options, operation: name, area: view.crop, input: picture)
    }
    return try AnimationSubject(
      filters, options, operation: name, channel: view.channel?.value, input: picture)
  }

  /// Rejects options that would not change a pooling.
  private func requirePoolingAlone(_ options: FilterOptions) throws {
    let hasFilter = filter.hasFilter || !filter.then.isEmpty
    if hasFilter { throw Failure(.usage, "--pool is an operation of its own: no filter beside it") }
    var plain = FilterOptions()
    plain.stride = options.stride
    guard options == plain else {
      throw Failure(
        .usage,
        "--border, --correlate, --dilate, --anchor, --normalize and --method cannot apply: "
          + "--pool has no kernel")
    }
    if view.channel != nil { throw Failure(.usage, "--channel cannot apply: --pool has one plane") }
  }

  private func crop(of model: SlidingModel, _ stops: [SlidingPosition]) throws -> SlidingCrop {
    let size = model.rule == .transposed ? model.geometry.input : model.geometry.output
    if let outside = stops.first(where: { $0.y >= size.height || $0.x >= size.width }) {
      throw Failure(
        .usage, "--stops \(outside.y),\(outside.x) lies outside the \(size) positions")
    }
    let crop: SlidingCrop
    if model.rule == .transposed {
      crop = SlidingCrop(rows: 0..<size.height, columns: 0..<size.width)
    } else if let area = view.crop {
      try AnimationSubject.requireInside(area, model.geometry.input)
      guard let chosen = SlidingCrop(model, rows: area.rows, columns: area.columns) else {
        throw Failure(
          .usage,
          "--crop \(area.defaultValueDescription): no window of \(model.geometry.extent) in it")
      }
      crop = chosen
    } else {
      crop = SlidingCrop(lively: model, holding: stops)
    }
    if let outside = stops.first(where: { !crop.contains($0) }) {
      throw Failure(.usage, "--stops \(outside.y),\(outside.x) lies outside of --crop")
    }
    guard crop.count <= view.maxWindows.value else {
      throw Failure(
        .overLimit,
        "\(crop.count) windows to show, the limit is \(view.maxWindows.value): take a smaller --crop, or "
          + "raise it with --max-windows (up to 4096)")
    }
    return crop
  }
}
