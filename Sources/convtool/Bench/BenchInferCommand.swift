import ArgumentParser
import ConvCore
import ConvNet
import Foundation

/// `convtool bench infer`.
struct BenchInferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer", abstract: "How fast the slides' network reads images.",
    discussion: """
      10,000 random images of 28x28 (3,000 one by one) in batches: the median of three runs after \
      a first one. Images run with their channels in the lanes, a single one in strips, one for \
      each thread. The outputs of all batch sizes must agree to the bit.
      """)

  @Option(help: "Images; at most 3,000 of them are read one by one.") var images = 10_000
  @Option(help: "Batch sizes, separated by commas.") var batches = "1,100,1000"
  @Flag(help: "One JSON object a row.") var json = false
  @OptionGroup var resources: ResourceOptions

  private var sizes: [Int] { batches.split(separator: ",").map { Int($0) ?? 0 } }

  func validate() throws {
    guard (1...100_000).contains(images) else {
      throw ValidationError("--images takes 1...100000")
    }
    guard !sizes.isEmpty, sizes.allSatisfy({ (1...10_000).contains($0) }) else {
      throw ValidationError("--batches takes numbers of 1...10000, separated by commas")
    }
  }

  func run() throws {
    let network = Network.cnn(seed: 1)
    let classifier = Classifier(network, threads: resources.threadCount)
    var generator = SplitMix64(seed: 1)
    let images = (0..<images * network.inputShape.count).map { _ in generator.unit() }
    var first: [Float] = []
    for size in sizes {
      let (seconds, outputs) = measure(classifier, images, size)
      // The first 100 images are in every run.
      if first.isEmpty { first = outputs }
      guard outputs == first else {
        throw Failure(.internalError, "bench infer: batches of \(size) give other outputs")
      }
      print(line(size, seconds))
    }
  }

  /// Seconds an image, and what the first 100 images gave.
  private func measure(
    _ classifier: Classifier, _ images: [Float], _ size: Int
  ) -> (Double, [Float]) {
    let pixels = classifier.network.inputShape.count
    let total = size == 1 ? min(3_000, self.images) : self.images
    let batches = stride(from: 0, to: total, by: size).map {
      Array(images[$0 * pixels..<min($0 + size, total) * pixels])
    }
    var outputs: [Float] = []
    var result: [Float] = []
    let seconds = Measurement.seconds(runs: 3) {
      outputs.removeAll(keepingCapacity: true)
      for batch in batches {
        classifier.logits(batch, into: &result)
        if outputs.count < 1_000 { outputs += result }
      }
    }
    return (Measurement.median(seconds) / Double(total), Array(outputs.prefix(1_000)))
  }

  private func line(_ size: Int, _ seconds: Double) -> String {
    let time = String(format: "%.2f", seconds * 1e6)
    if json {
      return "{\"name\": \"infer\", \"threads\": \(resources.threadCount), \"batch\": \(size), "
        + "\"us_per_image\": \(time)}"
    }
    return "batch \(size): \(time) us an image (\(Engine.preferred.name), "
      + "\(resources.threadCount) threads)"
  }
}
