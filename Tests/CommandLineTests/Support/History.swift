import Foundation
import Testing

/// The rows of a `history.csv`.
struct History: Equatable {
  let header: String
  let rows: [[Double]]

  init(_ data: Data) throws {
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    header = String(try #require(lines.first))
    rows = try lines.dropFirst().map { line in
      try line.split(separator: ",", omittingEmptySubsequences: false).map {
        try #require(Double($0), "\(line)")
      }
    }
  }

  /// The rows without how long they took.
  var results: [[Double]] { rows.map { Array($0.prefix(5)) } }
}
