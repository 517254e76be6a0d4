public import RowLoops

/// The row loops, compiled for the registers of this build.
public enum Loops: RowLoops {
  /// The name of the instruction set this build was compiled for.
  public static var instructionSet: String { buildName }
}
