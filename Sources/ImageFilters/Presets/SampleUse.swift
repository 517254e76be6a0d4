package import ImageCodecs
package import ConvCore

/// What a run reads and writes, for filters whose arithmetic depends on it.
package struct SampleUse: Hashable, Sendable {
  /// The type of the samples of the input.
  package let input: SampleType
  /// The type of the samples of the output; floats are raw responses.
  package let output: SampleType
  /// The format of the output.
  package let format: ImageFormat
  /// Whether no view is asked for.
  package let isPlain: Bool
  /// The factor of responses.
  package let scale: Float
  /// What is added to responses, in sample units.
  package let bias: Float

  /// Whether responses become levels of the input's own type, as programs make them.
  package var givesLevels: Bool { isPlain && output == input && output != .float32 }

  /// The largest level of the input; 1 for floats.
  package var maximum: Double { Double(input.maximum ?? 1) }
}
