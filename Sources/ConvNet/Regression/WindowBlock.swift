/// Some windows and their outputs, cell by cell, in groups of 8 windows.
struct WindowBlock {
  /// For each cell of the kernel, its values in all windows; unused lanes are 0.
  private(set) var cells: [[SIMD8<Double>]]
  /// The outputs of the windows.
  private(set) var outputs: [SIMD8<Double>]
  /// Number of windows.
  private(set) var count = 0
  private let capacity: Int

  init(cells: Int, capacity: Int) {
    self.capacity = capacity
    let groups = (capacity + 7) / 8
    outputs = [SIMD8<Double>](repeating: .zero, count: groups)
    self.cells = [[SIMD8<Double>]](repeating: outputs, count: cells)
  }

  var isFull: Bool { count == capacity }

  /// Appends a window; returns `false`, and appends nothing, when a value is not finite.
  mutating func append(_ window: [Float], _ output: Float) -> Bool {
    guard output.isFinite, window.allSatisfy(\.isFinite) else { return false }
    let (group, lane) = (count / 8, count % 8)
    for cell in cells.indices { cells[cell][group][lane] = Double(window[cell]) }
    outputs[group][lane] = Double(output)
    count += 1
    return true
  }

  mutating func removeAll() {
    count = 0
    for group in outputs.indices { outputs[group] = .zero }
    for cell in cells.indices { cells[cell] = outputs }
  }

  /// Σ a·b.
  static func dot(_ a: [SIMD8<Double>], _ b: [SIMD8<Double>]) -> Double {
    var sum = SIMD8<Double>.zero
    for index in 0..<min(a.count, b.count) { sum.addProduct(a[index], b[index]) }
    return sum.sum()
  }
}
