package import ConvCore

/// How another program convolves: what it does with a kernel, in the terms of this one.
///
/// Each program is one value, in a file of its own; nothing else knows its name.
package struct ToolConvention: Sendable {
  /// How the cells of a kernel meet the samples.
  package enum Flip: Hashable, Sendable {
    /// Turned by 180°: true convolution.
    case convolution
    /// As written.
    case correlation
    /// As written, but with the rows in reverse order.
    case upsideDown
  }

  /// The cell of a kernel, as written, that lies on the output pixel.
  package enum Anchor: Hashable, Sendable {
    /// (side − 1) / 2, rounded down.
    case lowerMiddle
    /// side / 2, rounded down.
    case upperMiddle

    /// The cell of a kernel of some size.
    func cell(of size: Size2D) -> Kernel.Anchor {
      switch self {
      case .lowerMiddle: Kernel.Anchor(y: (size.height - 1) / 2, x: (size.width - 1) / 2)
      case .upperMiddle: Kernel.Anchor(y: size.height / 2, x: size.width / 2)
      }
    }
  }

  /// What happens where a window leaves the picture.
  package enum Edge: Hashable, Sendable {
    /// Positions outside have the values of a border.
    case border(Border)
    /// There is no output.
    case valid
    /// The output is the sample of the picture.
    case copied
  }

  /// The value of `--like`.
  package let name: String
  /// The program's name in messages.
  package let title: String
  /// The call that is matched, with `picture` and `kernel` for its arguments.
  package let call: String
  package var flip = Flip.correlation
  package var anchor = Anchor.lowerMiddle
  package var edge = Edge.border(.replicate)
  /// The order of sums; `nil` where the program does not fix one, so that ours is used.
  package var order: SumOrder?
  /// The sums in words.
  package var sumsText: String?
  /// Whether a kernel is divided by its sum, unless that is 0.
  package var dividesBySum = false
  /// The sides of kernels that the program takes; empty for all.
  package var sides: [Int] = []
  /// The factor of samples, for what becomes levels and for raw responses.
  package var unit: @Sendable (SampleUse) -> Double = { _ in 1 }
  /// What sums begin with where levels are made, from the bias; `nil` where the bias is added after.
  package var start: (@Sendable (Double) -> Double)?
  /// The steps from a sum to a level of the same type as the input; `nil` for a program that has no
  /// levels of its own.
  package var levels: (@Sendable (SampleUse) -> [LevelStep])?
  /// The levels in words.
  package var levelsText = ""
  /// What is said about the unit of samples; `nil` where it is ours.
  package var unitText: String?
  /// Whether levels are made after each pass of a filter of several passes.
  package var roundsPasses = false
  /// Why pictures with alpha are refused; `nil` where alpha is a channel like any other.
  package var refusalOfAlpha: String?
  /// What the named filters of the catalogue are; filters that are not listed are our kernels.
  package var named: [String: ToolAnswer] = [:]
  /// Differences to the program that remain.
  package var remarks: [String] = []

  init(_ name: String, title: String, call: String) {
    self.name = name
    self.title = title
    self.call = call
  }

  /// All conventions, in the order of help texts.
  package static let all: [ToolConvention] = [
    .openCV, .sciPy, .scikitImage, .pillow, .imageMagick, .vips, .torch, .keras,
  ]

  /// The convention of that name; `nil` for an unknown name.
  package static func named(_ name: String) -> ToolConvention? { all.first { $0.name == name } }
}
