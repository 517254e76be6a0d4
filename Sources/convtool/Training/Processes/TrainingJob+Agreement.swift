import ConvNet
import Foundation
import ImageCodecs

extension TrainingJob {
  /// Calls a closure in all processes; if it fails in any of them, it fails in all.
  ///
  /// - Throws: The failure of the first process that failed.
  func together<Result>(_ body: () throws -> Result) throws -> Result {
    guard count > 1 else { return try body() }
    var (result, failure) = (Result?.none, Failure?.none)
    do { result = try body() } catch { failure = Failure(unnamed: error) }
    let all = processes.gather(failure.map(Self.bytes) ?? [])
    if let process = all.indices.first(where: { !all[$0].isEmpty }) {
      throw agreed(named(Self.failure(all[process]), process))
    }
    guard let result else { throw Failure(.internalError, "a failure without a line") }
    return result
  }

  /// Requires that no process has met a reason to stop.
  ///
  /// - Parameter reason: The reason of this process; `nil` for none.
  /// - Throws: ``Failure`` with 65 and the first reason.
  func requireNone(_ reason: String?) throws {
    try together { if let reason { throw Failure(.damagedInput, reason) } }
  }

  /// The first code of a signal that a process got; 0 where none got one.
  func agreedCode(_ code: Int32) -> Int32 {
    let all = processes.gather([UInt8(code)], sizes: [Int](repeating: 1, count: count))
    return Int32(all.first { $0 != 0 } ?? 0)
  }

  /// The file that the first process has read.
  func shared(_ file: Safetensors?) throws -> Safetensors? {
    guard count > 1 else { return file }
    let bytes = processes.fromFirst(file.map { Array($0.bytes) } ?? [])
    return bytes.isEmpty ? nil : try Safetensors(bytes: bytes)
  }

  /// The text of the first process.
  func shared(_ text: String) -> String {
    String(decoding: processes.fromFirst(Array(text.utf8)), as: UTF8.self)
  }

  /// Requires that all processes were called alike and see the same data.
  ///
  /// - Parameter settings: What decides about the result, with its name.
  /// - Throws: ``Failure`` with 64 that names the process and the first difference.
  func requireSame(_ settings: [(name: String, value: String)]) throws {
    guard count > 1 else { return }
    let own = settings.map { "\($0.name) \($0.value)" }
    let all = processes.gather(Array(own.joined(separator: "\n").utf8)).map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n")
    }
    for (process, lines) in all.enumerated() {
      guard let pair = zip(all[0], lines).first(where: { $0 != $1 }) else { continue }
      throw agreed(
        named(Failure(.usage, "\(pair.1), but process 1 has \(pair.0)"), process))
    }
  }

  /// A failure with the name of its process, unless it is that of the first one.
  private func named(_ failure: Failure, _ process: Int) -> Failure {
    guard process > 0 else { return failure }
    return Failure(
      failure.code, "process \(process + 1) of \(count): \(failure.message ?? "failed")")
  }

  private static func bytes(_ failure: Failure) -> [UInt8] {
    [UInt8(failure.code.rawValue)] + Array((failure.message ?? "").utf8)
  }

  private static func failure(_ bytes: [UInt8]) -> Failure {
    Failure(
      ExitStatus(rawValue: Int32(bytes[0])) ?? .internalError,
      String(decoding: bytes.dropFirst(), as: UTF8.self))
  }
}
