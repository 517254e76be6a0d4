public import ConvCore

/// Several pictures of one size on one sheet, left to right and top to bottom, with gutters.
///
/// The sheet is as close to a square as whole tiles allow, never taller than wide in tiles.
/// Tiles may be enlarged by a whole factor, each pixel becoming a square (nearest neighbour), so
/// that what the network saw is what is seen.
public struct ContactSheet: Hashable, Sendable {
  /// Tiles across.
  public let columns: Int
  /// Tiles down.
  public let rows: Int
  /// Pixels between tiles and around them.
  public let gutter: Int
  /// Side of the square that a pixel becomes.
  public let zoom: Int
  /// The shape of one tile before zoom.
  public let tile: ImageShape

  /// Lays out `count` tiles of a shape.
  ///
  /// - Parameters:
  ///   - count: Number of tiles.
  ///   - tile: Height, width and channels of a tile.
  ///   - columns: Tiles across; √count rounded up without it.
  ///   - gutter: Pixels between tiles.
  ///   - zoom: The side of the square that a pixel becomes.
  /// - Precondition: There is a tile, and `zoom` is at least 1.
  public init(count: Int, tile: ImageShape, columns: Int? = nil, gutter: Int = 2, zoom: Int = 1) {
    precondition(count > 0 && zoom > 0, "\(count) tiles at zoom \(zoom)")
    let across = columns ?? Int(Double(count).squareRoot().rounded(.up))
    self.columns = max(1, min(across, count))
    rows = (count + self.columns - 1) / self.columns
    self.gutter = gutter
    self.zoom = zoom
    self.tile = tile
  }

  /// The shape of the sheet.
  public var shape: ImageShape {
    ImageShape(
      height: rows * (tile.height * zoom + gutter) + gutter,
      width: columns * (tile.width * zoom + gutter) + gutter, channels: tile.channels)
  }

  /// Where a tile lies on the sheet.
  public func place(of index: Int) -> Frame {
    let (height, width) = (tile.height * zoom, tile.width * zoom)
    return Frame(
      top: gutter + index / columns * (height + gutter),
      left: gutter + index % columns * (width + gutter), height: height, width: width)
  }

  /// Tiles across for a sheet on a slide: as wide as high or wider, by a factor of three at
  /// most, with the fewest empty places.
  static func wideColumns(for count: Int) -> Int {
    let least = max(1, Int(Double(count).squareRoot().rounded(.up)))
    let most = max(least, Int(Double(3 * count).squareRoot()))
    func emptyPlaces(_ columns: Int) -> Int { (columns - count % columns) % columns }
    return (least...most).min { emptyPlaces($0) < emptyPlaces($1) } ?? least
  }

  /// Puts tiles on a sheet.
  ///
  /// - Parameters:
  ///   - tiles: H×W×C samples each, all of one type.
  ///   - background: The value of gutters and empty places; mid-gray without it.
  /// - Precondition: Each tile has the sheet's tile shape.
  public func assembled(_ tiles: [SampleBuffer], background: Float? = nil) -> SampleBuffer {
    switch tiles.first?.type ?? .uint8 {
    case .uint8: .uint8(fill(tiles.map(\.bytes), UInt8(background ?? 96)))
    case .uint16: .uint16(fill(tiles.map(\.words), UInt16(background ?? 24672)))
    case .float32: .float32(fill(tiles.map(\.floats), background ?? .nan))
    }
  }

  private func fill<Sample>(_ tiles: [[Sample]], _ background: Sample) -> [Sample] {
    let shape = shape
    var sheet = [Sample](repeating: background, count: shape.count)
    for (index, samples) in tiles.enumerated() {
      precondition(samples.count == tile.count, "a tile of another shape")
      let place = place(of: index)
      for y in 0..<tile.height * zoom {
        var to = ((place.top + y) * shape.width + place.left) * shape.channels
        for x in 0..<tile.width * zoom {
          let from = (y / zoom * tile.width + x / zoom) * tile.channels
          for c in 0..<tile.channels { sheet[to + c] = samples[from + c] }
          to += shape.channels
        }
      }
    }
    return sheet
  }
}

extension SampleBuffer {
  fileprivate var bytes: [UInt8] { if case .uint8(let samples) = self { samples } else { [] } }
  fileprivate var words: [UInt16] { if case .uint16(let samples) = self { samples } else { [] } }
  fileprivate var floats: [Float] { if case .float32(let samples) = self { samples } else { [] } }
}
