/// The hashes of one output in all configurations.
struct GoldenResult: Sendable {
  /// Call, input and format.
  var name: String
  /// The section of the list.
  var content: GoldenCall.Content
  /// What each configuration gave.
  var hashes: [GoldenConfiguration: String]

  private func hashes(fused: Bool) -> Set<String> {
    Set(hashes.filter { $0.key.isFused == fused }.values)
  }

  /// Whether the builds that have to agree do.
  var agrees: Bool { hashes(fused: true).count <= 1 && hashes(fused: false).count <= 1 }

  /// The names and hashes that belong on the list.
  var entries: [String: String] {
    let (fused, portable) = (hashes(fused: true).first, hashes(fused: false).first)
    if let fused, fused == portable { return [entry(.all): fused] }
    var entries: [String: String] = [:]
    entries[entry(.fused)] = fused
    entries[entry(.portable)] = portable
    return entries
  }

  /// The name with the builds that it is of.
  func entry(_ builds: GoldenList.Builds) -> String { "\(name) | \(builds.rawValue)" }

  /// The line that says what a configuration gives; `nil` when the list has none.
  private func line(_ configuration: GoldenConfiguration, _ list: [String: String]) -> String? {
    [entry(.all), entry(configuration.isFused ? .fused : .portable)].first { list[$0] != nil }
  }

  /// The lines of the list that this result is compared with.
  func lines(_ list: [String: String]) -> [String] { hashes.keys.compactMap { line($0, list) } }

  private func expected(
    _ configuration: GoldenConfiguration, _ list: [String: String]
  ) -> String? {
    line(configuration, list).flatMap { list[$0] }
  }

  /// A line for the configurations whose hash is not on the list, or is another one there.
  func complaint(_ list: [String: String]) -> String? {
    let (new, changed) = (
      hashes.keys.filter { expected($0, list) == nil },
      hashes.filter { configuration, hash in
        expected(configuration, list).map { $0 != hash } ?? false
      }.keys
    )
    if !changed.isEmpty {
      let isEvery = changed.count == hashes.count && changed.count > 1
      return "differs: \(name): \(isEvery ? "everywhere" : text(Array(changed)))"
    }
    return new.isEmpty ? nil : "new:     \(name): \(text(new))"
  }

  private func text(_ configurations: [GoldenConfiguration]) -> String {
    let names = configurations.map(\.description).sorted().joined(separator: ", ")
    return hashes.count == 1 ? "\(names), run there alone" : names
  }
}
