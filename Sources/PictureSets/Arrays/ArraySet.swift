internal import Foundation

/// Pictures of arrays with their classes.
struct ArraySet {
  let source: ArrayPictures
  /// The names of the classes, in the order of the labels.
  let classNames: [String]
  let labels: [Int]
  let sides: [PictureSide?]
  var notes: [String] = []

  /// Numbers the classes that occur.
  ///
  /// The classes are the labels of the pictures to learn from, in their order, so that labels which
  /// begin at 1, or leave numbers out, need no care.
  ///
  /// - Parameters:
  ///   - source: The pictures with their labels.
  ///   - names: The names by label; a label without a name is its number.
  ///   - known: The names of the classes that there may be; `nil` takes those of the labels.
  /// - Throws: ``PictureSetError`` when a picture has a label that is none of the classes.
  init(
    _ source: ArrayPictures, names: [Int: String] = [:], known: [String]? = nil
  ) throws(PictureSetError) {
    self.source = source
    let learned = source.parts.filter { $0.side != .test && $0.side != .validation }
    let used = known == nil && !learned.isEmpty ? learned : source.parts
    let present = Set(used.flatMap(\.labels)).sorted()
    func name(_ label: Int) -> String { names[label] ?? "\(label)" }
    classNames = known ?? present.map(name)
    var numbers: [Int: Int] = [:]
    if let known {
      let byName = Dictionary(known.enumerated().map { ($1, $0) }) { first, _ in first }
      for label in present { numbers[label] = byName[name(label)] }
    } else {
      for (number, label) in present.enumerated() { numbers[label] = number }
    }
    var labels: [Int] = []
    for part in source.parts {
      for (index, label) in part.labels.enumerated() {
        guard let number = numbers[label] else {
          throw PictureSetError(
            .damaged,
            "\(part.name): label \(index) is \(name(label)): "
              + (known == nil ? "a class without pictures to learn from" : "no class of the model"))
        }
        labels.append(number)
      }
    }
    self.labels = labels
    sides = source.parts.flatMap { [PictureSide?](repeating: $0.side, count: $0.count) }
    let unused = names.keys.filter { !present.contains($0) }.count
    if known == nil, unused > 0, names.count < 100 {
      notes.append("\(unused) of \(names.count) named classes have no pictures and are left out")
    }
  }
}
