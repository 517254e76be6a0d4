import ArgumentParser
import ConvCore
import Foundation
import ImageFilters

/// The options of `bench filter` and `bench pool`: rows, picture size, repetitions.
struct BenchOptions: ParsableArguments {
  static let discussion = """
    Source and destination are in memory before the clock starts; each figure is the median of \
    its repetitions. Before a row is printed its result is compared with a plain computation in \
    double precision on sampled pixels and along the borders; rows of the catalogue that are no \
    convolutions, with the portable build of the loops. The rows copy and fma-peak are what the \
    machine can do at most: the shares are of them.
    """

  @Flag(help: "One JSON object a line.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  @Option(
    help: """
      Rows to measure, comma-separated; for filters, catalogue stands for every named filter on \
      every type of samples (default: the rows that other programs are measured on).
      """)
  var rows: String?

  @Option(help: "Height and width of the picture, at least 64.")
  var size = Size2D(height: 3000, width: 4000)

  @Option(name: .customLong("repeat"), help: "Repetitions of each row.")
  var repetitions: Whole<1, 1000> = 9

  func validate() throws {
    guard min(size.height, size.width) >= 64, size.height * size.width <= 1 << 28 else {
      throw ValidationError("--size takes sides from 64 and at most 2^28 pixels, not '\(size)'")
    }
  }

  /// Measures the chosen rows.
  ///
  /// - Parameters:
  ///   - all: The rows that are measured by default.
  ///   - catalogue: The rows that `--rows` chooses besides, by their names or all of them.
  /// - Throws: `Failure` if a row is unknown or gives a wrong result.
  func run(_ all: [BenchRow], catalogue: [BenchRow] = []) throws {
    let chosen = try chosen(of: all, catalogue)
    let threads = threads.count
    let picture = BenchPicture(size)
    let machine = MachinePeak(threads: threads, repetitions: min(repetitions.value, 9))
    let report = BenchReport(
      json: json, threads: threads, machine: machine, pixels: picture.shape.count)
    try report.printMachine()
    for row in chosen {
      let bench = try row.prepare(picture)
      bench.run(threads: threads)
      try row.check(bench, picture)
      let seconds = median(of: repetitions.value) { bench.run(threads: threads) }
      try report.print(row, seconds: seconds)
    }
  }

  private func chosen(of all: [BenchRow], _ catalogue: [BenchRow]) throws -> [BenchRow] {
    guard let rows else { return all }
    return try rows.split(separator: ",").flatMap { name in
      if name == BenchRow.catalogueWord && !catalogue.isEmpty { return catalogue }
      guard let row = (all + catalogue).first(where: { $0.name == name }) else {
        let names = all.map(\.name).joined(separator: ", ")
        let more = catalogue.isEmpty ? "" : ", and those of \(BenchRow.catalogueWord)"
        throw Failure(.usage, "no row '\(name)': there are \(names)\(more)")
      }
      return [row]
    }
  }
}
