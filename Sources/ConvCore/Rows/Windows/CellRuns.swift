/// The relevant cells of a window, row by row, as runs of neighboring cells.
struct CellRuns: Hashable {
  /// Neighboring cells of a row whose coefficients have the same sign.
  struct Run: Hashable {
    let channel: Int
    /// The column of the first cell.
    let first: Int
    let count: Int
    let isNegative: Bool
  }

  /// The runs of each row, in correlation order.
  let rows: [[Run]]

  /// Finds the runs of a kernel's nonzero cells.
  init(_ kernel: Kernel) {
    rows = (0..<kernel.size.height).map { y in
      (0..<kernel.depth).flatMap { channel in
        CellRuns.runs(
          signs: (0..<kernel.size.width).map { x in
            let coefficient = kernel[y, x, channel]
            return coefficient == 0 ? 0 : coefficient < 0 ? -1 : 1
          }, channel: channel)
      }
    }
  }

  /// Creates the runs of all cells of a window.
  init(all size: Size2D) {
    rows = Array(
      repeating: [Run(channel: 0, first: 0, count: size.width, isNegative: false)],
      count: size.height)
  }

  /// Finds the runs of the given cells.
  init(_ cells: [WindowCell], of size: Size2D) {
    var signs = [[Int]](repeating: [Int](repeating: 0, count: size.width), count: size.height)
    for cell in cells { signs[cell.y][cell.x] = 1 }
    rows = signs.map { CellRuns.runs(signs: $0, channel: 0) }
  }

  private static func runs(signs: [Int], channel: Int) -> [Run] {
    var runs: [Run] = []
    var first = 0
    while first < signs.count {
      var end = first + 1
      while end < signs.count && signs[end] == signs[first] { end += 1 }
      if signs[first] != 0 {
        runs.append(
          Run(channel: channel, first: first, count: end - first, isNegative: signs[first] < 0))
      }
      first = end
    }
    return runs
  }
}
