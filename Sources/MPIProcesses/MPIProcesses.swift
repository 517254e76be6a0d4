#if MPI
  import CMPI
  internal import ConvNet
  import Foundation
  import Synchronization

  /// The processes of an MPI job.
  ///
  /// Gradients are exchanged and gathered, never reduced by the library, whose order of additions is its
  /// own.
  final class MPIProcesses: LaunchedProcesses {
    let rank: Int
    let count: Int
    private let signs: SignsOfLife?
    private let lost = Mutex<(@Sendable (Int?) -> Void)?>(nil)

    init?() {
      var (process, count, isThreaded) = (Int32(0), Int32(1), Int32(0))
      guard cmpi_start(&process, &count, &isThreaded) == 0 else { return nil }
      (rank, self.count) = (Int(process), Int(count))
      signs = isThreaded != 0 ? SignsOfLife(process: rank, of: self.count) : nil
    }

    func watch(_ lost: @escaping @Sendable (Int?) -> Void) {
      self.lost.withLock { $0 = lost }
      signs?.watch(lost)
    }

    func exchange(
      _ values: [Float], _ parts: [Range<Int>], into received: inout [Float], _ places: [Range<Int>]
    ) {
      let (sent, got) = (Places(parts), Places(places))
      check(
        cmpi_exchange(
          values, sent.counts, sent.offsets, &received, got.counts, got.offsets))
    }

    func complete(_ values: inout [Float], _ parts: [Range<Int>]) {
      let places = Places(parts)
      check(cmpi_complete(&values, places.counts, places.offsets))
    }

    func gather(_ bytes: [UInt8], sizes: [Int]) -> [UInt8] {
      let places = Places(sizes: sizes)
      var joined = [UInt8](repeating: 0, count: sizes.reduce(0, +))
      check(cmpi_gather(bytes, Int32(bytes.count), &joined, places.counts, places.offsets))
      return joined
    }

    func leave() {
      // A process that waits in MPI's own barrier keeps a core busy.
      check(cmpi_begin_barrier())
      var isComplete: Int32 = 0
      while true {
        check(cmpi_test_barrier(&isComplete))
        if isComplete != 0 { break }
        usleep(2000)
      }
      signs?.stop()
      _ = cmpi_end()
    }

    func abort(_ code: Int32) { cmpi_abort(code) }

    /// An error of a call for all processes is the loss of one.
    private func check(_ error: Int32) {
      guard error != 0 else { return }
      lost.withLock { $0 }?(nil)
      // Without anybody to tell, the call cannot return either.
      while true { sleep(1) }
    }

    /// Numbers and offsets of values by process, as MPI takes them.
    private struct Places {
      let counts: [Int32]
      let offsets: [Int32]

      init(_ ranges: [Range<Int>]) {
        counts = ranges.map { Int32($0.count) }
        offsets = ranges.map { Int32($0.lowerBound) }
      }

      init(sizes: [Int]) {
        counts = sizes.map { Int32($0) }
        offsets = sizes.indices.map { index in Int32(sizes[..<index].reduce(0, +)) }
      }
    }
  }
#endif
