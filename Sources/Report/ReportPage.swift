import ConvCore
import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs

/// One page that shows how a network reads a picture, and computes it anew for other pictures.
///
/// The page is a single HTML file that asks nothing of the net. It holds the weights of the network
/// when these are few: then its script runs the network, and everything follows a change of the
/// input. Pictures and tables are there without a script as well.
package struct ReportPage {
  /// The most bytes of weights that a page computes with.
  package static let mostWeights = 200_000
  /// The most bytes of a page.
  package static let mostBytes = 5_000_000

  /// The most products that a page spends on reading digits.
  private static let mostProducts = 100_000_000_000

  /// The network, with the name of its model.
  package let network: Network
  package let modelName: String
  /// The picture as gray levels 0…255, with its name.
  package let picture: Image
  package let pictureName: String
  /// The picture as the network reads it, before the division of its samples.
  package let input: Image
  /// The digits that the network is tried with, and words for them: `10,000 test digits`.
  package var digits: DigitSet?
  package var digitsName = ""
  /// Pictures of one's own that the network is tried with, instead of digits.
  package var pictures: ReviewedPictures?
  /// The run that the model comes from.
  package var run: ReportRun?
  /// The most maps of a layer in a page without computation.
  package var mostMaps = 64
  package var threads = 1
  /// The name and version of the program, and the command that writes the page.
  package var generator = "convtool"
  package var command = ""

  /// Creates a page without digits and without a run.
  package init(
    network: Network, modelName: String, picture: Image, pictureName: String, input: Image
  ) {
    self.network = network
    self.modelName = modelName
    self.picture = picture
    self.pictureName = pictureName
    self.input = input
  }

  /// Whether the page can compute: few weights, and no layer that the script does not know.
  package var isAlive: Bool {
    network.inputShape.channels == 1 && !network.readsWholePictures
      && network.parameterCount * MemoryLayout<Float>.size <= Self.mostWeights
      && network.isSequence && network.stages.allSatisfy { LayerRecord.isKnown($0.layer) }
  }

  /// Returns the bytes of the page's file.
  ///
  /// - Throws: ``ReportError`` when the page would have more than ``mostBytes``, and for a model
  ///   whose outputs are not finite; `CodecError` and `ShapeError` of the pictures.
  package func bytes() throws -> [UInt8] {
    let content = try PageContent(self)
    let page = Array(try content.text().utf8)
    guard page.count <= Self.mostBytes else {
      let size = String(format: "%.1f", Double(page.count) / 1e6)
      throw ReportError(
        "a page of \(size) MB, over the limit of 5 MB: --max-maps \(max(1, mostMaps / 2)) shows "
          + "fewer maps of each layer", isTooLarge: true)
    }
    return page
  }

  /// Keeps as many digits as the network reads in some seconds, and says so in their name.
  package mutating func limitDigits() {
    guard let set = digits else { return }
    let count = max(100, Self.mostProducts / max(1, products))
    guard count < set.count else { return }
    digits = set[0..<count]
    digitsName = "the first \(Self.grouped(count)) of \(digitsName)"
  }

  /// The number of pictures that a network reads in some seconds.
  package static func pictureLimit(_ network: Network) -> Int {
    let page = ReportPage(
      network: network, modelName: "", picture: Image(rows: [[0]]), pictureName: "",
      input: Image(rows: [[0]]))
    return max(100, mostProducts / max(1, page.products))
  }

  /// The products of one forward pass.
  private var products: Int {
    network.stages.enumerated().reduce(0) { sum, item in
      guard let weights = item.element.layer.parameters.first?.values.count else { return sum }
      return sum + weights * network.shapes[item.offset + 1].plane
    }
  }

  /// Returns a number with commas between thousands: `15,794`.
  package static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var end = digits.count - 3
    while end > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
      end -= 3
    }
    return digits
  }
}
