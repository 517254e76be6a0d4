/// A process that trains alone.
package struct SoleProcess: TrainingProcesses {
  /// The only process.
  package init() {}

  package var rank: Int { 0 }
  package var count: Int { 1 }

  package func exchange(
    _ values: [Float], _ parts: [Range<Int>], into received: inout [Float], _ places: [Range<Int>]
  ) {
    received.replaceSubrange(places[0], with: values[parts[0]])
  }

  package func complete(_ values: inout [Float], _ parts: [Range<Int>]) {}

  package func gather(_ bytes: [UInt8], sizes: [Int]) -> [UInt8] { bytes }
}
