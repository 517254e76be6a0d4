internal import ConvNet
internal import Synchronization

/// Where the samples of a set lie.
final class PictureStorage: Sendable {
  /// The number of pictures in a piece of memory.
  static let piece = 256

  private enum Place: Sendable {
    /// By piece: the samples of its pictures, end to end.
    case bytes([[UInt8]])
    case floats([[Float]])
    /// Nowhere: by picture, the hash that its content had when it was first read.
    case source(PicturePlanes, [ContentHash?])
  }

  private let place: Place
  private let shape: TensorShape
  private let firstFailure = Mutex<String?>(nil)

  private init(_ place: Place, _ shape: TensorShape) { (self.place, self.shape) = (place, shape) }

  /// Holds samples of 0…255.
  convenience init(bytes: [[UInt8]], shape: TensorShape) { self.init(.bytes(bytes), shape) }

  /// Holds other numbers.
  convenience init(floats: [[Float]], shape: TensorShape) { self.init(.floats(floats), shape) }

  /// Reads pictures anew each time.
  convenience init(planes: PicturePlanes, contents: [ContentHash?], shape: TensorShape) {
    self.init(.source(planes, contents), shape)
  }

  var isStreamed: Bool {
    if case .source = place { true } else { false }
  }

  var failure: String? { firstFailure.withLock { $0 } }

  func samples(of index: Int, from source: any PictureSource) -> PictureSamples {
    let first = index % PictureStorage.piece * shape.count
    switch place {
    case .bytes(let pieces):
      return .bytes(pieces[index / PictureStorage.piece][first..<first + shape.count])
    case .floats(let pieces):
      return .floats(pieces[index / PictureStorage.piece][first..<first + shape.count])
    case .source(let planes, let contents):
      do {
        let picture = try source.read(index, planes)
        guard picture.content == contents[index] else {
          throw PictureSetError(.damaged, "the file has changed since the training began")
        }
        return picture.samples
      } catch {
        firstFailure.withLock { $0 = $0 ?? "\(source.name(of: index)): \(error)" }
        return .bytes([UInt8](repeating: 0, count: shape.count)[...])
      }
    }
  }
}
