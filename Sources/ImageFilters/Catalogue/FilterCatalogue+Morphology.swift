import ConvCore

extension FilterCatalogue {
  /// The shapes of elements that have names, in the order of the parameter's values.
  private static let shapes: [(name: String, element: @Sendable (Int) -> StructuringElement)] = [
    ("square", { .square($0) }), ("disk", { .disk($0) }), ("cross", { .cross($0) }),
  ]

  /// The largest side of a disk, whose rows of runs are all kept in memory.
  private static let largestDisk = 255

  /// Gray morphology.
  static let morphology: [Entry] = [
    entry(.erosion, "smallest value under an NxN element (gray morphology)"),
    entry(
      .dilation, "largest value under an NxN element (gray morphology; --dilate spaces kernels)"),
    entry(.opening, "erosion, then dilation: bright details smaller than the element go"),
    entry(.closing, "dilation, then erosion: dark details smaller than the element go"),
    entry(.tophat, "the picture minus its opening: small bright details"),
    entry(.blackhat, "closing minus the picture: small dark details"),
    entry(.gradient, "dilation minus erosion: edges"),
  ]

  private static func entry(_ operation: MorphologyFilter.Operation, _ summary: String) -> Entry {
    Entry(
      operation.rawValue, summary,
      [.side(), .choice("ELEMENT", of: shapes.map(\.name))], example: [3], isListed: false,
      isAllowed: { values throws(FilterError) in
        if values.count > 1, shapes[Int(values[1])].name == "disk", Int(values[0]) > largestDisk {
          throw FilterError("\(operation.rawValue): a disk is at most \(largestDisk) pixels wide")
        }
      }
    ) { values in
      .morphology(operation, shapes[values.count > 1 ? Int(values[1]) : 0].element(Int(values[0])))
    }
  }
}
