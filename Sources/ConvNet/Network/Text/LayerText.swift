import ConvCore

/// Networks written as a text: `conv 16 3x3 relu; pool 2; dense`.
///
/// A layer is a word with its numbers and options; semicolons and line ends part layers, `#` begins a
/// comment. Numbers of channels and of classes follow from the input and the data.
///
/// - `conv N HxW`, with `stride N`, `padding N` or `padding same`, `dilation N`, `groups N`,
///   `depthwise`, `relu`. N filters of H×W cells; `conv depthwise 3x3` has one for each channel.
/// - `batchnorm`; `relu`; `leaky A` (slope 0.01 unless given); `dropout P`.
/// - `pool N` or `max-pool N`, `average-pool N`, with `stride N` (N unless given) and `padding N`;
///   `global-average`.
/// - `flatten`; `dense N relu`; `dense` alone has as many outputs as there are classes.
/// - `residual { … }`: the block's input is added to its output, through 1×1 filters where the shapes
///   differ; `relu` behind the brace applies to the sum.
///
/// Sizes are N for N×N, or HxW.
public enum LayerText {
  /// The largest number of bytes of a text.
  static let longest = 1 << 20

  /// Builds a network from a text.
  ///
  /// - Parameters:
  ///   - text: The layers.
  ///   - input: The shape of a picture.
  ///   - classes: The names of the classes.
  ///   - seed: Seeds the random weights.
  /// - Returns: An untrained network with these classes.
  /// - Throws: ``LayerTextError`` when a layer is unknown, or does not suit what it gets.
  public static func network(
    _ text: String, input: TensorShape, classes: [String], seed: UInt64
  ) throws(LayerTextError) -> Network {
    try network(text, input: input, seed: seed, classes: classes.count, classNames: classes)
  }

  private static func network(
    _ text: String, input: TensorShape, seed: UInt64, classes: Int, classNames: [String]?
  ) throws(LayerTextError) -> Network {
    guard text.utf8.count <= longest else {
      throw LayerTextError("a text of layers of \(text.utf8.count) bytes: at most \(longest)")
    }
    var parser = LayerTextParser(text)
    let elements = try parser.elements()
    do throws(ShapeError) {
      var assembly = NetworkAssembly(input: input, classes: classes, seed: seed)
      try assembly.append(elements)
      return try assembly.network(classNames: classNames)
    } catch { throw LayerTextError(error.description) }
  }

  /// Builds a network from a text before the classes are known: a dense layer without a number has
  /// `openClasses` outputs.
  package static func network(
    _ text: String, input: TensorShape, openClasses: Int, seed: UInt64
  ) throws(LayerTextError) -> Network {
    try network(text, input: input, seed: seed, classes: openClasses, classNames: nil)
  }

  /// Whether a dense layer of a text has no number.
  package static func leavesClassesOpen(_ text: String) -> Bool {
    var parser = LayerTextParser(text)
    return ((try? parser.elements()) ?? []).contains { element in
      guard case .layer(let layer as Dense) = element.content else { return false }
      return layer.outputs == 0
    }
  }

  /// Builds a network from a text for classes without names, called by their numbers.
  public static func network(
    _ text: String, input: TensorShape, classes: Int, seed: UInt64
  ) throws(LayerTextError) -> Network {
    try network(text, input: input, classes: (0..<classes).map(String.init), seed: seed)
  }
}
