import ConvCore
import Foundation
import ImageCodecs
import ImageFilters
import RowLoops
import RowLoopsBaseline

/// Prints the measurements.
struct BenchReport {
  let json: Bool
  let threads: Int
  let machine: MachinePeak
  let pixels: Int
  let isa = Engine.preferred.name

  /// The JSON row of a limit of the machine.
  private struct MachineRow: Encodable {
    let name: String
    var gbytesPerS: JSONNumber<Double>?
    var gflopPerS: JSONNumber<Double>?
    let threads: Int
    let isa: String
  }

  /// The JSON row of an operation.
  private struct OperationRow: Encodable {
    let name: String
    @JSONNumber var mpixelsPerS: Double
    @JSONNumber var shareOfCopy: Double
    @JSONNumber var shareOfFmaPeak: Double
    let threads: Int
    let isa: String
  }

  func printMachine() throws {
    let copied = machine.copiedBytes / 1e9
    let products = 2 * machine.products / 1e9
    if json {
      let rows = [
        MachineRow(name: "copy", gbytesPerS: JSONNumber(tenth(copied)), threads: threads, isa: isa),
        MachineRow(
          name: "fma-peak", gflopPerS: JSONNumber(tenth(products)), threads: threads, isa: isa),
      ]
      for row in rows { Swift.print(try JSONOutput.text(row)) }
    } else {
      Swift.print("\(isa), \(BenchThreadOptions.words(threads))")
      Swift.print(name("copy") + "\(tenth(copied)) GB/s read and written")
      Swift.print(name("fma-peak") + "\(tenth(products)) GFLOP/s, multiply and add in registers")
    }
  }

  func print(_ row: BenchRow, seconds: Double) throws {
    let pixels = Double(pixels)
    let speed = pixels / seconds / 1e6
    let copied = row.bytes * pixels / seconds / machine.copiedBytes
    let products = row.products * pixels / seconds / machine.products
    if json {
      let record = OperationRow(
        name: row.name, mpixelsPerS: tenth(speed), shareOfCopy: thousandth(copied),
        shareOfFmaPeak: thousandth(products), threads: threads, isa: isa)
      Swift.print(try JSONOutput.text(record))
    } else {
      Swift.print(
        name(row.name) + number(speed, "Mpixel/s") + percent(copied, "of copy")
          + percent(products, "of fma-peak"))
    }
  }

  private func name(_ text: String) -> String {
    text.padding(toLength: 20, withPad: " ", startingAt: 0)
  }

  private func number(_ value: Double, _ unit: String) -> String {
    String(format: "%9.1f ", value) + unit
  }

  private func percent(_ share: Double, _ of: String) -> String {
    String(format: "  %5.1f %% ", 100 * share) + of
  }

  private func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }
  private func thousandth(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
