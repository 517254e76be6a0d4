import Foundation
import Testing

/// A call that makes no sense, and words that its message must hold.
struct WrongCall: Sendable, CustomTestStringConvertible {
  let arguments: String
  let words: [String]

  init(_ arguments: String, _ words: String...) {
    self.arguments = arguments
    self.words = words
  }

  /// Split at spaces; `_` stands for one inside an argument.
  var list: [String] {
    arguments.split(separator: " ").map { $0.replacingOccurrences(of: "_", with: " ") }
  }

  var testDescription: String { arguments }

  static let filters: [WrongCall] = [
    WrongCall("filter in.png", "--laplacian"),
    WrongCall("filter --laplacian --sobel in.png", "laplacian", "sobel"),
    WrongCall("filter --laplacian --gaussian 2 in.png", "laplacian", "gaussian"),
    WrongCall("filter --box 3 --kernel 1 in.png", "box", "kernel"),
    WrongCall("filter --laplacain in.png", "--laplacain"),
    WrongCall("filter --laplacian --wibble in.png", "--wibble"),
    WrongCall("filter --laplacian --then sobble in.png", "sobble"),
    WrongCall("filter --median 4 in.png", "odd", "4"),
    WrongCall("filter --median 0 in.png", "median"),
    WrongCall("filter --gaussian 0 in.png", "gaussian"),
    WrongCall("filter --gaussian -1 in.png", "gaussian"),
    WrongCall("filter --gaussian big in.png", "gaussian", "big"),
    WrongCall("filter --gaussian nan in.png", "gaussian"),
    WrongCall("filter --gaussian 1,2 in.png", "gaussian"),
    WrongCall("filter --dog 1 in.png", "dog"),
    WrongCall("filter --box 2.5 in.png", "box"),
    WrongCall("filter --canny 100,50 in.png", "canny"),
    WrongCall("filter --bilateral 2 in.png", "bilateral"),
    WrongCall("filter --gaussian in.png", "gaussian takes S"),
  ]

  static let kernels: [WrongCall] = [
    WrongCall("filter --kernel 0_1_0;1_-4;0_1_0 in.png", "ragged", "row"),
    WrongCall("filter --kernel 1_x_1 in.png", "'x'"),
    WrongCall("filter --kernel 1/0 in.png", "1/0"),
    WrongCall("filter --kernel 1/2/3 in.png", "1/2/3"),
    WrongCall("filter --kernel ; in.png", "kernel"),
    WrongCall("filter --kernel inf_1 in.png", "inf"),
    WrongCall("filter --laplacian --normalize in.png", "--normalize", "0"),
    WrongCall("filter --kernel 1_-1 --normalize in.png", "--normalize"),
    WrongCall("filter --laplacian --method separable in.png", "separable", "rank 2"),
    WrongCall("filter --sobel --method separable in.png", "separable"),
    WrongCall("filter --laplacian --method fastest in.png", "--method", "fastest"),
  ]

  static let options: [WrongCall] = [
    WrongCall("filter --laplacian --border reflect in.png", "symmetric", "reflect101"),
    WrongCall("filter --laplacian --border mirror in.png", "symmetric", "reflect101"),
    WrongCall("filter --laplacian --border wobble in.png", "--border", "wobble"),
    WrongCall("filter --laplacian --border constant in.png", "constant:V"),
    WrongCall("filter --laplacian --border constant:x in.png", "constant:x"),
    WrongCall("filter --laplacian --border constant:inf in.png", "constant:inf"),
    WrongCall("filter --laplacian --stride 0 in.png", "--stride"),
    WrongCall("filter --laplacian --stride 2,x in.png", "--stride", "2,x"),
    WrongCall("filter --laplacian --stride 1,2,3 in.png", "--stride"),
    WrongCall("filter --laplacian --dilate 0 in.png", "--dilate"),
    WrongCall("filter --laplacian --dilate x in.png", "--dilate"),
    WrongCall("filter --laplacian --anchor 3,0 in.png", "--anchor", "3,0"),
    WrongCall("filter --laplacian --anchor 1 in.png", "--anchor"),
    WrongCall("filter --laplacian --anchor=-1,0 in.png", "--anchor"),
    WrongCall("filter --median 3 --stride 2 in.png", "median"),
    WrongCall("filter --laplacian --depth 12 in.png", "--depth", "12"),
    WrongCall("filter --laplacian --view pretty in.png", "--view", "pretty"),
    WrongCall("filter --laplacian --scale x in.png", "--scale"),
    WrongCall("filter --laplacian --scale inf in.png", "--scale"),
    WrongCall("filter --laplacian --bias nan in.png", "--bias"),
  ]

  static let outputs: [WrongCall] = [
    WrongCall("filter --laplacian --quality 0 in.png", "--quality"),
    WrongCall("filter --laplacian --quality 101 in.png", "--quality"),
    WrongCall("filter --laplacian --png-level 10 in.png", "--png-level"),
    WrongCall("filter --laplacian --png-level best in.png", "--png-level"),
    WrongCall("filter --laplacian --format gif in.png", "--format", "gif"),
    WrongCall("filter --laplacian -o out.gif in.png", "out.gif"),
    WrongCall("filter --laplacian -o out in.png", "out"),
    WrongCall("filter --laplacian -o out.png --format jpg in.png", "out.png", "jpg"),
    WrongCall("filter --laplacian -o one.png in.png b.png", "one.png/"),
    WrongCall("filter --laplacian -o - in.png b.png", "2 inputs"),
    WrongCall("filter --laplacian in.png other/in.png", "in.laplacian.png"),
    WrongCall("filter --laplacian in.png in.png", "in.laplacian.png"),
    WrongCall("filter --laplacian -o deep.jpg deep.png", "--depth 8"),
  ]

  static let others: [WrongCall] = [
    WrongCall("filter --laplacian", "input"),
    WrongCall("filter --laplacian - -", "twice"),
    WrongCall("filter --laplacian --files-from - -", "twice"),
    WrongCall("filter --laplacian --shard 0/3 in.png", "--shard"),
    WrongCall("filter --laplacian --shard 4/3 in.png", "--shard", "4/3"),
    WrongCall("filter --laplacian --shard 1 in.png", "--shard"),
    WrongCall("filter --laplacian --shard auto in.png", "SLURM_ARRAY_TASK_ID"),
    WrongCall("filter --laplacian --threads 0 in.png", "--threads"),
    WrongCall("filter --laplacian --threads many in.png", "--threads"),
    WrongCall("filter --laplacian --max-pixels 0 in.png", "--max-pixels"),
    WrongCall("filter --laplacian --max-memory lots in.png", "--max-memory", "lots"),
    WrongCall("wobble in.png", "wobble"),
    WrongCall("pool --median --max in.png", "max"),
    WrongCall("pool --size 0 in.png", "--size"),
    WrongCall("pool --size 2x in.png", "--size", "2x"),
    WrongCall("pool --size 2x2x2 in.png", "--size"),
    WrongCall("pool --stride 0 in.png", "--stride"),
    WrongCall("pool --padding 2 in.png", "--padding"),
    WrongCall("pool --padding some in.png", "--padding", "some"),
    WrongCall("pool --global --size 2 in.png", "--global"),
    WrongCall("pool --depth 1 in.png", "--depth"),
    WrongCall("pool", "input"),
    WrongCall("kernels sobble", "sobble"),
    WrongCall("kernels median", "no kernel"),
    WrongCall("kernels gaussian x", "gaussian"),
    WrongCall("kernels --draw", "--draw"),
    WrongCall("kernels laplacian -o out.png", "--draw"),
  ]
}
