/// An operation whose window moves over rows and columns.
protocol Windowed {
  var geometry: WindowGeometry { get set }
}

extension ConvOperation: Windowed {}
extension MaxPoolOperation: Windowed {}
extension AveragePoolOperation: Windowed {}
