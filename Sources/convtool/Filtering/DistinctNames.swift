import ImageCodecs

/// The results of several inputs, told apart by name.
///
/// Where two inputs would get one name, `a.png` and `a.jpg`, their results are named by the inputs'
/// whole names. Those that collide still are refused; the others are not concerned.
struct DistinctNames: Sendable {
  private var lengthened: Set<[UInt8]> = []
  private var refusals: [[UInt8]: String] = [:]

  /// A command that names its only output itself.
  init() {}

  /// Finds names for all inputs.
  ///
  /// - Parameters:
  ///   - mayLengthen: Whether names may be lengthened at all.
  ///   - hint: What helps where that is not enough.
  ///   - path: The path of an input's result, by the input's whole name or not.
  /// - Throws: ``Failure`` with 64 when no input is left.
  init(
    inputs: [String], mayLengthen: Bool = true, hint: String,
    path: (_ input: String, _ isLong: Bool) -> String
  ) throws {
    var groups = inputs.count > 1 ? collisions(inputs, path) : [:]
    while mayLengthen {
      // A longer name may be the short one of a third input.
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

  /// The inputs that share a result's path with others.
  private func collisions(
    _ inputs: [String], _ path: (String, Bool) -> String
  ) -> [[[UInt8]]: [String]] {
    Dictionary(grouping: inputs) { FilePath.components(path($0, isLong($0))) }
      .filter { $0.value.count > 1 }
  }

  /// Whether an input's result is named by the input's whole name.
  func isLong(_ input: String) -> Bool {
    !lengthened.isEmpty && lengthened.contains(FileName.bytes(input))
  }

  /// Why an input's result has no name, or `nil` where it has one.
  func refusal(of input: String) -> String? {
    refusals.isEmpty ? nil : refusals[FileName.bytes(input)]
  }
}
