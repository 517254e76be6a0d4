/// Which pictures of a set are learned from, which choose the epoch, and which are the test.
///
/// A picture that the data do not assign goes by the hash of its content, h from 0 to 1: to the test
/// below the test's share t, to validation below t + v, else to training. The hash follows from the
/// content alone, so a picture never changes sides when others come, go or are renamed, and copies
/// stay together. A share is therefore met in the mean, not exactly. Where a class of enough
/// different pictures would have none on a side, the one with the lowest hash that is left goes
/// there.
package struct PictureSplit: Sendable {
  /// The numbers of the pictures to learn from.
  package private(set) var train: [Int] = []
  /// The numbers of the pictures that choose the epoch.
  package private(set) var validation: [Int] = []
  /// The numbers of the test pictures.
  package private(set) var test: [Int] = []

  /// Splits a set.
  ///
  /// - Parameters:
  ///   - items: The pictures.
  ///   - classes: The number of classes.
  ///   - validationShare: What validation gets of the pictures that are not assigned to it or the
  ///     test; nothing where the data have a side for validation.
  ///   - testShare: What the test gets; nothing where the data have a test.
  package init(
    _ items: [PictureItem], classes: Int, validationShare: HeldShare, testShare: HeldShare
  ) {
    let hasValidation = items.contains { $0.side == .validation }
    let hasTest = items.contains { $0.side == .test }
    let free = items.indices.filter { items[$0].side == nil || items[$0].side == .train }
    let t = hasTest ? 0 : testShare.of(free.count)
    let v = hasValidation ? 0 : validationShare.of(free.count)
    var sides: [ContentHash: PictureSide] = [:]
    for (content, share) in Set(free.map { items[$0].content }).map({ ($0, $0.share) }) {
      sides[content] = share < t ? .test : share < t + v ? .validation : .train
    }
    var byClass = [[ContentHash]](repeating: [], count: classes)
    for index in free { byClass[items[index].label].append(items[index].content) }
    for contents in byClass {
      let distinct = Set(contents).sorted()
      PictureSplit.fill(distinct, &sides, test: t > 0, validation: v > 0)
    }
    for index in items.indices {
      let own = items[index].side
      switch own == nil || own == .train ? sides[items[index].content] ?? .train : own ?? .train {
      case .train: train.append(index)
      case .validation: validation.append(index)
      case .test: test.append(index)
      }
    }
  }

  /// Gives each side a picture of a class that has enough different ones, training first.
  private static func fill(
    _ contents: [ContentHash], _ sides: inout [ContentHash: PictureSide], test: Bool,
    validation: Bool
  ) {
    func count(_ side: PictureSide) -> Int { contents.count { sides[$0] == side } }
    if count(.train) == 0, let last = contents.last { sides[last] = .train }
    for (side, isWanted) in [(PictureSide.test, test), (.validation, validation)]
    where isWanted && count(side) == 0 && count(.train) > 1 {
      if let lowest = contents.first(where: { sides[$0] == .train }) { sides[lowest] = side }
    }
  }

  /// Keeps some pictures to learn from: those with the lowest hash of their content and seed 0.
  package mutating func limit(_ count: Int, _ items: [PictureItem]) {
    guard count < train.count else { return }
    // Mixed once more, because the lowest hashes are in the test.
    let order = train.map { (ContentHash(combining: [items[$0].content]), $0) }.sorted { $0 < $1 }
    train = order.prefix(count).map(\.1).sorted()
  }
}
