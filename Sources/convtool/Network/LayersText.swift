import ConvCore
import ConvNet
import Foundation
import ImageCodecs

/// The value of `--layers`: a text of layers, or a file of them.
struct LayersText {
  /// The layers.
  let text: String
  /// The path of the file; `nil` for a text.
  let file: String?

  /// Reads the file if there is one of that name.
  ///
  /// - Throws: ``Failure`` when the value is a path of a file that is not there or holds no text.
  init(_ value: String) throws {
    guard Files.exists(value), !Files.isFolder(value) else {
      if !value.contains(where: { " ;{\n".contains($0) }),
        value.contains(where: { "./".contains($0) })
      {
        throw Failure(.noInput, "\(value): no such file, and no layers")
      }
      (text, file) = (value, nil)
      return
    }
    guard let data = try WholeFile.contents(value) else {
      throw Failure(.noInput, "\(value): cannot be read")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw Failure(.damagedInput, "\(value): not a text")
    }
    (self.text, file) = (text, value)
  }

  /// Builds the network with random weights.
  ///
  /// - Parameters:
  ///   - input: The shape of a picture.
  ///   - classes: The names of the classes.
  ///   - seed: Seeds the weights.
  /// - Returns: An untrained network with these classes.
  /// - Throws: ``Failure`` with 64 for a text, with 65 for a file.
  func network(input: TensorShape, classes: [String], seed: UInt64) throws -> Network {
    do { return try LayerText.network(text, input: input, classes: classes, seed: seed) } catch {
      throw failure(error)
    }
  }

  /// Builds the network for a table; a `dense` without a number gets 10 outputs, which a note says,
  /// unless the number of classes is given.
  func network(input: TensorShape, classes: Int?, json: Bool) throws -> Network {
    do {
      if let classes {
        return try LayerText.network(text, input: input, classes: classes, seed: 0)
      }
      let network = try LayerText.network(text, input: input, openClasses: 10, seed: 0)
      if LayerText.leavesClassesOpen(text) {
        Messages.whenDone("note: dense without a number has 10 outputs: --classes N says otherwise")
      }
      return network
    } catch { throw failure(error) }
  }

  private func failure(_ error: LayerTextError) -> Failure {
    file.map { Failure(.damagedInput, "\($0): \(error.description)") }
      ?? Failure(.usage, "--layers: \(error.description)")
  }

  /// The words of a text of layers, for the help of commands.
  static let help = """
    Layers are parted by semicolons or line ends; # begins a comment. Sizes are N
    or HxW. A layer is one of these, with its options in any order:
      conv N HxW        N filters; stride N, padding N or same, dilation N,
                        groups N, depthwise, relu
      batchnorm, relu, leaky A, dropout P, flatten, global-average
      pool N            maxima, also max-pool N; stride N, padding N or same
      average-pool N    means, with the same options
      dense N           relu; without N it has an output for each class
      residual { ... }  adds the block's input to its output, through 1x1
                        filters where the shapes differ
    """
}
