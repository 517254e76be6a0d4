import ConvCore
import ImageFilters

/// A kernel of the catalogue, as the page has it.
struct KernelRecord: Encodable {
  private enum CodingKeys: String, CodingKey { case name, option, summary, rows }

  /// The name: `gaussian 1`, `kirsch 3`.
  let name: String
  /// The option of `filter` that applies it; `nil` for one of several kernels of a filter.
  let option: String?
  /// One line of help.
  let summary: String
  /// The kernel, as convolutions are written.
  let kernel: Kernel

  /// The kernels of the catalogue, filters with parameters by their examples.
  ///
  /// Of filters that combine kernels, the compass filters are here by their kernels, numbered in the
  /// order of `convtool kernels`; those of magnitudes have entries of their own.
  static var all: [KernelRecord] {
    FilterCatalogue.entries.flatMap { entry -> [KernelRecord] in
      guard let filter = try? entry.filter(entry.example) as? ConvolutionFilter else { return [] }
      switch filter.combination {
      case .stack:
        let values = entry.example.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }
        return [
          KernelRecord(
            name: ([entry.name] + values).joined(separator: " "),
            option: "--\(entry.name)" + (values.isEmpty ? "" : " \(values.joined(separator: ","))"),
            summary: entry.summary, kernel: filter.kernels[0])
        ]
      case .maximum:
        return filter.kernels.enumerated().map { number, kernel in
          KernelRecord(
            name: "\(entry.name) \(number)", option: nil, summary: entry.summary, kernel: kernel)
        }
      case .magnitude: return []
      }
    }
  }

  private init(name: String, option: String?, summary: String, kernel: Kernel) {
    (self.name, self.option, self.summary, self.kernel) = (name, option, summary, kernel)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(option, forKey: .option)
    try container.encode(summary, forKey: .summary)
    let width = kernel.size.width
    let rows = (0..<kernel.size.height).map { y in
      // Eight digits are as many as float32 has.
      kernel.coefficients[y * width..<(y + 1) * width].map { ($0 * 1e8).rounded() / 1e8 }
    }
    try container.encode(rows, forKey: .rows)
  }
}
