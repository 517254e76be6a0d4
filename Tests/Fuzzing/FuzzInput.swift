import ConvCore
import ImageCodecs
import ImageFilters

/// What every target does with the bytes that the fuzzer made.
enum FuzzInput {
  /// The bytes as an array.
  static func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// Pictures larger than this say nothing new and cost time.
  static let limits = ImageLimits(pixels: 1 << 13)

  /// Reads a picture, strictly and then keeping what is left of it, and filters it.
  ///
  /// - Returns: 0, or −1 for bytes of another format, which the corpus does not need.
  static func filter(_ bytes: [UInt8], startingWith magic: [UInt8]) -> CInt {
    guard bytes.starts(with: magic) else { return -1 }
    for allowsDamage in [false, true] { run(bytes, allowsDamage: allowsDamage) }
    return 0
  }

  private static func run(_ bytes: [UInt8], allowsDamage: Bool) {
    do {
      let reader = try openImage(
        ByteSource(bytes: bytes), limits: limits, allowsDamage: allowsDamage)
      // Arrays may be as deep as they like; their memory is checked by the plan's estimate.
      guard reader.info.shape.count < 1 << 15 else { return }
      let stage = try FilterStage(name: "laplacian", filter: .kernel(.laplacian))
      let plan = try FilterPlan(
        info: reader.info, chain: FilterChain([stage]), options: RenderingOptions())
      let image = try plan.response(reader: reader, threads: 1)
      precondition(image.samples.count == plan.layouts[plan.layouts.count - 1].shape.count)
    } catch is CodecError {
    } catch is ShapeError {
    } catch { fatalError("an error of no known type: \(error)") }
  }
}
