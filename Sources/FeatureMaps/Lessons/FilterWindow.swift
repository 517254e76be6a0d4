import ConvCore
import ImageFilters

/// One position of a kernel on a matrix: its window, its products and their sum.
package struct FilterWindow {
  /// The frame around the window.
  package let frame: GridOutline
  /// The frame around the cell of the output.
  package let outputFrame: GridOutline
  /// The products and their sum, `y[1,1] = 1·0 + 3·1 + … = −5`; the sum is the engine's.
  package let sum: String

  /// The largest number of products that fit into a line.
  private static let most = 25

  /// Finds the first window that lies inside of the matrix.
  ///
  /// `nil` when there is none, when a line cannot hold its products, or when a value is not finite.
  package init?(_ kernel: Kernel, _ options: FilterOptions, input: Image, output: Image) {
    let (rows, columns) = (kernel.size.height, kernel.size.width)
    let isTurned = options.orientation == .convolution
    let slid = isTurned ? kernel.rotated180 : kernel
    let anchor = slid.anchor
    guard options.dilation == 1, rows * columns <= FilterWindow.most else { return nil }
    let offset =
      options.outputSize == .valid
      ? GridPosition(y: 0, x: 0)
      : GridPosition(y: -anchor.y, x: -anchor.x)
    func first(_ offset: Int, _ stride: Int) -> Int { (-offset + stride - 1) / stride }
    let place = GridPosition(
      y: first(offset.y, options.stride.y), x: first(offset.x, options.stride.x))
    let (top, left) = (
      place.y * options.stride.y + offset.y, place.x * options.stride.x + offset.x
    )
    guard top + rows <= input.shape.height, left + columns <= input.shape.width,
      place.y < output.shape.height, place.x < output.shape.width
    else { return nil }
    var (products, total, size): ([String], Double, Double) = ([], 0, 0)
    for y in 0..<rows {
      for x in 0..<columns {
        let value = input[top + y, left + x, 0]
        products.append(
          "\(FilterWindow.factor(value))·\(FilterWindow.factor(Float(slid[y, x])))")
        total += Double(value) * slid[y, x]
        size += abs(Double(value) * slid[y, x])
      }
    }
    let answer = output[place.y, place.x, 0]
    // What the picture says must be what the engine did.
    guard answer.isFinite, abs(total - Double(answer)) <= 1e-4 * max(size, 1e-30) else {
      return nil
    }
    let color = RGB.windows[1]
    frame = GridOutline(
      rows: top..<top + rows, columns: left..<left + columns, color: color)
    outputFrame = GridOutline(
      rows: place.y..<place.y + 1, columns: place.x..<place.x + 1, color: color)
    sum =
      "y[\(place.y),\(place.x)] = " + products.joined(separator: " + ") + " = "
      + NumberGrid.text(of: answer)
  }

  private static func factor(_ value: Float) -> String {
    let text = NumberGrid.text(of: value)
    return value < 0 ? "(\(text))" : text
  }
}
