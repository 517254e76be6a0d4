import ConvCore
import ConvNet
import ImageFilters

/// The pieces of pictures that excite each unit of a layer most, nine a unit, in a block of 3×3.
package struct PatchSheet: Sendable {
  /// The number of pieces for each unit.
  package static let count = 9
  private static let gap = 2
  /// The longest side of a piece that is shown pixel by pixel.
  private static let largest = 96

  private let title: String
  private let notes: [String]
  private let blocks: [LabelledSheet.Tile]
  private let columns: Int

  /// Creates the sheet of a layer.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - stage: The index of the layer.
  ///   - places: For each unit its places, the strongest first.
  ///   - images: The number of pictures that were read.
  ///   - image: A picture by its index, 0…255, gray or in color.
  package init(
    _ network: Network, stage: Int, places: [[Excitation]], images: Int,
    image: (Int) -> Image
  ) {
    let shape = network.inputShape
    self.init(
      network.stages[stage].name, field: network.receptiveFields[stage],
      inputSide: max(shape.height, shape.width), places: places, images: images
    ) { Canvas(pixels: image($0)) }
  }

  /// Creates the sheet of maps with a receptive field.
  ///
  /// - Parameters:
  ///   - name: The name of the maps.
  ///   - field: The receptive field of their values.
  ///   - inputSide: The longer side of the pictures that the network saw.
  ///   - places: For each unit its places, the strongest first.
  ///   - images: The number of pictures that were read.
  ///   - picture: What the network saw of a picture, by its index.
  package init(
    _ name: String, field: ReceptiveField, inputSide: Int, places: [[Excitation]], images: Int,
    picture: (Int) -> Canvas
  ) {
    title = "\(name) · what excites its units most"
    let whole = max(field.size.height, field.size.width)
    let side = min(whole, PatchSheet.largest)
    let width = SheetFit.widest - 2 * MapSheet.margin
    let wide = min(ContactSheet.wideColumns(for: max(1, places.count)), 10)
    columns = max(1, min(wide, width / (3 * side + 20)))
    let room = width / columns - MapSheet.gutter - 8
    let zoom = max(1, min(84, room / 3 - PatchSheet.gap) / side)
    let reduction = (whole + side - 1) / side
    let piece = (
      height: (field.size.height + reduction - 1) / reduction * zoom,
      width: (field.size.width + reduction - 1) / reduction * zoom
    )
    blocks = places.enumerated().map { unit, places in
      var block = Canvas(
        height: 3 * piece.height + 2 * PatchSheet.gap, width: 3 * piece.width + 2 * PatchSheet.gap)
      for (rank, place) in places.enumerated() {
        let corner = field.corner(y: place.y, x: place.x)
        block.blit(
          PatchSheet.piece(
            picture(place.image), corner: corner, size: field.size, zoom: zoom,
            reduction: reduction),
          top: rank / 3 * (piece.height + PatchSheet.gap),
          left: rank % 3 * (piece.width + PatchSheet.gap))
      }
      if places.isEmpty {
        block = MapTile.hatched(height: block.height, width: block.width, word: "dead")
      }
      return LabelledSheet.Tile(
        picture: block, name: "\(unit)",
        note: places.first.map { NumberText.short($0.value) } ?? "dead")
    }
    let padded = field.offsetY < 0 || field.offsetX < 0 ? ["outside the picture: hatched"] : []
    notes = [
      ([
        "for each of \(places.count) units the nine strongest pieces of "
          + "\(NumberText.separated(images)) pictures",
        "\(field.size.height)×\(field.size.width) pixels each",
      ] + padded).joined(separator: " · "),
      "below each block: the unit, and the value that its first piece gives",
    ]
  }

  /// Draws the sheet, at most 1,600 pixels wide where 3 pieces fit.
  package func drawn() -> Canvas {
    LabelledSheet(
      title: title, notes: notes, key: LabelledSheet.Key(view: .clip, maximum: 1), tiles: blocks,
      columns: columns
    ).drawn()
  }

  /// A piece of a picture; pixels outside the picture are hatched.
  private static func piece(
    _ source: Canvas, corner: (y: Int, x: Int), size: Size2D, zoom: Int, reduction: Int
  ) -> Canvas {
    if reduction > 1 {
      return piece(source, corner: corner, size: size, zoom: 1, reduction: 1)
        .reduced(by: reduction)
    }
    let outside = MapTile.hatched(height: size.height * zoom, width: size.width * zoom, word: "")
    var piece = outside
    for row in 0..<size.height {
      for column in 0..<size.width {
        let (y, x) = (corner.y + row, corner.x + column)
        guard (0..<source.height).contains(y), (0..<source.width).contains(x) else { continue }
        piece.fill(
          Frame(top: row * zoom, left: column * zoom, height: zoom, width: zoom),
          source[y, x])
      }
    }
    return piece
  }
}
