internal import RowLoops

/// The row loops, compiled for the registers of this build.
package enum Loops: RowLoops {
  /// The name of the instruction set this build was compiled for.
  package static var instructionSet: String { buildName }
}
