package import ConvCore

/// Where the windows lie.
///
/// The window of output (m, n) begins at (s·m − p, t·n − q); its cells are d pixels apart. In a
/// transposed convolution the roles are exchanged: the stamp of input (m, n) begins there.
package struct SlidingGeometry: Hashable, Sendable {
  /// The size of the input.
  package var input: Size2D
  /// The size of the output.
  package var output: Size2D
  /// The number of cells of a window.
  package var window: Size2D
  /// The pixels from one window to the next.
  package var stride = Stride2D.one
  /// The pixels from one cell to the next.
  package var dilation = 1
  /// The rows above and the columns left of position (0, 0) where its window begins.
  package var lead = Size2D(0)

  /// Creates a geometry of neighboring windows.
  package init(input: Size2D, output: Size2D, window: Size2D) {
    self.input = input
    self.output = output
    self.window = window
  }

  /// The rows and columns from the first to the last cell of a window.
  package var extent: Size2D {
    Size2D(height: (window.height - 1) * dilation + 1, width: (window.width - 1) * dilation + 1)
  }

  /// The first row of the windows in a row of windows.
  package func top(_ row: Int) -> Int { row * stride.y - lead.height }

  /// The first column of the windows in a column of windows.
  package func left(_ column: Int) -> Int { column * stride.x - lead.width }
}
