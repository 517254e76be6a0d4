import ArgumentParser
import Foundation
import ImageCodecs
import ImageFilters

/// The options that choose the input files.
struct InputOptions: ParsableArguments {
  @Argument(
    help: """
      \(ImageFormat.names("or")) files, told apart by content; scan.tif:2 is the second page of a \
      TIFF, arrays.npz:name an array; '1 3 5 3; 4 2 3 1' is a matrix; - is standard input.
      """)
  var inputs: [String] = []

  @Flag(
    help: """
      A folder among the inputs stands for all pictures and arrays below it; -o FOLDER/ mirrors its \
      sub-folders.
      """)
  var recursive = false

  @Option(
    help: """
      A file that names more inputs, one a line or with bytes of 0 between them; - is standard \
      input.
      """)
  var filesFrom: String?

  @Option(
    help: """
      I/N does every N-th input, counted from 1; auto/N takes I from the number of a scheduler's \
      task (Slurm, PBS, Grid Engine, LSF, AWS Batch, Kubernetes, srun, mpirun), modulo N; auto \
      takes N from it as well, where its tasks have no gaps.
      """)
  var shard: Shard?

  @Flag(
    help: """
      Keep what can be decoded of a picture that is cut short or damaged, and say how much that \
      is; otherwise it is an error.
      """)
  var allowTruncated = false
}
