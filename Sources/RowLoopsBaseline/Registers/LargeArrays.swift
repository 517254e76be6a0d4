// In the plain build alone: nothing here depends on registers.
#if !LANES_8 && !LANES_16
  import Foundation

  /// Bytes from which on an array is worth a large page; a page of the common size has 4 KiB.
  private let worthwhile = 1 << 20
  /// Bytes of a large page.
  private let largePage: UInt = 1 << 21
  /// Bytes of a line of the cache.
  private let lineSize = 64

  /// Zeros, in large pages where there are many and the system allows it.
  ///
  /// A row of a photograph is a few small pages long, and processors do not prefetch across their
  /// ends: sweeps over pictures of floats took up to a third less time in large pages. Systems that
  /// give them on request alone are asked before the memory is touched, as NumPy does. The request
  /// includes the rest of the first and the last large page: neighbours on the heap share them.
  package func zeros<Value: BitwiseCopyable & ExpressibleByIntegerLiteral>(
    count: Int
  ) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      guard let start = UnsafeMutableRawPointer(buffer.baseAddress), count > 0 else { return }
      let size = count * MemoryLayout<Value>.stride
      if size >= worthwhile { askForLargePages(start, size) }
      memset(start, 0, size)
    }
  }

  /// An array of whatever was in memory, in large pages as that of ``zeros(count:)``: for arrays that
  /// are written as a whole before anybody reads them.
  package func uninitialized<Value: BitwiseCopyable>(count: Int) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      guard let start = UnsafeMutableRawPointer(buffer.baseAddress), count > 0 else { return }
      let size = count * MemoryLayout<Value>.stride
      if size >= worthwhile { askForLargePages(start, size) }
    }
  }

  /// Floats of an array up to the first that begins a line of the cache.
  ///
  /// Vectors as wide as a line that begin elsewhere lie in two, and each load or store takes both.
  /// Where an array lies is its allocator's business: this tells how much of it to skip.
  package func floatsToNextLine(_ values: Span<Float>) -> Int {
    values.withUnsafeBufferPointer { values in
      let address = Int(bitPattern: values.baseAddress)
      return (lineSize - address % lineSize) % lineSize / MemoryLayout<Float>.stride
    }
  }

  private func askForLargePages(_ start: UnsafeMutableRawPointer, _ size: Int) {
    #if canImport(Glibc)
      let address = UInt(bitPattern: start)
      let first = address / largePage * largePage
      let end = (address + UInt(size) + largePage - 1) / largePage * largePage
      // Advice only: where it cannot be followed nothing changes.
      _ = madvise(
        UnsafeMutableRawPointer(bitPattern: first), Int(end - first), MADV_HUGEPAGE)
    #endif
  }
#endif
