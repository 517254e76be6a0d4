/// The digits of a layer, each a group of connected components.
struct InkGroups {
  /// The largest number of components of a digit; an interrupted pen leaves more than one.
  private static let mostParts = 3
  /// A part of a digit whose area is at most that of the largest divided by this is small.
  private static let partShare = 5

  /// The groups from left to right.
  private(set) var groups: [InkGroup] = []

  /// Groups components into digits.
  ///
  /// Stray components and components much smaller than the largest are dropped. In a picture cut
  /// close to the ink nothing lies beside a digit, so small components belong to the largest.
  init(in layer: InkLayer) {
    let pieces = layer.components.pieces
    var numbers = pieces.indices.filter { !layer.isStray(pieces[$0]) }
    guard let largest = numbers.map({ pieces[$0].area }).max() else { return }
    let large = numbers.count { pieces[$0].area > largest / Self.partShare }
    // Two large parts may be two digits, side by side.
    let isOneDigit = layer.paper.isClose && numbers.count <= Self.mostParts && large == 1
    if !isOneDigit { numbers = numbers.filter { pieces[$0].area * 24 >= largest } }
    guard numbers.count <= 150 else { return }
    var groups = numbers.map { InkGroup(pieces[$0], number: $0) }
    groups = Self.joined(
      groups, touching: Self.touching(groups, in: layer),
      partArea: isOneDigit ? largest / Self.partShare : 0)
    let tallest = groups.map(\.extent).max() ?? 0
    groups = groups.filter { group in
      Float(group.extent) >= 0.4 * Float(tallest)
    }
    self.groups = groups.sorted {
      ($0.columns.lowerBound, $0.rows.lowerBound) < ($1.columns.lowerBound, $1.rows.lowerBound)
    }
  }

  /// Returns groups of the components that belong together; all up to `partArea` join the first.
  private static func joined(
    _ start: [InkGroup], touching: [Int32: Int32], partArea: Int
  ) -> [InkGroup] {
    // Largest first, so that fragments join a digit rather than each other.
    var groups = start.sorted { $0.area > $1.area }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      var i = 0
      while i < groups.count {
        var j = i + 1
        while j < groups.count {
          let touches = !Set(groups[i].pieces.map { touching[$0] }).isDisjoint(
            with: groups[j].pieces.map { touching[$0] })
          let isPart = i == 0 && groups[j].area <= partArea
          if isPart || groups[i].belongsTogether(with: groups[j], touches: touches) {
            groups[i].merge(groups[j])
            groups.remove(at: j)
            hasChanged = true
          } else {
            j += 1
          }
        }
        i += 1
      }
    }
    return groups
  }

  /// Returns a patch number for each component; components of one patch nearly touch.
  ///
  /// The patches are the connected components after widening all ink by about half a stroke.
  private static func touching(_ groups: [InkGroup], in layer: InkLayer) -> [Int32: Int32] {
    guard groups.count > 1, let main = groups.max(by: { $0.area < $1.area }) else {
      return Dictionary(uniqueKeysWithValues: groups.flatMap(\.pieces).map { ($0, $0) })
    }
    let numbers = Set(groups.flatMap(\.pieces))
    var isChosen = [Bool](repeating: false, count: layer.components.pieces.count)
    for number in numbers { isChosen[Int(number)] = true }
    let labels = layer.components.labels
    var mask = BinaryPlane(
      height: layer.ink.height, width: layer.ink.width,
      isSet: labels.map { $0 >= 0 && isChosen[Int($0)] })
    let width = InkRegion(of: main, in: layer, margin: 0).strokeWidth
    mask = mask.dilated(radius: max(1, Int(0.25 * width)))
    let patches = InkComponents(of: mask.isSet, height: mask.height, width: mask.width)
    var patch: [Int32: Int32] = [:]
    for (index, label) in labels.enumerated() where label >= 0 && isChosen[Int(label)] {
      patch[label] = patches.labels[index]
    }
    return patch
  }
}
