internal import ConvCore
internal import ConvNet
internal import ImageCodecs
internal import Synchronization

/// Reads the pictures of a source on all cores.
struct PictureLoader {
  /// What was read.
  struct Result {
    let storage: PictureStorage
    /// By picture: the hash of its content; `nil` for those that cannot be read.
    let contents: [ContentHash?]
    /// The pictures that cannot be read, with the reasons, in their order.
    let failures: [(index: Int, error: any Error)]
  }

  private struct Piece: Sendable {
    var bytes: [UInt8] = []
    var floats: [Float] = []
    var contents: [ContentHash?] = []
    var failures: [(index: Int, error: any Error)] = []
  }

  let source: any PictureSource
  let planes: PicturePlanes
  let threads: Int
  /// The most bytes that samples may take; with more, pictures are read anew each time.
  let memory: Int
  /// Called with the number of pictures that were read.
  let progress: @Sendable (Int) -> Void

  /// Whether the samples fit the memory.
  private var fits: Bool {
    let (size, overflow) = source.count.multipliedReportingOverflow(
      by: planes.shape.count * (source.holdsFloats ? 4 : 1))
    return !overflow && size <= memory
  }

  func load() -> Result {
    let size = PictureStorage.piece
    let pieces = (0..<(source.count + size - 1) / size).map { _ in Mutexed(Piece()) }
    let fits = fits
    parallel(pieces.count) { [self] number in
      let part = number * size..<min((number + 1) * size, source.count)
      let piece = read(part, keeps: fits)
      pieces[number].value.withLock { $0 = piece }
      progress(part.count)
    }
    var (bytes, floats): ([[UInt8]], [[Float]]) = ([], [])
    var contents: [ContentHash?] = []
    var failures: [(index: Int, error: any Error)] = []
    for piece in pieces {
      piece.value.withLock { piece in
        if source.holdsFloats { floats.append(piece.floats) } else { bytes.append(piece.bytes) }
        contents += piece.contents
        failures += piece.failures
        piece = Piece()
      }
    }
    let shape = planes.shape
    let storage =
      !fits
      ? PictureStorage(planes: planes, contents: contents, shape: shape)
      : source.holdsFloats
        ? PictureStorage(floats: floats, shape: shape) : PictureStorage(bytes: bytes, shape: shape)
    return Result(storage: storage, contents: contents, failures: failures)
  }

  private func read(_ part: Range<Int>, keeps: Bool) -> Piece {
    var piece = Piece()
    if keeps {
      piece.bytes.reserveCapacity(source.holdsFloats ? 0 : part.count * planes.shape.count)
    }
    for index in part {
      do {
        let picture = try source.read(index, planes)
        piece.contents.append(picture.content)
        guard keeps else { continue }
        switch picture.samples {
        case .bytes(let samples): piece.bytes += samples
        case .floats(let samples): piece.floats += samples
        }
      } catch {
        piece.contents.append(nil)
        piece.failures.append((index, error))
        guard keeps else { continue }
        // The pictures behind it keep their places.
        let count = planes.shape.count
        if source.holdsFloats {
          piece.floats += repeatElement(0, count: count)
        } else {
          piece.bytes += repeatElement(0, count: count)
        }
      }
    }
    return piece
  }

  // MARK: Shapes

  /// The different shapes of all pictures whose headers can be read, the smallest first.
  func shapes() -> [ImageShape] {
    if let shape = source.commonShape { return [shape] }
    let size = PictureStorage.piece
    let found = Mutexed(Set<ImageShape>())
    parallel((source.count + size - 1) / size) { [self] number in
      let part = number * size..<min((number + 1) * size, source.count)
      let shapes = Set(part.compactMap { try? source.shape(of: $0) })
      found.value.withLock { $0.formUnion(shapes) }
    }
    return found.value.withLock { shapes in
      shapes.sorted { ($0.height * $0.width, $0.height) < ($1.height * $1.width, $1.height) }
    }
  }

  private func parallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let next = Mutexed(0)
    WorkerPool(count: max(1, min(threads, count))).perform { _ in
      while true {
        let number = next.value.withLock { value in
          value += 1
          return value - 1
        }
        guard number < count else { return }
        body(number)
      }
    }
  }
}

/// A class around a mutex, so that closures and arrays can hold it.
private final class Mutexed<Value: Sendable>: Sendable {
  let value: Mutex<Value>
  init(_ value: Value) { self.value = Mutex(value) }
}
