package import ConvCore

/// What a named filter of the catalogue is in another program.
package enum ToolAnswer: Sendable {
  /// Passes of the program, from the values of the parameters and the type of the samples.
  ///
  /// The type is float32 where the response is raw. The text says which filter of the program it is.
  case passes(String, @Sendable ([Double], SampleType) -> [ToolPass])
  /// Another algorithm, with the reason and the call that comes near.
  case refused(String)

  /// A kernel of the program in place of ours, in convolution orientation.
  static func kernel(_ text: String, _ rows: [[Double]], gain: [LevelStep] = []) -> ToolAnswer {
    .passes(text) { _, _ in [ToolPass(Kernel(rows: rows), gain: gain)] }
  }
}
