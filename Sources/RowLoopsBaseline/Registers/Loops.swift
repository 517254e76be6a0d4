internal import RowLoops

/// The row loops, compiled for the registers of this build.
package enum Loops: RowLoops {
  /// The name of the instruction set for which this build was compiled.
  package static var instructionSet: String { buildName }
}
