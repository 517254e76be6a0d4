import ImageFilters
import Synchronization
import Testing

@Suite("The pipeline of bands")
struct BandPipelineTests {
  private struct Broken: Error {}

  @Test("products come out in the order of their jobs", arguments: [1, 2, 3, 8])
  func order(threads: Int) throws {
    let next = Mutex(0)
    let results = Mutex<[Int]>([])
    try BandPipeline(threads: threads).run(
      produce: {
        next.withLock { value in
          defer { value += 1 }
          return value < 200 ? value : nil
        }
      },
      transform: { job in (0..<(job % 7) * 500).reduce(job * 3) { sum, _ in sum } },
      consume: { product in results.withLock { $0.append(product) } })
    #expect(results.withLock { $0 } == (0..<200).map { $0 * 3 })
  }

  @Test("an error of any step ends the run and is passed on", arguments: [1, 2, 4], 0..<3)
  func errors(threads: Int, step: Int) {
    let next = Mutex(0)
    let consumed = Mutex(0)
    #expect(throws: Broken.self) {
      try BandPipeline(threads: threads).run(
        produce: {
          let job = next.withLock { value in
            value += 1
            return value
          }
          if step == 0 && job == 10 { throw Broken() }
          return job > 100 ? nil : job
        },
        transform: { (job: Int) in
          if step == 1 && job == 10 { throw Broken() }
          return job
        },
        consume: { job in
          if step == 2 && job == 10 { throw Broken() }
          consumed.withLock { $0 += 1 }
        })
    }
    #expect(consumed.withLock { $0 } < 10)
  }

  @Test("no more than threads + 2 jobs are in flight")
  func bounded() throws {
    let flight = Mutex((now: 0, most: 0))
    let next = Mutex(0)
    try BandPipeline(threads: 3).run(
      produce: {
        flight.withLock {
          $0.now += 1
          $0.most = max($0.most, $0.now)
        }
        return next.withLock { value in
          value += 1
          return value <= 100 ? value : nil
        }
      }, transform: { $0 }, consume: { (_: Int) in flight.withLock { $0.now -= 1 } })
    #expect(flight.withLock { $0.most } <= 5)
  }
}
