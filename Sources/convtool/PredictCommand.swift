import ArgumentParser
import ConvCore
import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs

/// `convtool predict`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Read digits from pictures.",
    usage: "convtool predict [<inputs> ...] --model <model> [options]",
    discussion: """
      A photo of a digit is prepared as MNIST's digits were: paper evened out, polarity found, \
      cropped, fitted into 20x20 pixels and centred by mass in 28x28. A 28x28 picture that is dark \
      at its border is taken as it is.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var model: ModelOptions
  @Flag(help: "Write what the network saw: NAME.prepared.png in the current folder.")
  var showPrepared = false
  @Flag(help: "As JSON, one line a picture.") var json = false
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    try Models.require(model.model)
    let network = try model.load()
    let inputs = try InputList(input)
    let names = showPrepared ? try PreparedNames(inputs) : nil
    var failures: [Failure] = []
    for path in inputs.selected {
      do { try predict(path, network, names) } catch {
        let failure = Failure(error, file: path)
        if inputs.all.count == 1 { throw failure }
        failure.report()
        failures.append(failure)
      }
    }
    if !failures.isEmpty { throw Failure(.someInputsFailed, nil) }
  }

  private func predict(_ path: String, _ network: Network, _ names: PreparedNames?) throws {
    let prepared = try names?.name(for: path)
    let image = try NetworkInput.read(
      path, for: network, limits: resources.imageLimits, allowsDamage: input.allowTruncated,
      arrays: arrays, quiet: resources.quiet)
    let output = NetworkInput.run(image, through: network).output
    let p = Loss.softmax(output.image(0))
    let top = p.indices.sorted { p[$0] > p[$1] }.prefix(3)
    if json {
      let entries = top.map { "{\"class\":\"\(network.classNames[$0])\",\"probability\":\(p[$0])}" }
      let name = String(
        decoding: (try? JSONEncoder().encode(FileName.printable(path))) ?? Data(), as: UTF8.self)
      print("{\"image\":\(name),\"top\":[\(entries.joined(separator: ","))]}")
    } else {
      let entries = top.map { String(format: "%@ %.1f %%", network.classNames[$0], 100 * p[$0]) }
      print("\(FileName.printable(path)): \(entries.joined(separator: ", "))")
    }
    if let prepared { try write(image, to: prepared) }
  }

  private func write(_ image: Image, to name: String) throws {
    let samples = image.samples.map { UInt8(min(max($0.rounded(), 0), 255)) }
    do throws(CodecError) {
      let file = try OutputFile(path: name)
      defer { file.abandon() }
      let info = ImageInfo(
        format: .png, shape: image.shape, sampleType: .uint8, hasAlpha: false)
      let writer = try makeWriter(info, to: file)
      try writer.append(try writer.encode(.uint8(samples), rows: 0..<image.shape.height))
      try writer.finish()
      try file.commit()
    } catch { throw Failure(error, file: name) }
  }
}
