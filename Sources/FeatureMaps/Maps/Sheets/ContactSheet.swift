import ConvCore

/// A sheet of several pictures of one size, from left to right and top to bottom, with gutters.
///
/// The grid of tiles is as close to a square as possible, and never taller than wide. Tiles can be
/// enlarged by a whole factor without interpolation (nearest neighbor), so that the picture shows
/// the values as the network saw them.
package struct ContactSheet: Hashable, Sendable {
  /// The number of tiles across.
  package let columns: Int
  /// The number of tiles down.
  package let rows: Int
  /// The width of the gaps between and around the tiles, in pixels.
  package let gutter: Int
  /// The side of the square for one pixel of a tile.
  package let zoom: Int
  /// The shape of one tile before the enlargement.
  package let tile: ImageShape

  /// Creates the layout for `count` tiles of one shape.
  ///
  /// - Parameters:
  ///   - count: The number of tiles.
  ///   - tile: The shape of a tile.
  ///   - columns: The number of tiles across; √count rounded up by default.
  ///   - gutter: The width of the gaps, in pixels.
  ///   - zoom: The side of the square for one pixel.
  /// - Precondition: `count` and `zoom` are at least 1.
  package init(count: Int, tile: ImageShape, columns: Int? = nil, gutter: Int = 2, zoom: Int = 1) {
    precondition(count > 0 && zoom > 0, "\(count) tiles at zoom \(zoom)")
    let across = columns ?? Int(Double(count).squareRoot().rounded(.up))
    self.columns = max(1, min(across, count))
    rows = (count + self.columns - 1) / self.columns
    self.gutter = gutter
    self.zoom = zoom
    self.tile = tile
  }

  /// The shape of the sheet, gutters included.
  package var shape: ImageShape {
    ImageShape(
      height: rows * (tile.height * zoom + gutter) + gutter,
      width: columns * (tile.width * zoom + gutter) + gutter, channels: tile.channels)
  }

  /// Returns the rectangle of a tile on the sheet.
  package func place(of index: Int) -> Frame {
    let (height, width) = (tile.height * zoom, tile.width * zoom)
    return Frame(
      top: gutter + index / columns * (height + gutter),
      left: gutter + index % columns * (width + gutter), height: height, width: width)
  }

  /// Returns the number of tiles across for a sheet on a slide.
  ///
  /// The sheet is one to three times as wide as high, with the fewest empty cells.
  package static func wideColumns(for count: Int) -> Int {
    let least = max(1, Int(Double(count).squareRoot().rounded(.up)))
    let most = max(least, Int(Double(3 * count).squareRoot()))
    func emptyPlaces(_ columns: Int) -> Int { (columns - count % columns) % columns }
    return (least...most).min { emptyPlaces($0) < emptyPlaces($1) } ?? least
  }

  /// Lays the samples of all tiles on the sheet.
  ///
  /// - Parameters:
  ///   - tiles: H×W×C samples for each tile, all of one type.
  ///   - background: The value of gutters and empty cells; mid-gray by default, NaN for float32.
  /// - Returns: The H×W×C samples of the sheet, of the type of the tiles.
  /// - Precondition: Each tile has the sheet's tile shape.
  package func assembled(_ tiles: [SampleBuffer], background: Float? = nil) -> SampleBuffer {
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
