public import ConvCore
import RowLoops

/// The rectifier max(x, 0) as a separate layer.
public struct ReLU: Layer, Hashable {
  public var kind: String { "ReLU" }

  /// Creates a rectifier layer.
  public init() {}

  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    output.copyValues(of: input, pass.engine)
    let count = output.values.count
    var span = output.values.mutableSpan
    pass.engine.loops.addBias(&span, at: 0, count: count, bias: 0, rectify: true)
  }

  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    var pass = pass
    pass.inputActivation = .relu
    input.adoptGradient(&outputGradient, pass)
  }
}
