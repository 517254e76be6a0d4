// Only in the portable build: nothing in this file depends on the register width.
#if !LANES_8 && !LANES_16
  import Foundation

  /// Number of bytes from which an array uses large pages; a normal page has 4 KiB.
  private let worthwhile = 1 << 20
  /// Number of bytes in a large page.
  private let largePage: UInt = 1 << 21
  /// Number of bytes in a cache line.
  private let lineSize = 64

  /// Returns an array of zeros, in large pages if the array is large and the system allows it.
  ///
  /// A row of a photograph is a few small pages long, and processors do not prefetch across page
  /// boundaries: sweeps over float images took up to a third less time in large pages. Some systems
  /// provide large pages only on request; the request is made before the memory is touched, as
  /// NumPy does. The request includes the rest of the first and the last large page, which
  /// neighbors on the heap share.
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

  /// Returns an array of uninitialized memory, in large pages like ``zeros(count:)``.
  ///
  /// The caller writes the whole array before any value is read.
  package func uninitialized<Value: BitwiseCopyable>(count: Int) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      guard let start = UnsafeMutableRawPointer(buffer.baseAddress), count > 0 else { return }
      let size = count * MemoryLayout<Value>.stride
      if size >= worthwhile { askForLargePages(start, size) }
    }
  }

  /// Returns the number of floats of an array before the first float that begins a cache line.
  ///
  /// A vector as wide as a cache line that begins elsewhere lies in two lines, and each load or
  /// store accesses both. The allocator chooses the address of an array, so the caller has to skip
  /// this number of floats.
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
      // The call is a hint: if the system cannot follow it, nothing changes.
      _ = madvise(
        UnsafeMutableRawPointer(bitPattern: first), Int(end - first), MADV_HUGEPAGE)
    #endif
  }
#endif
