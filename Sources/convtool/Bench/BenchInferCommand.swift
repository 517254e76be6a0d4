import ArgumentParser
import ConvCore
import ConvNet
import Foundation
import ImageCodecs

/// The command `convtool bench infer`.
struct BenchInferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer", abstract: "How fast the slides' network reads images.",
    discussion: """
      convtool bench infer
      convtool bench infer --threads 1,2,4,8
      convtool bench infer --model net.onnx

      10,000 random images of 28x28 (3,000 one by one) in batches: the median of three runs after \
      a first one. Batches of 64 and more run in groups of 16 images, side by side in the lanes, \
      with the products of Winograd's F(4x4, 3x3); smaller ones with those of the definition and \
      the channels in the lanes, a single image in strips, one for each thread. The outputs of all \
      batch sizes must agree, to the bit where the products are the same.

      With --model, an ONNX model on one random picture: the median of 15 runs after a first one.
      """)

  @Option(help: ArgumentHelp("An ONNX model to measure instead.", valueName: "model.onnx"))
  var model: String?
  @Option(help: "Images; at most 3,000 of them are read one by one.")
  var images: Whole<1, 100_000> = 10_000
  @Option(help: "Batch sizes.") var batches: CommaList<Whole<1, 10_000>> = [1, 100, 1000]
  @Flag(help: "One JSON object a row.") var json = false
  @OptionGroup var scaling: BenchThreadOptions
  @Option(help: "The most memory to plan for with --model.")
  var maxMemory = ByteCount(gibibytes: 2)

  func run() throws {
    let counts = try scaling.counts()
    if let model {
      return try GraphBench(model: model, json: json, memory: maxMemory.bytes).run(counts)
    }
    let network = Network.cnn(seed: 1)
    var generator = SplitMix64(seed: 1)
    let images = (0..<images.value * network.inputShape.count).map { _ in generator.unit() }
    for size in batches.elements.map(\.value) {
      var first: (threads: Int, seconds: Double)?
      for threads in counts {
        let seconds = try seconds(network, images, size, threads)
        print(try line(size, seconds, threads, first))
        first = first ?? (threads, seconds)
      }
    }
  }

  /// The seconds per image in batches of a size, whose outputs have been compared.
  private func seconds(
    _ network: Network, _ images: [Float], _ size: Int, _ threads: Int
  ) throws -> Double {
    let classifiers = [ConvolutionAlgorithm.direct, .winograd].map {
      Classifier(network, threads: threads, algorithm: $0)
    }
    let classifier = classifiers[size < BenchInferCommand.many ? 0 : 1]
    let (seconds, found) = measure(classifier, images, size)
    // Every run begins with these images.
    guard agree(found, outputs(classifiers[0], images), classifier.algorithm) else {
      throw Failure(.internalError, "bench infer: batches of \(size) give other outputs")
    }
    return seconds
  }

  /// The smallest batch whose groups of 16 images occupy all threads.
  private static let many = 64
  /// The number of images whose outputs are compared.
  private static let compared = 100

  private func outputs(_ classifier: Classifier, _ images: [Float]) -> [Float] {
    let count = min(self.images.value, BenchInferCommand.compared)
    var result: [Float] = []
    classifier.logits(
      Array(images[..<(count * classifier.network.inputShape.count)]), into: &result)
    return result
  }

  /// Whether outputs are equal, or with another algorithm within its rounding errors.
  private func agree(_ outputs: [Float], _ expected: [Float], _ algorithm: ConvolutionAlgorithm)
    -> Bool
  {
    guard outputs.count == expected.count else { return false }
    if algorithm == .direct { return outputs == expected }
    let largest = expected.reduce(0) { max($0, abs($1)) }
    return zip(outputs, expected).allSatisfy { abs($0 - $1) <= 1e-4 * largest }
  }

  /// The seconds per image, and the outputs of the first images.
  private func measure(
    _ classifier: Classifier, _ images: [Float], _ size: Int
  ) -> (Double, [Float]) {
    let pixels = classifier.network.inputShape.count
    let total = size == 1 ? min(3_000, self.images.value) : self.images.value
    let batches = stride(from: 0, to: total, by: size).map {
      Array(images[$0 * pixels..<min($0 + size, total) * pixels])
    }
    var outputs: [Float] = []
    var result: [Float] = []
    let seconds = Measurement.seconds(runs: 3) {
      outputs.removeAll(keepingCapacity: true)
      for batch in batches {
        classifier.logits(batch, into: &result)
        if outputs.count < BenchInferCommand.compared * 10 { outputs += result }
      }
    }
    let compared = min(self.images.value, BenchInferCommand.compared) * 10
    return (Measurement.median(seconds) / Double(total), Array(outputs.prefix(compared)))
  }

  /// The JSON row of one batch size.
  private struct Record: Encodable {
    let name = "infer"
    let threads: Int
    let batch: Int
    let products: String
    @JSONNumber var usPerImage: Double
  }

  private func line(
    _ size: Int, _ seconds: Double, _ threads: Int, _ first: (threads: Int, seconds: Double)?
  ) throws -> String {
    let way = size < BenchInferCommand.many ? "direct" : "winograd"
    if json {
      return try JSONOutput.text(
        Record(
          threads: threads, batch: size, products: way,
          usPerImage: (seconds * 1e8).rounded() / 100))
    }
    return
      "batch \(size): \(String(format: "%.2f", seconds * 1e6)) us an image (\(way), \(Engine.preferred.name), "
      + "\(BenchThreadOptions.words(threads)))" + BenchThreadOptions.scaling(seconds, first: first)
  }
}
