import ImageCodecs

/// Distinct output names for several inputs.
///
/// If two inputs would give the same name, such as `a.png` and `a.jpg`, the names of their outputs
/// contain the whole input names. Inputs whose names still collide are refused; other inputs are
/// not affected.
struct DistinctNames: Sendable {
  private var lengthened: Set<[UInt8]> = []
  private var refusals: [[UInt8]: String] = [:]

  /// Creates names for a command whose only output has a fixed name.
  init() {}

  /// Finds names for all inputs.
  ///
  /// - Parameters:
  ///   - inputs: The names of all inputs.
  ///   - mayLengthen: Whether names may contain the whole input name.
  ///   - hint: The advice in the message when names still collide.
  ///   - path: Returns the output path of an input, with the whole input name or without its
  ///     extension.
  /// - Throws: ``Failure`` with 64 when every input is refused.
  init(
    inputs: [String], mayLengthen: Bool = true, hint: String,
    path: (_ input: String, _ isLong: Bool) -> String
  ) throws {
    var groups = inputs.count > 1 ? collisions(inputs, path) : [:]
    while mayLengthen {
      // A lengthened name may equal the short name of a third input.
      let short = groups.values.joined().filter { !isLong($0) }
      if short.isEmpty { break }
      lengthened.formUnion(short.map(FileName.bytes))
      groups = collisions(inputs, path)
    }
    for group in groups.values {
      for input in group {
        let key = FileName.bytes(input)
        let other = group.first { FileName.bytes($0) != key }
        let name = path(input, false)
        refusals[key] =
          other.map { "\($0) and \(input) would both become \(name): \(hint)" }
          ?? "\(input) is named \(group.count) times, and \(name) would be written as often"
      }
    }
    if let input = inputs.first, inputs.allSatisfy({ refusal(of: $0) != nil }) {
      throw Failure(.usage, refusal(of: input))
    }
  }

  /// The inputs that share an output path with others, by path.
  private func collisions(
    _ inputs: [String], _ path: (String, Bool) -> String
  ) -> [[[UInt8]]: [String]] {
    Dictionary(grouping: inputs) { FilePath.components(path($0, isLong($0))) }
      .filter { $0.value.count > 1 }
  }

  /// Whether an output is named by the whole input name.
  func isLong(_ input: String) -> Bool {
    !lengthened.isEmpty && lengthened.contains(FileName.bytes(input))
  }

  /// The reason why an input has no output name; `nil` when it has one.
  func refusal(of input: String) -> String? {
    refusals.isEmpty ? nil : refusals[FileName.bytes(input)]
  }
}
