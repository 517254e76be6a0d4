import ArgumentParser

/// The bits of an integer sample: the value of `--depth`.
enum BitDepth: Int, ExpressibleByArgument, CaseIterable {
  case eight = 8
  case sixteen = 16
}
